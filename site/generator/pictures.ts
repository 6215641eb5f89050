import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Lab } from '../../src/workbook/lab.ts';
import { LabError } from '../../src/workbook/lab-error.ts';
import type { Link } from './markdown.ts';

/** What an author is told of a picture that cannot be shown. */
export const refused = (file: string, line: number, found: string): LabError => {
  const expected = "a picture in the lab's folder, named by its path in it";
  return new LabError([{ file, line, where: 'picture', expected, found }]);
};

/** The pictures that a lab's text names, by their path in the site. */
export const copyPictures = (
  lab: Lab,
  pictures: readonly Link[],
): Promise<[path: string, bytes: Uint8Array][]> =>
  Promise.all(
    pictures.map(async ({ address: picture, line }) => {
      const file = join(lab.folder, decodeURI(picture));
      if (relative(lab.folder, file).startsWith('..')) {
        throw refused(`labs/${lab.id}/lab.md`, line, `${picture}, which lies outside of it`);
      }
      try {
        return [`labs/${lab.id}/${relative(lab.folder, file)}`, await readFile(file)];
      } catch {
        throw refused(`labs/${lab.id}/lab.md`, line, `${picture}, which is not there`);
      }
    }),
  );
