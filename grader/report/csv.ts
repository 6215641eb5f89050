import { stringify } from 'csv-stringify/sync';
import { storable } from './text.ts';

/** A spreadsheet reads such a cell as a formula: OWASP, "CSV Injection"; blanks before it count. */
const FORMULA = /^\s*[=+\-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}]|^[\t\r\n]/u;

/** A text as a spreadsheet shows it and does not run it. */
export const textCell = (text: string): string => {
  const kept = storable(text);
  return FORMULA.test(kept) ? `'${kept}` : kept;
};

/** Texts are `textCell`s, numbers stay numbers, undefined is an empty cell; `verbatim`: ours. */
export type Cell = string | number | undefined | { readonly verbatim: string };

/** By RFC 4180, but for lines that end in line feeds alone. */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) => row.map(written)),
    { quoted_match: /[\r\n]/ },
  );

const written = (cell: Cell): string | number | undefined => {
  if (typeof cell === 'object') return cell.verbatim;
  return typeof cell === 'string' ? textCell(cell) : cell;
};
