import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

const WIDTH = 20;

/**
 * The number of the last commit, kept in a file of its own. SQLite takes a damaged end of its
 * write-ahead log for a write that was cut off and drops it without a word; the mark, written after
 * each commit, shows that there had been more. It needs no fsync: a mark that is behind is harmless,
 * and one that is ahead of a durable commit cannot be.
 */
export class Mark {
  readonly #handle: number;

  constructor(readonly file: string) {
    this.#handle = open(file);
  }

  /** 0 when there is none or it cannot be read. */
  read(): number {
    const buffer = Buffer.alloc(WIDTH);
    const length = readSync(this.#handle, buffer, 0, WIDTH, 0);
    const value = Number(buffer.toString('latin1', 0, length).trim());
    return Number.isSafeInteger(value) ? value : 0;
  }

  write(sequence: number): void {
    try {
      writeSync(this.#handle, `${String(sequence).padStart(WIDTH - 1, '0')}\n`, 0, 'latin1');
    } catch {
      // The commit is durable all the same; a mark that stays behind only watches over less.
    }
  }

  /** The file was deleted while it is open, and its folder surely with it. */
  get deleted(): boolean {
    return fstatSync(this.#handle).nlink === 0;
  }

  close(): void {
    closeSync(this.#handle);
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r+');
  } catch {
    return openSync(file, 'w+', 0o600);
  }
}
