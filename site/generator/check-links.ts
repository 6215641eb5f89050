import { posix } from 'node:path';
import { LabError, type LabProblem } from '../../src/workbook/lab-error.ts';
import type { Link } from './markdown.ts';

/** What an author wrote, and the page that came of it. */
export interface LinkedPage {
  /** How errors call it. */
  readonly source: string;
  /** From the site's folder. */
  readonly path: string;
  readonly links: readonly Link[];
}

/** Throws `LabError` with every link that leads to nothing in the site. */
export const checkLinks = (
  linked: readonly LinkedPage[],
  files: ReadonlyMap<string, string | Uint8Array>,
): void => {
  const problems = linked.flatMap(({ source, path, links }) =>
    links.flatMap(({ address, line }): LabProblem[] => {
      const [to = '', fragment] = address.split('#');
      const target = to === '' ? path : posix.join(posix.dirname(path), decodeURI(to));
      const expected = missing(files.get(target), target, fragment);
      return expected === undefined
        ? []
        : [{ file: source, line, where: 'link', expected, found: address }];
    }),
  );
  if (problems.length > 0) throw new LabError(problems);
};

/** What is not there, in words for the author; undefined: all is well. */
const missing = (
  content: string | Uint8Array | undefined,
  target: string,
  fragment: string | undefined,
): string | undefined => {
  if (content === undefined) {
    return `a page of the site, as ../OTHER-LAB/index.html; there is no ${target}`;
  }
  if (fragment === undefined || fragment === '') return undefined;
  const ids = [...String(content).matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
  if (ids.includes(decodeURIComponent(fragment))) return undefined;
  return `a place of ${target}; it has ${ids.map((id) => `#${id}`).join(', ')}`;
};
