import type { Command, CommandName, CommandOutput } from '../core/commands.ts';
import type { Effect } from '../core/effects.ts';
import type { IdSource } from '../core/env.ts';
import { Refusal } from '../core/errors.ts';
import type { Input } from '../core/input.ts';
import type { State } from '../core/state.ts';
import { step } from '../core/step.ts';
import { Batch, type Entry } from './batch.ts';
import { type Commit, Unavailable } from './control-plane.ts';
import { unreadable, unwritable } from './journal/damage.ts';
import type { Journal } from './journal/journal.ts';

/** Inputs taken together into one durable write. More of them wait for the next turn. */
const BATCH = 256;

/** Milliseconds until time is tried again when a defect kept it from passing. */
const RETRY = 5_000;

type Output = CommandOutput<CommandName>;

/** Moments between which a crash must lose nothing; tests crash at each. */
export type Boundary = 'stepped' | 'committed' | 'performed' | 'answered';

export interface WriterOptions {
  readonly journal: Journal;
  readonly timeScale: number;
  readonly ids: IdSource;
  now(): number;
  report(line: string): void;
  /** What the engine must do; the records behind it are durable. */
  perform(effects: readonly Effect[]): void;
  /** When time should pass at the latest; undefined: it need not. */
  wakeAt(time: number | undefined): void;
  committed(commits: readonly Commit[]): void;
  /** Looks at the state after each step; what it throws is a defect. */
  inspect?: ((state: State) => void) | undefined;
  boundary?: ((boundary: Boundary) => void) | undefined;
}

/**
 * The one place where the state moves. Inputs wait in one queue; all that have come since the last
 * turn of the event loop are stepped through together and share one durable write. Only then are
 * effects performed, commands answered and commits shown. All of a turn happens without a pause,
 * so whoever reads the state between turns reads what is durable.
 */
export class Writer {
  readonly #options: WriterOptions;
  #state: State;
  #sequence: number;
  #time: number;
  #queue: Entry[] = [];
  #scheduled = false;
  #fault: Unavailable | undefined;
  /** The state could not be had back from the journal. */
  #lost = false;
  #idle: (() => void)[] = [];

  /** Reads the journal. Throws `Unavailable` when it cannot be trusted. */
  constructor(options: WriterOptions) {
    this.#options = options;
    const { state, sequence, time } = this.#replay();
    this.#state = state;
    this.#sequence = sequence;
    this.#time = time;
  }

  get state(): State {
    if (this.#lost && this.#fault !== undefined) throw this.#fault;
    return this.#state;
  }

  /** Number and time of the last durable commit. */
  get last(): { readonly sequence: number; readonly time: number } {
    return { sequence: this.#sequence, time: this.#time };
  }

  /** Why nothing is accepted; undefined: all is well. */
  get fault(): Unavailable | undefined {
    return this.#fault;
  }

  get busy(): boolean {
    return this.#queue.length > 0;
  }

  /** Takes an observation, a listing or the passing of time. */
  submit(input: Input): void {
    if (this.#fault === undefined) {
      this.#enqueue({ input });
    }
  }

  execute(command: Command): Promise<Output> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    return new Promise((answer, refuse) => {
      this.#enqueue({ input: { type: 'Command', command }, answer, refuse });
    });
  }

  /** Resolves when nothing waits any more. */
  settled(): Promise<void> {
    if (!this.busy) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Accepts nothing more; what waits is rejected with `reason`. */
  stop(reason: Unavailable): void {
    this.#fault ??= reason;
    this.#drain();
  }

  #enqueue(entry: Entry): void {
    this.#queue.push(entry);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // After all I/O of this turn of the event loop, so that what came together is written together.
    setImmediate(() => {
      this.#scheduled = false;
      this.#drain();
    });
  }

  #drain(): void {
    const entries = this.#queue.splice(0, BATCH);
    let batch = new Batch();
    for (const entry of entries) {
      if (this.#fault !== undefined) {
        entry.refuse?.(this.#fault);
        continue;
      }
      try {
        this.#step(entry, batch);
      } catch (error) {
        this.#commit(batch);
        batch = new Batch();
        this.#defect(entry, error);
      }
    }
    this.#commit(batch);
    if (this.#queue.length > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Throws what `step` throws, refusals aside. */
  #step(entry: Entry, batch: Batch): void {
    const { timeScale, ids, inspect } = this.#options;
    const time = this.#options.now();
    try {
      const result = step(this.#state, entry.input, { now: time, timeScale, ids });
      inspect?.(this.#state);
      const { records } = result;
      if (records.length > 0) {
        const sequence = this.#sequence + batch.commits.length + 1;
        batch.commits.push({ sequence, time, records });
      }
      for (const effect of result.effects) batch.effects.push(effect);
      this.#options.wakeAt(result.wakeAt);
      batch.succeeded(entry, result.output);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      batch.refused(entry, error);
    }
  }

  #commit(batch: Batch): void {
    const { journal, boundary, report } = this.#options;
    boundary?.('stepped');
    const last = batch.commits.at(-1);
    if (last !== undefined) {
      try {
        journal.append(batch.commits);
      } catch (error) {
        this.#fault = unwritable(journal.file, this.#sequence, error);
        report(this.#fault.message);
        this.#restore();
        batch.refuse(this.#fault);
        return;
      }
      this.#sequence = last.sequence;
      this.#time = last.time;
    }
    boundary?.('committed');
    if (batch.effects.length > 0) this.#options.perform(batch.effects);
    boundary?.('performed');
    batch.answer();
    boundary?.('answered');
    if (last !== undefined) this.#options.committed(batch.commits);
  }

  /** `step` failed for a reason it must not: whatever it left half done is thrown away. */
  #defect({ input, refuse }: Entry, cause: unknown): void {
    const what = input.type === 'Command' ? input.command.name : input.type;
    const said = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    this.#options.report(
      `A defect of the orchestrator made ${what} fail; it had no effect. ${said}`,
    );
    refuse?.(new Error(`${what} failed by a defect of the orchestrator.`, { cause }));
    if (this.#fault === undefined) this.#restore();
    // What time should have brought is still due.
    if (input.type === 'TimePassed') this.#options.wakeAt(this.#options.now() + RETRY);
  }

  /** Back to what is durable. */
  #restore(): void {
    try {
      ({ state: this.#state, sequence: this.#sequence, time: this.#time } = this.#replay());
      this.#options.wakeAt(this.#state.agenda.next());
    } catch (error) {
      this.#lost = true;
      this.#fault = error instanceof Unavailable ? error : new Unavailable(String(error));
      this.#options.report(this.#fault.message);
    }
  }

  #replay() {
    const { journal, report } = this.#options;
    try {
      return journal.replay(report);
    } catch (error) {
      throw unreadable(journal.file, error);
    }
  }
}
