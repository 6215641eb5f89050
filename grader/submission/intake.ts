import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readEntryName } from './entry-name.ts';
import { SubmissionError } from './submission-error.ts';
import { inUnits, type UnpackLimits } from './unpack-limits.ts';

const RATIO_FROM = 1024 * 1024;

/**
 * Takes what a stranger sent into a folder of its own: files and folders only, and no more of them
 * than the limits allow, counted while they stream in.
 */
export class Intake {
  readonly #limits: UnpackLimits;
  readonly #packedBytes: number;
  readonly #files = new Set<string>();
  #entries = 0;
  #bytes = 0;
  /** What was not taken, and why; a line each. */
  readonly leftOut: string[] = [];

  /** `packedBytes`: of the archive; Infinity: it is none. */
  constructor(
    readonly folder: string,
    limits: UnpackLimits,
    packedBytes: number,
  ) {
    this.#limits = limits;
    this.#packedBytes = packedBytes;
  }

  /** What is in it is read only if it is to be had. */
  async file(
    name: string,
    isExecutable: boolean,
    open: () => Promise<AsyncIterable<Buffer>>,
  ): Promise<void> {
    const path = this.#place(name);
    if (path === undefined || path === '') return;
    if (this.#files.has(path)) throw twice(path);
    this.#files.add(path);
    const file = join(this.folder, path);
    await this.#makeFolder(dirname(file), path);
    const chunks = this.#counted(await open());
    // No bit but these: what was setuid there is not so here.
    const mode = isExecutable ? 0o755 : 0o644;
    const to = createWriteStream(file, { flags: 'wx', mode });
    await pipeline(chunks, to).catch((error: unknown) => {
      throw hasCode(error, 'EEXIST', 'EISDIR') ? twice(path) : error;
    });
  }

  async makeFolder(name: string): Promise<void> {
    const path = this.#place(name);
    if (path !== undefined) await this.#makeFolder(join(this.folder, path), path);
  }

  /** A link, a device …: counted, and not made. */
  leaveOut(name: string, what: string): void {
    const path = this.#place(name);
    if (path !== undefined) this.leftOut.push(`${JSON.stringify(path)}: ${what}`);
  }

  #place(name: string): string | undefined {
    this.#entries++;
    if (this.#entries > this.#limits.entries) {
      throw new SubmissionError(
        `It has more than ${this.#limits.entries} files and folders. Hand in only what you wrote for the lab.`,
      );
    }
    const place = readEntryName(name, this.#limits);
    if ('path' in place) return place.path;
    this.leftOut.push(place.leftOut);
    return undefined;
  }

  async #makeFolder(folder: string, path: string): Promise<void> {
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw hasCode(error, 'EEXIST', 'ENOTDIR') ? twice(path) : error;
    });
  }

  async *#counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#bytes += chunk.length;
      const { bytes, ratio } = this.#limits;
      if (this.#bytes > bytes) {
        throw new SubmissionError(
          `Unpacked it is larger than ${inUnits(bytes)}; no more of it was unpacked. Hand in only what you wrote for the lab.`,
        );
      }
      if (this.#bytes > RATIO_FROM && this.#bytes > ratio * this.#packedBytes) {
        throw new SubmissionError(
          `It unpacks to more than ${ratio} times its size, as a zip bomb does; no more of it was unpacked. Pack the work again with npm run lab:submit.`,
        );
      }
      yield chunk;
    }
  }
}

const twice = (path: string) =>
  new SubmissionError(
    `It has ${JSON.stringify(path)} twice, so that nobody can tell which one counts. Pack the work again with npm run lab:submit.`,
  );

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
