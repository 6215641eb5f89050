const INDENT = 7;
const WIDTH = 78;

/** A part of a help page under a heading. */
export type HelpSection = readonly [title: string, lines: readonly string[]];

/** A page of help in the manner of a manual page. */
export function page(sections: readonly HelpSection[]): string {
  return sections
    .map(([title, lines]) => [title, ...indented(lines)].join('\n').trimEnd())
    .join('\n\n')
    .concat('\n');
}

/** Lines moved to the right by one level. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(INDENT)}${line}`));
}

/** Paragraphs broken into lines, an empty line after each; for `level` levels of indentation. */
export function wrapped(paragraphs: readonly string[], level: number): string[] {
  const width = WIDTH - INDENT * level;
  return paragraphs.flatMap((paragraph) => [...breakLines(paragraph, width), '']);
}

function breakLines(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  const hanging = paragraph.startsWith('* ') ? '  ' : '';
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(lines.length === 0 ? word : hanging + word);
  }
  return lines;
}
