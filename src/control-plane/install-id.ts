import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from './control-plane.ts';

/**
 * The id of the install that lives in `dataDir`, made once. It marks what the engine makes, so it
 * must outlive everything else in the folder: losing it would orphan the containers.
 */
export function installId(dataDir: string): string {
  const file = join(dataDir, 'install-id');
  const found = read(file);
  if (found !== undefined) {
    if (/^[0-9a-f]{16}$/.test(found)) return found;
    throw new Unavailable(
      `${file} should hold the 16 hexadecimal digits that mark the containers of this install, ` +
        `but holds ${JSON.stringify(found.slice(0, 40))}. Put the right id back (containers still ` +
        'carry it in their labels), or delete the file to get a new one.',
    );
  }
  const id = randomBytes(8).toString('hex');
  writeDurably(file, `${id}\n`);
  return id;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, also when the machine stops in between. */
function writeDurably(file: string, content: string): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
