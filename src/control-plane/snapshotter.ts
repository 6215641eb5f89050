import type { Journal } from './journal/journal.ts';
import type { Writer } from './writer.ts';

/** Commits after which a new snapshot is worth while; more when the state is larger than that. */
const COMMITS = 2_000;
/** With this many more, idle moments are no longer waited for. */
const PATIENCE = 4;
/** At the end a snapshot is written for fewer commits, since nobody waits for it. */
const COMMITS_AT_CLOSE = 200;
/** Milliseconds between looks for an idle moment, and between two parts of a snapshot. */
const PAUSE = 100;
const PART_PAUSE = 5;

/** Writes snapshots in idle moments, so that the next start has little to replay. */
export class Snapshotter {
  readonly #journal: Journal;
  readonly #writer: Writer;
  readonly #report: (line: string) => void;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Generator<void> | undefined;

  constructor(journal: Journal, writer: Writer, report: (line: string) => void) {
    this.#journal = journal;
    this.#writer = writer;
    this.#report = report;
  }

  /** That many commits more have been made. */
  committed(count: number): void {
    this.#since += count;
    if (this.#timer === undefined && this.#since >= this.#threshold()) this.#later(PAUSE);
  }

  /** Brings the last one to its end. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.#writer.fault !== undefined) return;
    if (this.#underWay === undefined && this.#since >= COMMITS_AT_CLOSE) this.#begin();
    while (this.#underWay !== undefined) this.#part();
  }

  #threshold(): number {
    const { tasks, taskDefinitions } = this.#writer.state;
    return Math.max(COMMITS, tasks.size + taskDefinitions.size);
  }

  #later(pause: number): void {
    this.#timer = setTimeout(() => this.#turn(), pause).unref();
  }

  #turn(): void {
    this.#timer = undefined;
    if (this.#writer.fault !== undefined) return;
    if (this.#underWay === undefined) {
      if (this.#writer.busy && this.#since < PATIENCE * this.#threshold()) {
        this.#later(PAUSE);
        return;
      }
      this.#begin();
    }
    this.#part();
    if (this.#underWay !== undefined) this.#later(PART_PAUSE);
  }

  #begin(): void {
    const { sequence, time } = this.#writer.last;
    this.#since = 0;
    this.#underWay = this.#journal.snapshots.write(this.#writer.state, sequence, time);
  }

  #part(): void {
    try {
      if (this.#underWay?.next().done) this.#underWay = undefined;
    } catch (error) {
      this.#underWay = undefined;
      this.#report(
        `No snapshot could be written beside ${this.#journal.file}: ${error}. ` +
          'Nothing is lost; the next start takes longer.',
      );
    }
  }
}
