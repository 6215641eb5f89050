import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the tests' own images are. */
export const fixtureImages = fileURLToPath(new URL('../fixtures', import.meta.url));

/** Folder of the container with that id, found as an outsider would. */
export function folderOf(dataDir: string, runtimeId: string): string {
  const record = readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('container.json'))
    .find((path) => readFileSync(join(dataDir, path), 'utf8').includes(`"${runtimeId}"`));
  if (record === undefined) throw new Error(`No container ${runtimeId} in ${dataDir}`);
  return join(dataDir, record, '..');
}

/** Process id of its program. */
export const pidOf = (dataDir: string, runtimeId: string): number =>
  Number(readFileSync(join(folderOf(dataDir, runtimeId), 'pid'), 'utf8'));
