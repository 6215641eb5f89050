/** Milliseconds. */
const STEADY = 10_000;
const FIRST = 100;
const LONGEST = 10_000;

/** How long to wait until a program that ended is started again: longer each time it ends at once. */
export class RestartPause {
  #pause = 0;

  /** `ranFor`, and the answer, in milliseconds. */
  after(ranFor: number): number {
    this.#pause = ranFor >= STEADY ? 0 : Math.min(Math.max(FIRST, 2 * this.#pause), LONGEST);
    return this.#pause;
  }
}
