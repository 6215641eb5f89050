import type Database from 'libsql';
import { snapshot } from '../../core/snapshot.ts';
import type { State } from '../../core/state.ts';
import type { Commit } from '../control-plane.ts';
import { numberIn, optionalNumberIn, textIn, transaction } from '../database.ts';
import { checksumOf, decodeRecords, encodeRecords } from './codec.ts';
import { Damage } from './damage.ts';

/** Records a part: small enough that writing one holds nobody up. */
const PART = 200;
/** How much of the past stays. */
export interface Kept {
  /** Commits that the history keeps at least; older ones go when a snapshot stands for them. */
  readonly history: number;
  /** A snapshot in each stretch of this many commits stays, to drop the history up to it later. */
  readonly milestone: number;
}

const KEPT: Kept = { history: 100_000, milestone: 20_000 };

/** Rows deleted at a time. */
const DELETE = 2_000;

/**
 * Snapshots of the state beside the journal: what start-up reads instead of the whole journal. The
 * last two are kept (should the last be damaged), and some older ones as the history needs them.
 */
export class Snapshots {
  readonly #database: Database.Database;
  readonly #kept: Kept;

  constructor(database: Database.Database, kept: Partial<Kept> = {}) {
    this.#database = database;
    this.#kept = { ...KEPT, ...kept };
  }

  /**
   * The newest (up to that commit) that is whole, as one commit that makes the state; undefined:
   * there is none.
   * `passedOver` hears of damaged ones that an older one, or the whole journal, stands in for.
   */
  latest(
    passedOver: (damage: string) => void,
    upTo = Number.POSITIVE_INFINITY,
  ): Commit | undefined {
    let damage: unknown;
    for (const { sequence, time, parts } of this.#all().reverse()) {
      if (sequence > upTo) continue;
      try {
        return { sequence, time, records: this.#read(sequence, parts) };
      } catch (error) {
        if (!(error instanceof Damage)) throw error;
        damage ??= error;
        passedOver(error.message);
      }
    }
    if (damage !== undefined && this.#firstCommit() !== 1) throw damage;
    return undefined;
  }

  /** The newest that has that many commits behind it; else what stands for those that were dropped. */
  recent(commits: number): Commit | undefined {
    const last = optionalNumberIn(
      this.#database.prepare('SELECT max(sequence) AS last FROM journal').get(),
      'last',
    );
    return this.latest(() => {}, (last ?? 0) - commits) ?? this.base();
  }

  /** What stands for the commits that were dropped; undefined: none was. */
  base(): Commit | undefined {
    const first = this.#firstCommit();
    if (first === 1) return undefined;
    const all = this.#all();
    const base = first === undefined ? all.at(-1) : all.find((one) => one.sequence === first - 1);
    if (base === undefined) return undefined;
    return { ...base, records: this.#read(base.sequence, base.parts) };
  }

  /**
   * Writes a snapshot of the state as it is now, a part at each step of the generator, and then
   * drops what it makes superfluous. May be abandoned at any step.
   */
  *write(state: State, sequence: number, time: number): Generator<void> {
    // Values are immutable, so the list stays right while the state moves on.
    const records = [...snapshot(state)];
    const insert = this.#database.prepare(
      'INSERT OR REPLACE INTO snapshot_part VALUES (?, ?, ?, ?)',
    );
    let parts = 0;
    for (let at = 0; at < records.length; at += PART) {
      const text = encodeRecords(records.slice(at, at + PART));
      insert.run(sequence, parts, text, checksumOf(`${sequence} ${parts}`, text));
      parts += 1;
      yield;
    }
    this.#database
      .prepare('INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)')
      .run(sequence, time, parts);
    yield;
    yield* this.#prune(sequence);
  }

  *#prune(last: number): Generator<void> {
    const all = this.#all();
    const milestones = new Map(
      all.toReversed().map((one) => [Math.floor(one.sequence / this.#kept.milestone), one]),
    );
    const base = [...milestones.values()].find((one) => one.sequence <= last - this.#kept.history);
    const kept = new Set([...all.slice(-2), ...milestones.values()].map((one) => one.sequence));
    for (const { sequence } of all) {
      if (kept.has(sequence) && sequence >= (base?.sequence ?? 0)) continue;
      this.#delete(sequence);
      yield;
    }
    // Parts of snapshots that were never finished.
    this.#database
      .prepare(
        'DELETE FROM snapshot_part WHERE sequence < ? AND sequence NOT IN (SELECT sequence FROM snapshot)',
      )
      .run(last);
    if (base === undefined) return;
    const drop = this.#database.prepare('DELETE FROM journal WHERE sequence <= ?');
    for (let upTo = this.#firstCommit() ?? Number.POSITIVE_INFINITY; upTo < base.sequence; ) {
      upTo = Math.min(upTo + DELETE, base.sequence);
      drop.run(upTo);
      yield;
    }
  }

  #delete(sequence: number): void {
    transaction(this.#database, () => {
      this.#database.prepare('DELETE FROM snapshot WHERE sequence = ?').run(sequence);
      this.#database.prepare('DELETE FROM snapshot_part WHERE sequence = ?').run(sequence);
    });
  }

  /** Oldest first. */
  #all() {
    return this.#database
      .prepare('SELECT sequence, time, parts FROM snapshot ORDER BY sequence')
      .all()
      .map((row) => ({
        sequence: numberIn(row, 'sequence'),
        time: numberIn(row, 'time'),
        parts: numberIn(row, 'parts'),
      }));
  }

  #read(sequence: number, parts: number) {
    const rows = this.#database
      .prepare('SELECT part, records, checksum FROM snapshot_part WHERE sequence = ? ORDER BY part')
      .all(sequence);
    if (rows.length !== parts) {
      throw new Damage(`snapshot ${sequence} has ${rows.length} of its ${parts} parts`);
    }
    return rows.flatMap((row, part) => {
      const text = textIn(row, 'records');
      if (numberIn(row, 'checksum') !== checksumOf(`${sequence} ${part}`, text)) {
        throw new Damage(`snapshot ${sequence} does not match its checksum in part ${part}`);
      }
      return decodeRecords(text);
    });
  }

  #firstCommit(): number | undefined {
    return optionalNumberIn(
      this.#database.prepare('SELECT min(sequence) AS first FROM journal').get(),
      'first',
    );
  }
}
