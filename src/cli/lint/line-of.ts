import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../../../grader/faults.ts';

/** Where something stands. */
export interface Line {
  /** Relative to the root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Finds the line of a check or a mutant in its list: the nth `id: 'x'` of the file, else of the
 * lab's other files, else the first `'x'` there is, else where the list begins.
 */
export const lineFinder = async (
  root: string,
  file: string,
): Promise<(of: Fault['of']) => Line> => {
  const folder = file.slice(0, file.lastIndexOf('/'));
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.ts')).sort();
  const others = names.map((name) => `${folder}/${name}`).filter((other) => other !== file);
  const lines: (Line & { readonly text: string })[] = [];
  for (const name of [file, ...others]) {
    const text = await readFile(join(root, name), 'utf8');
    lines.push(...text.split('\n').map((text, index) => ({ file: name, line: index + 1, text })));
  }
  const list = lines.find(({ text }) => text.includes('export default')) ?? { file, line: 1 };
  return (of) => {
    const { file, line } = (of && find(lines, of)) ?? list;
    return { file, line };
  };
};

const find = <T extends Line & { readonly text: string }>(
  lines: readonly T[],
  { id, nth }: NonNullable<Fault['of']>,
): T | undefined => {
  const quoted = ["'", '"', '`'].map((quote) => quote + id + quote);
  const named = lines.filter(({ text }) => quoted.some((word) => text.includes(`id: ${word}`)));
  return (
    named[nth - 1] ??
    named[0] ??
    lines.find(({ text }) => quoted.some((word) => text.includes(word)))
  );
};
