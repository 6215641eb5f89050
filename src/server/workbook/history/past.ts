import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Commit, ControlPlane } from '../../../control-plane/control-plane.ts';
import { apply } from '../../../core/apply.ts';
import type { StateRecord } from '../../../core/records.ts';
import { snapshot } from '../../../core/snapshot.ts';
import { emptyState, type State } from '../../../core/state.ts';
import type { Moment } from '../../api.ts';
import { isShown } from '../picture.ts';
import { happenings } from './moments.ts';

/** How much of the past can be looked at. */
export interface Kept {
  /** Commits. The journal keeps more of them, for the bill. */
  readonly commits: number;
  /** Milliseconds. */
  readonly age: number;
  /** Of an account; older ones go. */
  readonly moments: number;
  /** Records between two states that are kept, of which the nearest one makes any other. */
  readonly records: number;
}

export const KEPT: Kept = { commits: 40_000, age: 24 * 3_600_000, moments: 5_000, records: 1_000 };

/** Commits read before others have their turn. */
const TURN = 200;

/** A state in the past, as the records that make it. */
interface Keyframe {
  readonly sequence: number;
  readonly time: number;
  readonly records: readonly StateRecord[];
}

/** A state that moves through the past. */
interface Cursor {
  readonly state: State;
  /** Of the last commit that is in it. */
  sequence: number;
  time: number;
}

type Journal = Pick<ControlPlane, 'history' | 'recentHistory'>;

/** The journal was shortened, or is another one: what was read of it says nothing any more. */
export class Gap extends Error {
  override readonly name = 'Gap';
}

/** What the journal tells of the last hours: what happened when, and the state at any moment. */
export class Past {
  readonly #journal: Journal;
  readonly #kept: Kept;
  /** Oldest first. */
  readonly #keyframes: Keyframe[] = [];
  readonly #moments = new Map<string, Moment[]>();
  /** As of the last commit that was read. */
  readonly #head: Cursor = { state: emptyState(), sequence: 0, time: 0 };
  /** Where somebody looked last: who plays it goes on from there. */
  #cursor: Cursor | undefined;
  /** Records since the last keyframe. */
  #since = 0;

  constructor(journal: Journal, kept: Kept) {
    this.#journal = journal;
    this.#kept = kept;
  }

  /** Since when pictures can be had; undefined: nothing was ever written. */
  get from(): number | undefined {
    return this.#keyframes[0]?.time;
  }

  /** Oldest first; of an account. */
  moments(account: string): readonly Moment[] {
    return this.#moments.get(account) ?? [];
  }

  /** Reads what was written since, and forgets what is too old by then. Throws `Gap`. */
  async read(now: number): Promise<void> {
    let read = 0;
    const { sequence } = this.#head;
    const commits =
      sequence === 0 ? this.#journal.recentHistory(this.#kept.commits) : this.#after(sequence);
    for (const commit of commits) {
      this.#take(commit);
      read += 1;
      if (read % TURN === 0) await nextTurn();
    }
    this.#forget(now);
  }

  /** The state after all that was written until then. Throws `Gap`. */
  stateAt(at: number): State {
    if (at >= this.#head.time) return this.#head.state;
    const keyframe = this.#keyframes.findLast(({ time }) => time <= at) ?? this.#keyframes[0];
    const { sequence = 0, time = 0, records = [] } = keyframe ?? {};
    let cursor = this.#cursor;
    if (cursor === undefined || cursor.time > at || cursor.sequence < sequence) {
      cursor = { state: emptyState(), sequence, time };
      for (const record of records) apply(cursor.state, record);
    }
    // Not kept when it throws on the way.
    this.#cursor = undefined;
    for (const commit of this.#after(cursor.sequence)) {
      if (commit.time > at) break;
      for (const record of commit.records) apply(cursor.state, record);
      cursor.sequence = commit.sequence;
      cursor.time = commit.time;
    }
    this.#cursor = cursor;
    return cursor.state;
  }

  /** What came after that commit. Throws `Gap`. */
  *#after(sequence: number): Generator<Commit> {
    let expected = Math.max(1, sequence);
    for (const commit of this.#journal.history(expected)) {
      // Where the journal was shortened it begins with one that stands for all before.
      if (commit.sequence !== expected) throw new Gap();
      if (commit.sequence > sequence) yield commit;
      expected += 1;
    }
  }

  #take({ sequence, time, records }: Commit): void {
    const head = this.#head;
    // The first may stand for all before it; nothing happened with it.
    const isBase = head.sequence === 0 && sequence > 1;
    if (head.sequence === 0 && !isBase) this.#keyframes.push({ sequence: 0, time, records: [] });
    for (const record of records) {
      if (!isBase) this.#tell(record, sequence, time);
      apply(head.state, record);
    }
    head.sequence = sequence;
    head.time = time;
    this.#since += records.length;
    if (isBase || this.#since >= this.#kept.records) this.#keep();
  }

  #tell(record: StateRecord, sequence: number, at: number): void {
    for (const { account, kind, text } of happenings(this.#head.state, record)) {
      const moments = this.#moments.get(account) ?? [];
      this.#moments.set(account, moments);
      moments.push({ sequence, at, kind, text });
    }
  }

  #keep(): void {
    const { state, sequence, time } = this.#head;
    const records = [...snapshot(state)].filter(
      (record) => record.type !== 'TaskCreated' || isShown(record.task, time),
    );
    this.#keyframes.push({ sequence, time, records });
    this.#since = 0;
  }

  #forget(now: number): void {
    const { age, commits, moments: most } = this.#kept;
    const isOld = ({ time, sequence }: Keyframe) =>
      time < now - age || sequence < this.#head.sequence - commits;
    for (let [, second] = this.#keyframes; second !== undefined && isOld(second); ) {
      this.#keyframes.shift();
      [, second] = this.#keyframes;
    }
    const from = this.from ?? 0;
    for (const [account, moments] of this.#moments) {
      const kept = moments.findIndex(({ at }) => at >= from);
      moments.splice(0, Math.max(kept === -1 ? moments.length : kept, moments.length - most));
      if (moments.length === 0) this.#moments.delete(account);
    }
  }
}
