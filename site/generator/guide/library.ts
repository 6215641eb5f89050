import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../../src/project-root.ts';

/** Something that checks are written with, and its doc comment. */
export interface LibraryEntry {
  readonly name: string;
  readonly comment: string;
}

const folder = join(projectRoot, 'grader');

/** The functions that `grader/library.ts` offers, in its order, with the comments above them. */
export const readLibrary = async (): Promise<LibraryEntry[]> => {
  const library = await readFile(join(folder, 'library.ts'), 'utf8');
  const exports = [...library.matchAll(/^export \{([^}]*)\} from '(\.[^']+)'/gm)];
  const entries = await Promise.all(
    exports.map(async ([, names = '', file = '']) => {
      const source = await readFile(join(folder, file), 'utf8');
      return names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => ({ name, comment: commentAbove(source, name) }));
    }),
  );
  return entries.flat();
};

const commentAbove = (source: string, name: string): string => {
  const at = source.search(
    new RegExp(`^export (const|class|function|async function) ${name}\\b`, 'm'),
  );
  const before = source.slice(0, Math.max(at, 0)).trimEnd();
  if (!before.endsWith('*/')) return '';
  return before
    .slice(before.lastIndexOf('/**') + '/**'.length, -'*/'.length)
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, ''))
    .join(' ')
    .trim();
};
