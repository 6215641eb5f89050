import type { Outcome } from '../../../grader/class/report-class.ts';

const WIDTH = 30;
/** Milliseconds between two lines where there is no terminal. */
const LINE_EVERY = 10_000;

/** Says on stderr how far a class is: a bar on a terminal, else a line now and then. */
export class ClassProgress {
  readonly #students: number;
  readonly #began = Date.now();
  readonly #isTerminal = process.stderr.isTTY === true;
  #graded = 0;
  #kept = 0;
  #problems = 0;
  #said = Date.now();

  constructor(students: number) {
    this.#students = students;
    if (this.#isTerminal) this.#draw();
  }

  readonly hear = ({ found }: Outcome, isKept: boolean): void => {
    if (isKept) this.#kept += 1;
    else this.#graded += 1;
    if ('problem' in found || found.results.some(({ status }) => status === 'error')) {
      this.#problems += 1;
    }
    if (this.#isTerminal) this.#draw();
    else if (Date.now() - this.#said >= LINE_EVERY) {
      this.#said = Date.now();
      console.error(this.#words());
    }
  };

  /** Leaves one line of it. */
  end(): void {
    this.clear();
    console.error(this.#words());
  }

  /** Leaves nothing of it. */
  clear(): void {
    if (this.#isTerminal) process.stderr.write('\r\u001b[K');
  }

  #draw(): void {
    const filled = Math.floor((WIDTH * this.#done) / Math.max(1, this.#students));
    const bar = '█'.repeat(filled).padEnd(WIDTH, '░');
    process.stderr.write(`\r${bar} ${this.#words()}\u001b[K`);
  }

  get #done(): number {
    return this.#graded + this.#kept;
  }

  #words(): string {
    const left = this.#students - this.#done;
    const seconds = ((Date.now() - this.#began) / 1000) * (left / this.#graded);
    return [
      `${this.#done} of ${this.#students} students`,
      ...(this.#kept > 0 ? [`${this.#kept} kept from before`] : []),
      ...(this.#problems > 0 ? [`${this.#problems} to be looked at`] : []),
      ...(this.#graded > 0 && left > 0 ? [`about ${inWords(seconds)} left`] : []),
    ].join(', ');
  }
}

const inWords = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
