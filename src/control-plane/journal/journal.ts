import { join } from 'node:path';
import type Database from 'libsql';
import { apply } from '../../core/apply.ts';
import { emptyState, type State } from '../../core/state.ts';
import { type Commit, Unavailable } from '../control-plane.ts';
import { closeDatabase, numberIn, openDatabase, textIn, transaction } from '../database.ts';
import { checksumOf, decodeRecords, encodeRecords } from './codec.ts';
import { Damage } from './damage.ts';
import { Mark } from './mark.ts';
import { FORMAT, SCHEMA } from './schema.ts';
import { type Kept, Snapshots } from './snapshots.ts';

/** The state as of a commit. */
export interface Replayed {
  readonly state: State;
  /** 0: nothing was ever written. */
  readonly sequence: number;
  /** Of that commit; 0 when there is none. */
  readonly time: number;
}

/** Rows read at a time, so that no long-running read keeps the write-ahead log from shrinking. */
const PAGE = 500;

/**
 * The durable list of commits in `journal.db`. It throws SQLite's errors and `Damage`.
 */
export class Journal {
  readonly file: string;
  readonly snapshots: Snapshots;
  readonly #database: Database.Database;
  readonly #mark: Mark;
  readonly #insert: Database.Statement;
  readonly #page: Database.Statement;
  /** It was read to its end; until then nothing of it is touched. */
  #trusted = false;

  /** `maxPages` bounds the file, for tests of a full disk. */
  constructor(
    dataDir: string,
    options: { readonly maxPages?: number | undefined } & Partial<Kept> = {},
  ) {
    this.file = join(dataDir, 'journal.db');
    this.#database = openDatabase(this.file, { synchronous: 'FULL', maxPages: options.maxPages });
    this.#mark = new Mark(join(dataDir, 'journal.mark'));
    this.#prepareTables();
    this.#insert = this.#database.prepare('INSERT INTO journal VALUES (?, ?, ?, ?)');
    this.#page = this.#database.prepare(
      'SELECT sequence, time, records, checksum FROM journal WHERE sequence >= ? ORDER BY sequence LIMIT ?',
    );
    this.snapshots = new Snapshots(this.#database, options);
  }

  /** Makes the commits durable, all or none. */
  append(commits: readonly Commit[]): void {
    // SQLite would go on writing to a file that nobody can ever open again.
    if (this.#mark.deleted) throw new Damage('its folder was deleted while it was in use');
    transaction(this.#database, () => {
      for (const { sequence, time, records } of commits) {
        const text = encodeRecords(records);
        this.#insert.run(sequence, time, text, checksumOf(`${sequence} ${time}`, text));
      }
    });
    const last = commits.at(-1);
    if (last !== undefined) this.#mark.write(last.sequence);
  }

  /** The state that the journal tells: the last whole snapshot and what came after it. */
  replay(report: (line: string) => void): Replayed {
    const state = emptyState();
    const snapshot = this.snapshots.latest((damage) =>
      report(`Journal ${this.file}: ${damage}; older ones stand in for it, nothing is lost.`),
    );
    for (const record of snapshot?.records ?? []) apply(state, record);
    let { sequence, time } = snapshot ?? { sequence: 0, time: 0 };
    for (const commit of this.#commits(sequence + 1)) {
      for (const record of commit.records) apply(state, record);
      ({ sequence, time } = commit);
    }
    const marked = this.#mark.read();
    if (marked > sequence) {
      throw new Damage(
        `it ends at commit ${sequence}, but commit ${marked} had been written ` +
          `(to go on from ${sequence} and lose the rest, delete ${this.#mark.file})`,
      );
    }
    this.#trusted = true;
    return { state, sequence, time };
  }

  /**
   * The commits from that one on. Where older ones were dropped, the first that is answered holds
   * the records that make the state as it was then.
   */
  *history(from: number): Generator<Commit> {
    const base = this.snapshots.base();
    if (base === undefined || from > base.sequence) {
      yield* this.#commits(Math.max(1, from));
      return;
    }
    yield base;
    yield* this.#commits(base.sequence + 1);
  }

  /**
   * The commits since some moment at least that many commits ago, or since the beginning. Where
   * there was something before, the first that is answered holds the records that make the state
   * as it was then.
   */
  *recent(commits: number): Generator<Commit> {
    const start = this.snapshots.recent(commits);
    if (start !== undefined) yield start;
    yield* this.#commits((start?.sequence ?? 0) + 1);
  }

  close(): void {
    this.#mark.close();
    if (this.#trusted) closeDatabase(this.#database);
    else this.#database.close();
  }

  *#commits(from: number): Generator<Commit> {
    let expected = from;
    for (;;) {
      const rows = this.#page.all(expected, PAGE);
      for (const row of rows) {
        yield readCommit(row, expected);
        expected += 1;
      }
      if (rows.length < PAGE) return;
    }
  }

  #prepareTables(): void {
    this.#database.exec(SCHEMA);
    const row = this.#database.prepare('SELECT version FROM format').get();
    if (row === undefined || row === null) {
      this.#database.prepare('INSERT INTO format VALUES (?)').run(FORMAT);
    } else if (numberIn(row, 'version') !== FORMAT) {
      throw new Unavailable(
        `The journal ${this.file} has format ${numberIn(row, 'version')}, but this program reads ` +
          `${FORMAT}. Use the version that wrote it, or move its folder away to begin anew.`,
      );
    }
  }
}

function readCommit(row: unknown, expected: number): Commit {
  const sequence = numberIn(row, 'sequence');
  if (sequence !== expected) {
    throw new Damage(`commit ${expected} is missing (the next one there is ${sequence})`);
  }
  const time = numberIn(row, 'time');
  const text = textIn(row, 'records');
  if (numberIn(row, 'checksum') !== checksumOf(`${sequence} ${time}`, text)) {
    throw new Damage(`commit ${sequence} does not match its checksum`);
  }
  return { sequence, time, records: decodeRecords(text) };
}
