import type { IncomingMessage, ServerResponse } from 'node:http';
import { digestInvalid } from './errors.ts';
import { isDigest } from './route.ts';
import type { RegistryStorage } from './storage.ts';
import type { Uploads } from './uploads.ts';

/** How layers come in: begun with POST, continued with PATCH, ended with PUT. */
export class UploadRequests {
  constructor(
    readonly storage: RegistryStorage,
    readonly uploads: Uploads,
  ) {}

  async begin(
    repository: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const mount = query.get('mount');
    if (mount !== null && isDigest(mount) && (await this.storage.blobSize(mount)) !== undefined)
      return created(repository, mount, response);
    const id = await this.uploads.begin();
    if (query.has('digest')) return this.finish(repository, id, query, request, response);
    this.status(repository, id, 202, response);
  }

  async append(
    repository: string,
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    await this.uploads.append(id, request, rangeStart(request));
    this.status(repository, id, 202, response);
  }

  async finish(
    repository: string,
    id: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const digest = query.get('digest') ?? '';
    if (!isDigest(digest))
      throw digestInvalid(
        `Expected ?digest=sha256:… with 64 hexadecimal digits; found "${digest}".`,
      );
    await this.uploads.append(id, request, rangeStart(request));
    await this.storage.adoptBlob(await this.uploads.finish(id, digest), digest);
    created(repository, digest, response);
  }

  async cancel(id: string, response: ServerResponse): Promise<void> {
    await this.uploads.cancel(id);
    response.writeHead(204).end();
  }

  status(repository: string, id: string, status: number, response: ServerResponse): void {
    const size = this.uploads.size(id);
    response.writeHead(status, {
      Location: `/v2/${repository}/blobs/uploads/${id}`,
      'Docker-Upload-UUID': id,
      Range: `0-${Math.max(0, size - 1)}`,
      'Content-Length': 0,
    });
    response.end();
  }
}

const created = (repository: string, digest: string, response: ServerResponse): void => {
  response.writeHead(201, {
    Location: `/v2/${repository}/blobs/${digest}`,
    'Docker-Content-Digest': digest,
    'Content-Length': 0,
  });
  response.end();
};

/** `Content-Range: FROM-TO`, as uploads use it. */
const rangeStart = ({ headers }: IncomingMessage): number | undefined => {
  const [, from] = /^(?:bytes[ =])?(\d+)-\d+/.exec(headers['content-range'] ?? '') ?? [];
  return from === undefined ? undefined : Number(from);
};
