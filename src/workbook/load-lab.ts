import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectRoot } from '../project-root.ts';
import type { Lab } from './lab.ts';
import { LabError } from './lab-error.ts';
import { parseLab } from './parse-lab.ts';

/** Folder with one folder a lab. */
export const labsFolder: string = join(projectRoot, 'labs');

/** There is no such lab; `message` names those that there are. */
export class UnknownLab extends Error {
  override readonly name = 'UnknownLab';
}

/** Reads one lab. Throws `UnknownLab`, or `LabError` when its text has mistakes. */
export const loadLab = async (id: string, folder: string = labsFolder): Promise<Lab> => {
  const ids = await labIds(folder);
  if (!ids.includes(id)) {
    const known = ids.length === 0 ? 'There are none.' : `There are: ${ids.join(', ')}.`;
    throw new UnknownLab(`There is no lab "${id}". ${known}`);
  }
  const path = join(folder, id, 'lab.md');
  return parseLab({
    id,
    folder: join(folder, id),
    file: relative(projectRoot, path),
    text: await readFile(path, 'utf8'),
  });
};

/** Reads all labs, in the order of the course. */
export const loadLabs = async (folder: string = labsFolder): Promise<Lab[]> => {
  const labs = await Promise.all((await labIds(folder)).map((id) => loadLab(id, folder)));
  labs.sort((a, b) => a.number - b.number);
  for (const [index, lab] of labs.entries()) {
    const before = labs[index - 1];
    if (before?.number !== lab.number) continue;
    throw new LabError([
      {
        file: relative(projectRoot, join(lab.folder, 'lab.md')),
        line: 1,
        where: 'front matter, number',
        expected: 'a number that no other lab has',
        found: `${lab.number}, as ${before.id} has`,
      },
    ]);
  }
  return labs;
};

const labIds = async (folder: string): Promise<string[]> => {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'lab.md')))
    .map(({ name }) => name)
    .sort();
};
