import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDigest } from './route.ts';

/** A manifest under one of its names. */
export interface ManifestLink {
  readonly digest: string;
  readonly mediaType: string;
}

/**
 * The registry's folder: blobs (manifests among them) by digest, and for each repository the
 * manifests it has and the tags that point at them.
 *
 * `blobs/sha256/HEX`, `repositories/NAME/_manifests/HEX`, `repositories/NAME/_tags/TAG`. No
 * repository's name has a part that begins with an underscore.
 */
export class RegistryStorage {
  constructor(readonly folder: string) {}

  blobFile(digest: string): string {
    return join(this.folder, 'blobs', 'sha256', hexOf(digest));
  }

  /** Bytes of the blob; undefined when it is not here. */
  async blobSize(digest: string): Promise<number | undefined> {
    const stats = await stat(this.blobFile(digest)).catch(ifMissing);
    return stats?.size;
  }

  /** Takes a file whose content has been verified. */
  async adoptBlob(file: string, digest: string): Promise<void> {
    await mkdir(dirname(this.blobFile(digest)), { recursive: true });
    await rename(file, this.blobFile(digest));
  }

  async putManifest(
    repository: string,
    content: Buffer,
    link: ManifestLink,
    tag: string | undefined,
  ): Promise<void> {
    await this.#write(this.blobFile(link.digest), content);
    const json = JSON.stringify(link);
    await this.#write(this.#in(repository, '_manifests', hexOf(link.digest)), json);
    if (tag !== undefined) await this.#write(this.#in(repository, '_tags', tag), json);
  }

  /** @param reference a tag or a digest. */
  async manifest(repository: string, reference: string): Promise<ManifestLink | undefined> {
    const file = isDigest(reference)
      ? this.#in(repository, '_manifests', hexOf(reference))
      : this.#in(repository, '_tags', reference);
    const json = await readFile(file, 'utf8').catch(ifMissing);
    if (json === undefined) return undefined;
    const { digest, mediaType }: Partial<ManifestLink> = JSON.parse(json);
    if (digest === undefined || mediaType === undefined)
      throw new Error(`${file} should hold a digest and a media type; it does not. Push it again.`);
    return { digest, mediaType };
  }

  /** False when there was none. A digest goes with the tags that point at it. */
  async deleteManifest(repository: string, reference: string): Promise<boolean> {
    const link = await this.manifest(repository, reference);
    if (link === undefined) return false;
    if (!isDigest(reference)) {
      await rm(this.#in(repository, '_tags', reference), { force: true });
      return true;
    }
    for (const tag of await this.tags(repository))
      if ((await this.manifest(repository, tag))?.digest === reference)
        await rm(this.#in(repository, '_tags', tag), { force: true });
    await rm(this.#in(repository, '_manifests', hexOf(reference)), { force: true });
    return true;
  }

  /** In alphabetical order. */
  async tags(repository: string): Promise<string[]> {
    return ((await readdir(this.#in(repository, '_tags')).catch(ifMissing)) ?? []).sort();
  }

  /** Whether anything was ever pushed there. */
  async hasRepository(repository: string): Promise<boolean> {
    return (await stat(this.#in(repository, '_manifests')).catch(ifMissing)) !== undefined;
  }

  /** Names in alphabetical order. */
  async repositories(): Promise<string[]> {
    const root = join(this.folder, 'repositories');
    const entries = (await readdir(root, { recursive: true }).catch(ifMissing)) ?? [];
    return entries
      .map((entry) => entry.split('\\').join('/'))
      .filter((entry) => entry.endsWith('/_manifests'))
      .map((entry) => entry.slice(0, -'/_manifests'.length))
      .sort();
  }

  #in(repository: string, ...rest: string[]): string {
    return join(this.folder, 'repositories', ...repository.split('/'), ...rest);
  }

  /** Whole or not at all. */
  async #write(file: string, content: string | Buffer): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    const draft = join(this.folder, `draft-${randomUUID()}`);
    await writeFile(draft, content);
    await rename(draft, file);
  }
}

const hexOf = (digest: string): string => digest.slice('sha256:'.length);

const ifMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
};
