import { CsvError, parse } from 'csv-parse/sync';
import type { Finding } from './finding.ts';

/** A CSV as it stands there: cells without the blanks around them. */
export interface Table {
  readonly headings: readonly string[];
  /** Line of the headings, from 1. */
  readonly line: number;
  readonly rows: readonly Row[];
}

export interface Row {
  /** Where it begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads a CSV of commas, semicolons or tabs, whichever its headings have most of. */
export const parseTable = (text: string): Table | (Finding & { readonly line: number }) => {
  // Excel's own way of saying which one it is. The line stays, so that lines are those of the file.
  const separator = /^sep=(.)\n/.exec(text)?.[1];
  const body = separator === undefined ? text : text.slice('sep=,'.length);
  const rows: Row[] = [];
  let ended = 0;
  try {
    parse(body, {
      delimiter: separator ?? delimiterOf(body),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines - cells.join('').split('\n').length + 1, cells });
        ended = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { line: firstAfter(body, ended), ...explain(error) };
  }
  const [first, ...others] = rows;
  return { headings: first?.cells ?? [], line: first?.line ?? 1, rows: others };
};

const delimiterOf = (text: string): string => {
  const headings = text.trimStart().split('\n', 1)[0] ?? '';
  const outside = headings.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => outside.split(delimiter).length;
  return [';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best), ',');
};

/** The first line after this one that is not blank. */
const firstAfter = (text: string, line: number): number => {
  const found = text.split('\n').findIndex((one, index) => index >= line && one.trim() !== '');
  return found === -1 ? line : found + 1;
};

const explain = (error: CsvError): Finding => ({
  expected: 'a second quote (") at the end of a cell that begins with one',
  found:
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a cell that is still open at the end of the file'
      : 'more behind that quote',
  advice: 'A quote inside such a cell is written twice ("").',
});
