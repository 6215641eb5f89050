import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** Process id of its program, or of its wrapper. */
export const pidOf = (dataDir: string, runtimeId: string, of: 'pid' | 'wrapper' = 'pid'): number =>
  Number(readFileSync(join(folderOf(dataDir, runtimeId), of), 'utf8'));

/** Whether such a process is there, and is more than an exit code waiting to be collected. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}
