// Documents in one file, a line of JSON each, to which lines are only ever added.
import { fdatasync, ftruncate, mkdirSync, openSync, readFileSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const writeTo = promisify(write);
const sync = promisify(fdatasync);
const truncate = promisify(ftruncate);

/** There is no room for another document. */
export class Full extends Error {}

/**
 * The documents in a folder. One program at a time may have them open: it knows them all, and where
 * the file ends.
 */
export class Documents {
  #lines;
  #size;
  #mostBytes;
  #file;
  #waiting = [];
  #writing = false;

  constructor(folder, { mostBytes }) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'documents.jsonl');
    // Made if it is not there, never emptied.
    this.#file = openSync(path, 'a+');
    const text = readFileSync(path);
    // A line that was being written when the power failed was promised to nobody.
    this.#size = text.lastIndexOf('\n') + 1;
    this.#lines = text.subarray(0, this.#size).toString().split('\n').slice(0, -1);
    this.#mostBytes = mostBytes;
  }

  get count() {
    return this.#lines.length;
  }

  /** The document with that number, counted from 1; undefined: there is none. */
  get(number) {
    const line = this.#lines[number - 1];
    return line === undefined ? undefined : JSON.parse(line);
  }

  /** So many at most, the newest last. */
  latest(most) {
    return this.#lines.slice(-most).map((line) => JSON.parse(line));
  }

  /** Resolves with the document once it is on the disk, not earlier. Rejects with `Full`. */
  add(document) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ document, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  /** All that wait are written together, since the disk is asked but once for all of them. */
  async #write() {
    this.#writing = true;
    await truncate(this.#file, this.#size).catch(() => {});
    while (this.#waiting.length > 0) {
      const batch = [];
      let text = '';
      for (const one of this.#waiting.splice(0)) {
        const id = this.count + batch.length + 1;
        const saved = { id, at: new Date().toISOString(), ...one.document };
        const line = `${JSON.stringify(saved)}\n`;
        if (this.#size + Buffer.byteLength(text + line) > this.#mostBytes) {
          one.reject(new Full(`The ${this.#mostBytes} bytes for documents are full.`));
          continue;
        }
        text += line;
        batch.push({ ...one, saved, line: line.slice(0, -1) });
      }
      try {
        if (text !== '') {
          await writeTo(this.#file, text);
          await sync(this.#file);
        }
        this.#size += Buffer.byteLength(text);
        this.#lines.push(...batch.map(({ line }) => line));
        for (const { saved, resolve } of batch) resolve(saved);
      } catch (error) {
        // Nothing of it counts: the file ends where it did before.
        await truncate(this.#file, this.#size).catch(() => {});
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }
}
