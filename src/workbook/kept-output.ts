/** Characters that are kept of a step's output. */
const HEAD = 8_000;
const TAIL = 24_000;

/** What is kept of an output as it grows: its beginning, its end, and how much is left out between. */
export class KeptOutput {
  #head = '';
  #tail = '';
  #omitted = 0;

  constructor(
    readonly headLimit = HEAD,
    readonly tailLimit = TAIL,
  ) {}

  add(text: string): this {
    const room = this.headLimit - this.#head.length;
    this.#head += text.slice(0, room);
    this.#tail += text.slice(room);
    // Cut now and then rather than with each piece.
    if (this.#tail.length > 2 * this.tailLimit) this.#cut();
    return this;
  }

  /** With a line in words where something is left out. */
  get text(): string {
    if (this.#tail.length > this.tailLimit) this.#cut();
    const omitted =
      this.#omitted === 0
        ? ''
        : `\n… ${this.#omitted.toLocaleString('en')} characters of the output are left out here …\n`;
    return this.#head + omitted + this.#tail;
  }

  #cut(): void {
    this.#omitted += this.#tail.length - this.tailLimit;
    this.#tail = this.#tail.slice(-this.tailLimit);
  }
}
