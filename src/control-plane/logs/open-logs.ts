import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { closeDatabase, openDatabase } from '../database.ts';
import { LogIntake } from './intake.ts';
import { Retention } from './retention.ts';
import { SCHEMA } from './schema.ts';
import { SqliteLogStore } from './sqlite-log-store.ts';

/** Milliseconds between two sweeps, and between two slices of one. */
const SWEEP = 60_000;
const SLICE_PAUSE = 10;

export interface Logs {
  readonly store: SqliteLogStore;
  readonly intake: LogIntake;
  close(): void;
}

/** Opens the logs in `logs.db`. A damaged file is put aside and reported: logs are no state. */
export function openLogs(dataDir: string, now: () => number, report: (line: string) => void): Logs {
  const database = openOrPutAside(join(dataDir, 'logs.db'), now, report);
  const store = new SqliteLogStore(database, now);
  const intake = new LogIntake(database, store, report);
  const stopSweeping = sweepNowAndThen(new Retention(database), now, report);
  return {
    store,
    intake,
    close() {
      stopSweeping();
      intake.flush();
      closeDatabase(database);
    },
  };
}

function openOrPutAside(
  file: string,
  now: () => number,
  report: (line: string) => void,
): Database.Database {
  try {
    return openTables(file);
  } catch (error) {
    const damaged = error instanceof Database.SqliteError && /CORRUPT|NOTADB/.test(error.code);
    if (!damaged) throw error;
    const aside = `${file}.damaged-${now()}`;
    renameSync(file, aside);
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    report(`The container logs in ${file} are damaged (${error.message}); put aside as ${aside}.`);
    return openTables(file);
  }
}

function openTables(file: string): Database.Database {
  // NORMAL: a power failure may cost the last lines, a crash of this process none.
  const database = openDatabase(file, { synchronous: 'NORMAL' });
  try {
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function sweepNowAndThen(
  retention: Retention,
  now: () => number,
  report: (line: string) => void,
): () => void {
  let sweep: Generator<void> | undefined;
  const turn = () => {
    try {
      sweep ??= retention.sweep(now());
      if (sweep.next().done) sweep = undefined;
    } catch (error) {
      sweep = undefined;
      report(`Old container logs could not be deleted: ${error}`);
    }
    timer = setTimeout(turn, sweep === undefined ? SWEEP : SLICE_PAUSE).unref();
  };
  let timer = setTimeout(turn, SWEEP).unref();
  return () => clearTimeout(timer);
}
