import type { Clock } from '../engines/engine.ts';

/** The one timer of the orchestration: rings when the core wants time to pass. */
export class WakeTimer {
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #wake: () => void;
  #at: number | undefined;
  #cancel: () => void = () => {};

  constructor(clock: Clock, now: () => number, wake: () => void) {
    this.#clock = clock;
    this.#now = now;
    this.#wake = wake;
  }

  /** Rings at that time (milliseconds since the epoch) instead of any other; undefined: not at all. */
  set(at: number | undefined): void {
    if (at === this.#at) return;
    this.#cancel();
    this.#at = at;
    if (at !== undefined) this.#arm(at);
  }

  stop(): void {
    this.set(undefined);
  }

  #arm(at: number): void {
    this.#cancel = this.#clock.after(Math.max(0, Math.ceil(at - this.#now())), () => {
      // A clock may ring early: it cannot wait for longer than some limit.
      if (this.#now() < at) {
        this.#arm(at);
        return;
      }
      this.#at = undefined;
      this.#wake();
    });
  }
}
