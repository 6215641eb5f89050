import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { digestInvalid, RegistryError, uploadUnknown } from './errors.ts';

interface Upload {
  readonly file: string;
  readonly hash: Hash;
  size: number;
  busy: boolean;
}

/** Uploads under way. None outlives the runtime: a client begins again. */
export class Uploads {
  readonly #folder: string;
  readonly #uploads = new Map<string, Upload>();

  constructor(folder: string) {
    this.#folder = join(folder, 'uploads');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Answers the new upload's id. */
  async begin(): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const id = randomUUID();
    const file = join(this.#folder, id);
    await writeFile(file, '');
    this.#uploads.set(id, { file, hash: createHash('sha256'), size: 0, busy: false });
    return id;
  }

  /** Bytes taken so far. */
  size(id: string): number {
    return this.#get(id).size;
  }

  /**
   * Appends `content` and hashes it on its way. An upload that broke off in the middle is void.
   *
   * @param from offset that the client says its content begins at.
   */
  async append(id: string, content: Readable, from: number | undefined): Promise<number> {
    const upload = this.#get(id);
    if (upload.busy || (from !== undefined && from !== upload.size))
      throw new RegistryError(
        416,
        'BLOB_UPLOAD_INVALID',
        `This upload goes on at byte ${upload.size}${upload.busy ? ' once the part under way has come' : ''}.`,
      );
    upload.busy = true;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        upload.hash.update(chunk);
        upload.size += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(content, count, createWriteStream(upload.file, { flags: 'a' }));
    } catch (error) {
      await this.cancel(id);
      throw error;
    }
    upload.busy = false;
    return upload.size;
  }

  /** The file with the whole content, once its digest is what the client said. */
  async finish(id: string, digest: string): Promise<string> {
    const upload = this.#get(id);
    const actual = `sha256:${upload.hash.digest('hex')}`;
    this.#uploads.delete(id);
    if (actual === digest) return upload.file;
    await rm(upload.file, { force: true });
    throw digestInvalid(`The content's digest should be ${digest}; it is ${actual}.`);
  }

  async cancel(id: string): Promise<void> {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw uploadUnknown();
    this.#uploads.delete(id);
    await rm(upload.file, { force: true });
  }

  #get(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw uploadUnknown();
    return upload;
  }
}
