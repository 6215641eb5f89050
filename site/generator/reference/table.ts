import { type Html, html } from '../html.ts';

export type Cell = Html | string | number;

/** A table with a caption; the first cell of a row names it. It scrolls by itself, not the page. */
export const table = (
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): Html => html`
<div class="table" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>
${rows.map(([name = '', ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;

export const code = (text: string): Html => html`<code>${text}</code>`;

/** `1024` → `1,024`. */
export const number = (value: number): string => value.toLocaleString('en-US');

/** Dollars as price lists have them: `$0.04048`. */
export const dollars = (value: number, digits = 6): string => `$${Number(value.toFixed(digits))}`;

/** Milliseconds in words: `40 s`, `27 min`, `1 h`. */
export const duration = (milliseconds: number): string => {
  const seconds = milliseconds / 1000;
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds > 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${number(seconds)} s`;
};
