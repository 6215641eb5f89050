import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { Unavailable } from './control-plane.ts';

/** Who holds a data folder; in `owner.json` beside the lock, for the one who finds it locked. */
interface Owner {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  readonly command: string;
}

/** A data folder that is ours alone until `release`. */
export interface Lock {
  release(): void;
}

/**
 * Locks the data folder for this process, or throws `Unavailable` that says who holds it. The lock
 * is the operating system's on an open file (SQLite's exclusive lock): it is gone with its process,
 * however that ended, and no process id is ever trusted.
 */
export function lockFolder(dataDir: string): Lock {
  const ownerFile = join(dataDir, 'owner.json');
  const database = new Database(join(dataDir, 'lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_BUSY') throw error;
    throw new Unavailable(lockedMessage(dataDir, readOwner(ownerFile)));
  }
  const owner: Owner = {
    pid: process.pid,
    since: new Date().toISOString(),
    command: [process.argv0, ...process.argv.slice(1)].join(' '),
  };
  try {
    writeFileSync(ownerFile, `${JSON.stringify(owner)}\n`);
  } catch {
    // Only tells others who we are; on a full disk the journal will say what is wrong.
  }
  return {
    release() {
      rmSync(ownerFile, { force: true });
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

function readOwner(file: string): Owner | undefined {
  try {
    const owner: Partial<Owner> = JSON.parse(readFileSync(file, 'utf8'));
    const { pid, since, command } = owner;
    if (typeof pid !== 'number' || typeof since !== 'string' || typeof command !== 'string') {
      return undefined;
    }
    return { pid, since, command };
  } catch {
    return undefined;
  }
}

const lockedMessage = (dataDir: string, owner: Owner | undefined): string =>
  owner === undefined
    ? `The data folder ${dataDir} is in use by another ECS Workbook that does not say who it is. ` +
      'Stop it, or choose another folder.'
    : `The data folder ${dataDir} is in use by process ${owner.pid} (${owner.command}), started ` +
      `${owner.since}. Stop that one first (kill ${owner.pid}), or choose another folder.`;
