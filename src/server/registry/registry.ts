import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { json } from '../answer.ts';
import { BodyAborted, BodyTooLarge, readBody } from '../body.ts';
import {
  blobUnknown,
  diskFull,
  isDiskFull,
  manifestUnknown,
  RegistryError,
  sendError,
} from './errors.ts';
import { type RegistryRoute, registryRoute } from './route.ts';
import { RegistryStorage } from './storage.ts';
import { UploadRequests } from './upload-requests.ts';
import { Uploads } from './uploads.ts';

const MANIFEST_LIMIT = 4 * 2 ** 20;

/**
 * A registry of images on this machine, by the OCI distribution specification: what `docker push
 * localhost:4566/NAME` and `docker pull` need. `folder` holds its content.
 */
export class Registry {
  readonly #storage: RegistryStorage;
  readonly #uploads: UploadRequests;

  constructor(folder: string) {
    this.#storage = new RegistryStorage(folder);
    this.#uploads = new UploadRequests(this.#storage, new Uploads(folder));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Docker-Distribution-API-Version', 'registry/2.0');
    // What was pushed is not ours: no browser may take it for a page of this address.
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const url = new URL(request.url ?? '/', 'http://localhost');
    try {
      const route = registryRoute(url.pathname);
      if (route === undefined)
        throw new RegistryError(
          404,
          'NAME_INVALID',
          `${url.pathname} names nothing of a registry.`,
        );
      await this.#answer(route, url.searchParams, request, response);
    } catch (error) {
      if (error instanceof RegistryError) sendError(response, error);
      else if (error instanceof BodyTooLarge)
        sendError(response, new RegistryError(413, 'SIZE_INVALID', error.message));
      else if (error instanceof BodyAborted || request.destroyed) response.destroy();
      else if (isDiskFull(error)) sendError(response, diskFull());
      else throw error;
    }
  }

  #answer(
    route: RegistryRoute,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> | void {
    const method = request.method ?? 'GET';
    const reads = method === 'GET' || method === 'HEAD';
    if (route.type === 'base' && reads) return json(response, 200, {});
    if (route.type === 'catalog' && reads) return this.#catalog(query, response);
    if (route.type === 'tags' && reads) return this.#tags(route.repository, query, response);
    if (route.type === 'manifest') {
      const { repository, reference } = route;
      if (reads) return this.#getManifest(repository, reference, method, response);
      if (method === 'PUT') return this.#putManifest(repository, reference, request, response);
      if (method === 'DELETE') return this.#deleteManifest(repository, reference, response);
    }
    if (route.type === 'blob' && reads) return this.#getBlob(route.digest, method, response);
    if (route.type === 'uploads' && method === 'POST')
      return this.#uploads.begin(route.repository, query, request, response);
    if (route.type === 'upload') {
      const { repository, id } = route;
      if (method === 'GET') return this.#uploads.status(repository, id, 204, response);
      if (method === 'PATCH') return this.#uploads.append(repository, id, request, response);
      if (method === 'PUT') return this.#uploads.finish(repository, id, query, request, response);
      if (method === 'DELETE') return this.#uploads.cancel(id, response);
    }
    throw new RegistryError(405, 'UNSUPPORTED', `${method} is not supported here.`);
  }

  async #catalog(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const all = await this.#storage.repositories();
    const { page, link } = pageOf(all, query, '/v2/_catalog');
    json(response, 200, { repositories: page }, link);
  }

  async #tags(repository: string, query: URLSearchParams, response: ServerResponse) {
    if (!(await this.#storage.hasRepository(repository)))
      throw new RegistryError(
        404,
        'NAME_UNKNOWN',
        `This registry has no repository ${repository}.`,
      );
    const all = await this.#storage.tags(repository);
    const { page, link } = pageOf(all, query, `/v2/${repository}/tags/list`);
    json(response, 200, { name: repository, tags: page }, link);
  }

  async #getManifest(
    repository: string,
    reference: string,
    method: string,
    response: ServerResponse,
  ): Promise<void> {
    const link = await this.#storage.manifest(repository, reference);
    const size = link && (await this.#storage.blobSize(link.digest));
    if (link === undefined || size === undefined) throw manifestUnknown(repository, reference);
    await this.#sendBlob(link.digest, size, link.mediaType, method, response);
  }

  async #putManifest(
    repository: string,
    reference: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const content = await readBody(request, MANIFEST_LIMIT);
    // Loaded here: most runs see no push, and the schema library takes its time.
    const { putManifest } = await import('./manifest.ts');
    const type = request.headers['content-type'];
    const { digest } = await putManifest(this.#storage, repository, reference, content, type);
    const location = `/v2/${repository}/manifests/${digest}`;
    response.writeHead(201, {
      Location: location,
      'Docker-Content-Digest': digest,
      'Content-Length': 0,
    });
    response.end();
  }

  async #deleteManifest(repository: string, reference: string, response: ServerResponse) {
    if (!(await this.#storage.deleteManifest(repository, reference)))
      throw manifestUnknown(repository, reference);
    response.writeHead(202, { 'Content-Length': 0 }).end();
  }

  async #getBlob(digest: string, method: string, response: ServerResponse): Promise<void> {
    const size = await this.#storage.blobSize(digest);
    if (size === undefined) throw blobUnknown(digest);
    await this.#sendBlob(digest, size, 'application/octet-stream', method, response);
  }

  async #sendBlob(
    digest: string,
    size: number,
    type: string,
    method: string,
    response: ServerResponse,
  ): Promise<void> {
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': size,
      'Docker-Content-Digest': digest,
      ETag: `"${digest}"`,
    });
    if (method === 'HEAD') response.end();
    else
      await pipeline(createReadStream(this.#storage.blobFile(digest)), response).catch(() =>
        response.destroy(),
      );
  }
}

const pageOf = (all: string[], query: URLSearchParams, path: string) => {
  const last = query.get('last') ?? '';
  const rest = all.filter((name) => name > last);
  const wanted = Number.parseInt(query.get('n') ?? '', 10);
  const page = wanted >= 0 ? rest.slice(0, wanted) : rest;
  const more = page.length > 0 && page.length < rest.length;
  const next = `<${path}?n=${wanted}&last=${encodeURIComponent(page.at(-1) ?? '')}>; rel="next"`;
  return { page, link: more ? { Link: next } : undefined };
};
