import { type CheckResult, FAILED } from './health.ts';

/**
 * Checks at once and then every `interval` milliseconds, counted from one check's start to the next
 * one's (AWS: the time a target takes to respond does not affect the interval), never two at a time.
 */
export class Watch {
  readonly #check: () => Promise<CheckResult>;
  readonly #interval: number;
  readonly #onResult: (result: CheckResult) => void;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    check: () => Promise<CheckResult>,
    interval: number,
    onResult: (result: CheckResult) => void,
  ) {
    this.#check = check;
    this.#interval = interval;
    this.#onResult = onResult;
    void this.#run();
  }

  /** Results that come later count no more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    const next = performance.now() + this.#interval;
    // What cannot even be asked for, as a path with a space in it, fails.
    const result = await this.#check().catch(() => FAILED);
    if (this.#stopped) return;
    this.#onResult(result);
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, next - performance.now()));
  }
}
