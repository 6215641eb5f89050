import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { text } from '../answer.ts';
import { contentType } from './content-types.ts';
import { resolvePath } from './resolve-path.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * Serves the files of `folder`. Browsers ask each time whether theirs is still good (`no-cache`
 * and an entity tag), so that a rebuilt site shows at once.
 */
export const serveStatic = async (
  folder: string,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const headers = securityHeaders(port);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return text(response, 405, 'Pages can only be read: use GET.', {
      ...headers,
      Allow: 'GET, HEAD',
    });
  const [path = '/', query] = (request.url ?? '/').split('?', 2);
  const file = resolvePath(folder, path);
  const stats = file === undefined ? undefined : await statOf(file);
  if (stats?.isDirectory()) {
    // Relative links of a folder's page need the slash.
    const location = `${path}/${query === undefined ? '' : `?${query}`}`;
    return text(response, 308, `See ${location}`, { ...headers, Location: location });
  }
  if (file !== undefined && stats?.isFile())
    return sendFile(request, response, 200, file, stats, headers);
  const notFound = join(folder, '404.html');
  const notFoundStats = await statOf(notFound);
  if (notFoundStats?.isFile())
    return sendFile(request, response, 404, notFound, notFoundStats, headers);
  text(response, 404, `There is no page ${path} in the workbook. Start at /.`, headers);
};

const statOf = (file: string): Promise<Stats | undefined> => stat(file).catch(() => undefined);

const sendFile = async (
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  file: string,
  stats: Stats,
  security: Record<string, string>,
): Promise<void> => {
  const etag = `"${stats.size.toString(36)}-${Math.round(stats.mtimeMs).toString(36)}"`;
  const headers = { ...security, ETag: etag, 'Cache-Control': 'no-cache' };
  if (status === 200 && matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(status, {
    ...headers,
    'Content-Type': contentType(file),
    'Content-Length': stats.size,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response).catch(() => response.destroy());
};

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => [etag, `W/${etag}`, '*'].includes(tag.trim()));
