import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Lab } from '../../src/workbook/lab.ts';
import type { Link } from './markdown.ts';

/** The pictures that a lab's text names, by their path in the site. */
export const copyPictures = (
  lab: Lab,
  pictures: readonly Link[],
): Promise<[path: string, bytes: Uint8Array][]> =>
  Promise.all(
    pictures.map(async ({ address: picture, line }) => {
      const file = join(lab.folder, decodeURI(picture));
      if (relative(lab.folder, file).startsWith('..')) {
        throw new Error(
          `labs/${lab.id}/lab.md:${line}: the picture ${picture} lies outside the lab's folder. Move it into the folder.`,
        );
      }
      try {
        return [`labs/${lab.id}/${relative(lab.folder, file)}`, await readFile(file)];
      } catch (cause) {
        throw new Error(
          `labs/${lab.id}/lab.md:${line}: the picture ${picture} is not in the lab's folder.`,
          { cause },
        );
      }
    }),
  );
