/** Milliseconds between two steps. */
const TICK = 100;

/** Moves on along a line, at a speed that may change under way. */
export class Player {
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly speed: () => number,
    readonly reached: (position: number) => void,
  ) {}

  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  play(from: number): void {
    this.pause();
    let position = from;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      position += (now - last) * this.speed();
      last = now;
      this.reached(position);
    }, TICK);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
