/**
 * Bounds how many requests of one kind are with Docker at a time. The bound follows latency: it
 * grows while answers come about as fast as the fastest, and shrinks when they take several times
 * as long, which is what a Docker that is asked for too much at once does.
 */
export class Lane {
  readonly #waiting: (() => void)[] = [];
  #min: number;
  #max: number;
  #limit: number;
  #active = 0;
  readonly #fastest = new Map<string, number>();

  constructor(limit: number, { min = limit, max = limit } = {}) {
    this.#limit = limit;
    this.#min = min;
    this.#max = max;
  }

  /** For when it turns out on what machine Docker runs. */
  resize(limit: number, { min = limit, max = limit } = {}): void {
    this.#limit = limit;
    this.#min = min;
    this.#max = max;
  }

  /** How many may be under way now. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** `kind`: latencies of one kind are compared with each other only. */
  async run<T>(work: () => Promise<T>, kind = ''): Promise<T> {
    if (this.#active >= this.limit)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#active++;
    const began = performance.now();
    try {
      const result = await work();
      this.#adapt(kind, performance.now() - began);
      return result;
    } finally {
      this.#release();
    }
  }

  /** Hands the place on, unless the bound has shrunk; lets more in when it has grown. */
  #release(): void {
    this.#active--;
    while (this.#active < this.limit) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#active++;
      next();
    }
  }

  #adapt(kind: string, latency: number): void {
    // Forgets slowly, so that a machine that got slower for good is not held against the past.
    const fastest = Math.min(latency, (this.#fastest.get(kind) ?? latency) * 1.02);
    this.#fastest.set(kind, fastest);
    const slowdown = latency / Math.max(1, fastest);
    if (slowdown > 6) this.#limit = Math.max(this.#min, this.#limit - 0.5);
    else if (slowdown < 3 && this.#waiting.length > 0) {
      this.#limit = Math.min(this.#max, this.#limit + 1 / this.#limit);
    }
  }
}
