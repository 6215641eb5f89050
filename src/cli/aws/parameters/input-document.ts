import type { OptionValue } from '../command-line/options.ts';
import { parameterError } from '../usage.ts';
import { readFileReference } from './files.ts';
import { readJson } from './json.ts';

/** The input in `--cli-input-json`, or nothing. */
export function readInputDocument(
  values: ReadonlyMap<string, OptionValue>,
): Readonly<Record<string, unknown>> {
  const option = '--cli-input-json';
  const written = values.get('cli-input-json');
  if (typeof written !== 'string') return {};
  const text = readFileReference(option, written);
  const document = readJson(option, text);
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
    return Object.fromEntries(Object.entries(document));
  }
  throw parameterError(option, 'Invalid JSON: expected an object with the members of the input.');
}
