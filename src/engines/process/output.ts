import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const NEWLINE = 10;
const CHUNK = 256 * 1024;

/**
 * Follows what a container writes into its output file. Each batch of lines gets the time at which
 * it was seen; where the batch ends and when it was seen is noted in an index beside the file
 * before the lines are handed over. So after a restart it goes on exactly behind the last line
 * that was kept, and lines that were seen but not kept come again with their own time.
 */
export class Output {
  readonly path: string;
  readonly #index: string;
  #offset = 0;
  #lastTime = Number.NEGATIVE_INFINITY;

  constructor(
    folder: string,
    readonly handOver: (message: string, timestamp: number) => void,
  ) {
    this.path = join(folder, 'output');
    this.#index = join(folder, 'output.index');
  }

  /** Hands over again what was seen after `lastKept` (undefined: everything seen). */
  resume(lastKept = Number.NEGATIVE_INFINITY): void {
    for (const { timestamp, end } of this.#batches()) {
      if (timestamp > lastKept)
        for (const line of lines(this.#read(this.#offset, end - this.#offset)))
          this.handOver(line, timestamp);
      this.#offset = end;
      this.#lastTime = timestamp;
    }
  }

  /** Hands over all whole lines written since; at the end also one without an end of line. */
  follow(now: number, isOver: boolean): void {
    for (;;) {
      const unread = this.#size() - this.#offset;
      if (unread <= 0) return;
      const chunk = this.#read(this.#offset, Math.min(CHUNK, unread));
      const whole = chunk.lastIndexOf(NEWLINE) + 1;
      const length = whole > 0 ? whole : isOver || chunk.length === CHUNK ? chunk.length : 0;
      if (length === 0) return;
      const timestamp = Math.max(now, this.#lastTime + 1);
      this.#offset += length;
      this.#lastTime = timestamp;
      this.#note(timestamp);
      for (const line of lines(chunk.subarray(0, length))) this.handOver(line, timestamp);
    }
  }

  /** A full disk costs no lines: at worst some are handed over twice after a restart. */
  #note(timestamp: number): void {
    try {
      appendFileSync(this.#index, `${timestamp} ${this.#offset}\n`);
    } catch (error) {
      process.emitWarning(`${this.#index} cannot be written: ${error}. Free some disk space.`);
    }
  }

  #batches(): { timestamp: number; end: number }[] {
    if (!existsSync(this.#index)) return [];
    return readFileSync(this.#index, 'utf8')
      .split('\n')
      .flatMap((entry) => {
        const [timestamp, end] = entry.split(' ').map(Number);
        return timestamp && end ? [{ timestamp, end }] : [];
      });
  }

  #size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  #read(from: number, length: number): Buffer {
    let file: number;
    try {
      file = openSync(this.path, 'r');
    } catch {
      return Buffer.alloc(0);
    }
    try {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(file, buffer, 0, length, from));
    } finally {
      closeSync(file);
    }
  }
}

const lines = (bytes: Buffer): string[] => {
  const text = bytes.toString('utf8');
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split(/\r?\n/);
};
