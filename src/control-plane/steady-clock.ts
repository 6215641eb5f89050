import type { Clock } from '../engines/engine.ts';

/**
 * The runtime's time: that of `clock`, but never going backwards. When the machine's clock is set
 * back (or the journal was last written under a clock that ran ahead) time goes on from the latest
 * known moment instead of standing still until the machine catches up.
 */
export class SteadyClock {
  readonly #clock: Clock;
  #latest: number;
  #offset = 0;

  constructor(clock: Clock, latest: number) {
    this.#clock = clock;
    this.#latest = latest;
  }

  /** Milliseconds since the epoch, whole. */
  now(): number {
    const raw = Math.floor(this.#clock.now());
    if (raw + this.#offset < this.#latest) this.#offset = this.#latest - raw;
    this.#latest = raw + this.#offset;
    return this.#latest;
  }
}
