import type { OutputFormat } from '../command-line/global-options.ts';
import type { Plain } from '../invoke/plain.ts';
import { formatText } from './text.ts';

/** A response in the chosen format, ready to print; empty for a response with nothing in it. */
export async function format(
  value: Plain,
  output: OutputFormat,
  title: string,
  terminalWidth: number,
): Promise<string> {
  switch (output) {
    case 'json':
      return isEmptyObject(value) ? '' : `${JSON.stringify(value, null, 4)}\n`;
    case 'text':
      return formatText(value);
    case 'table':
      return (await import('./table.ts')).formatTable(title, value, terminalWidth);
    case 'yaml':
      return isEmptyObject(value) ? '' : (await import('./yaml.ts')).formatYaml(value);
  }
}

function isEmptyObject(value: Plain): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 0
  );
}
