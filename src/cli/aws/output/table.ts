import type { Plain } from '../invoke/plain.ts';
import { pythonRound } from './python.ts';
import { type Section, tableSections } from './table-sections.ts';
import { textWidth } from './text-width.ts';

const PADDING = 4;

/**
 * The AWS CLI's `table` output, at most `terminalWidth` wide where it can be: a section of one row
 * that does not fit is turned so that each member has a line.
 */
export function formatTable(title: string, value: Plain, terminalWidth: number): string {
  const sections = tableSections(title, value);
  if (sections.length === 0) return '';
  const fits = totalWidth(sections) <= terminalWidth;
  const shown = fits ? sections : sections.map(turned);
  const width = totalWidth(shown);
  const lines = ['-'.repeat(width), ...shown.flatMap((section) => sectionLines(section, width))];
  return lines.map((line) => `${line}\n`).join('');
}

function turned(section: Section): Section {
  const [row] = section.rows;
  if (section.rows.length !== 1 || row === undefined || section.headers.length === 0)
    return section;
  const rows = section.headers.map((header, index) => [header, row[index] ?? '']);
  return { ...section, headers: [], rows };
}

function totalWidth(sections: readonly Section[]): number {
  return Math.max(...sections.map(sectionWidth));
}

function sectionWidth(section: Section): number {
  const outer = 2 + 2 * section.indent;
  const cells = contentWidths(section).reduce((sum, width) => sum + width + PADDING, 0);
  return Math.max(textWidth(section.title), cells) + outer;
}

function contentWidths({ headers, rows }: Section): number[] {
  const widths: number[] = [];
  for (const row of [headers, ...rows]) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, textWidth(cell));
    }
  }
  return widths;
}

function sectionLines(section: Section, tableWidth: number): string[] {
  const width = tableWidth - 2 * section.indent;
  const widths = columnWidths(section, width);
  const rule = `+${widths.map((each, index) => '-'.repeat(each - (index === 0 ? 2 : 1))).join('+')}+`;
  const lines: string[] = [];
  if (section.title !== '') {
    lines.push(centred(section.title, width, '|'));
    if (widths.length === 0) lines.push(`+${'-'.repeat(width - 2)}+`);
  }
  if (section.headers.length > 0) lines.push(rule, rowLine(section.headers, widths, centred));
  if (section.rows.length > 0 && widths.length > 0) {
    lines.push(rule, ...section.rows.map((row) => rowLine(row, widths, leftAligned)), rule);
  }
  const bars = '|'.repeat(section.indent);
  return lines.map((line) => `${bars}${line}${bars}`);
}

/** The columns stretched in proportion to fill the width; what rounding leaves is spread one by one. */
function columnWidths(section: Section, width: number): number[] {
  const wanted = contentWidths(section).map((each) => each + PADDING);
  const sum = wanted.reduce((total, each) => total + each, 0);
  if (sum === 0) return [];
  const scaled = wanted.map((each) => pythonRound((width / sum) * each));
  let over = scaled.reduce((total, each) => total + each, 0) - width;
  for (let index = 0; over !== 0; index = (index + 1) % scaled.length) {
    const at = over > 0 ? index : scaled.length - 1 - index;
    scaled[at] = (scaled[at] ?? 0) - Math.sign(over);
    over -= Math.sign(over);
  }
  return scaled;
}

type Cell = (text: string, width: number, leftEdge: string) => string;

function rowLine(cells: readonly string[], widths: readonly number[], cell: Cell): string {
  return widths
    .map((width, index) => cell(cells[index] ?? '', width, index === 0 ? '|' : ''))
    .join('');
}

function centred(text: string, width: number, leftEdge: string): string {
  const before = Math.max(0, Math.floor(width / 2) - Math.floor(textWidth(text) / 2) - 1);
  return closed(`${leftEdge}${' '.repeat(before)}${text}`, width);
}

function leftAligned(text: string, width: number, leftEdge: string): string {
  const fits = width - (textWidth(text) + 2 + leftEdge.length + 1) >= 0;
  return closed(`${leftEdge}${fits ? '  ' : ''}${text}`, width);
}

function closed(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - textWidth(text) - 1))}|`;
}
