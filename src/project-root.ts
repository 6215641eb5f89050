import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const isRoot = (folder: string): boolean => {
  const file = join(folder, 'package.json');
  return existsSync(file) && readFileSync(file, 'utf8').includes('"name": "ecs-workbook"');
};

const find = (folder: string): string => {
  if (isRoot(folder)) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error(`No package.json of ecs-workbook above ${import.meta.url}`);
  return find(parent);
};

/** The project's folder, from the sources and from the bundles alike. */
export const projectRoot: string = find(dirname(fileURLToPath(import.meta.url)));
