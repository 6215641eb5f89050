import { type CheckResult, FAILED } from './health.ts';

/** Where health checks take their time from. */
export interface Pace {
  now(): number;
  /** Calls back once, so many milliseconds from now; the answer cancels. */
  after(delay: number, callback: () => void): () => void;
  /** Does that as work, during which no time may be leapt over. */
  work<T>(task: () => Promise<T>): Promise<T>;
}

/** The time of this machine. */
export const realPace: Pace = {
  now: () => performance.now(),
  after: (delay, callback) => {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
  work: (task) => task(),
};

/**
 * Checks at once and then every `interval` milliseconds, counted from one check's start to the next
 * one's (AWS: the time a target takes to respond does not affect the interval), never two at a time.
 */
export class Watch {
  readonly #check: () => Promise<CheckResult>;
  readonly #interval: number;
  readonly #onResult: (result: CheckResult) => void;
  readonly #pace: Pace;
  #cancel = () => {};
  #stopped = false;

  constructor(
    check: () => Promise<CheckResult>,
    interval: number,
    onResult: (result: CheckResult) => void,
    pace = realPace,
  ) {
    this.#pace = pace;
    this.#check = check;
    this.#interval = interval;
    this.#onResult = onResult;
    void this.#run();
  }

  /** Results that come later count no more. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #run(): Promise<void> {
    const next = this.#pace.now() + this.#interval;
    // What cannot even be asked for, as a path with a space in it, fails.
    const result = await this.#pace.work(this.#check).catch(() => FAILED);
    if (this.#stopped) return;
    this.#onResult(result);
    const wait = Math.max(0, next - this.#pace.now());
    this.#cancel = this.#pace.after(wait, () => void this.#run());
  }
}
