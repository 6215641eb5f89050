import { StringDecoder } from 'node:string_decoder';

/** Between these stands the mark that a step has ended. */
const EDGE = '\u001e';
const LONGEST_MARK = 80;

/** Finds the mark `EDGE nonce code EDGE` in a shell's output and passes on all the rest. */
export class MarkerReader {
  readonly #decoder = new StringDecoder('utf8');
  #held = '';

  constructor(
    readonly nonce: string,
    readonly onText: (text: string) => void,
    readonly onMark: (code: number) => void,
  ) {}

  /** The command that prints the mark. */
  command(code: string): string {
    return `printf '\\036%s %s\\036' ${this.nonce} "${code}"`;
  }

  read(chunk: Buffer): void {
    this.#held += this.#decoder.write(chunk);
    for (;;) {
      const start = this.#held.indexOf(EDGE);
      this.#pass(start === -1 ? this.#held.length : start);
      if (start === -1) return;
      const end = this.#held.indexOf(EDGE, 1);
      // A mark may come in pieces; what is longer than one is a program's own output.
      if (end === -1 && this.#held.length < LONGEST_MARK) return;
      const [nonce, code] = this.#held.slice(1, Math.max(end, 1)).split(' ');
      if (nonce === this.nonce) {
        this.#held = this.#held.slice(end + 1);
        this.onMark(Number(code));
      } else this.#pass(1);
    }
  }

  /** No more comes: whatever was held back is output. */
  end(): void {
    this.#held += this.#decoder.end();
    this.#pass(this.#held.length);
  }

  #pass(length: number): void {
    if (length === 0) return;
    this.onText(this.#held.slice(0, length));
    this.#held = this.#held.slice(length);
  }
}
