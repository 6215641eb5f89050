import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Answers with a file of the folder, or with its 404 page. */
export const serveFile = async (
  folder: string,
  pathname: string,
  response: ServerResponse,
): Promise<void> => {
  const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  const found = await readFile(join(folder, path)).catch(() => undefined);
  response.writeHead(found === undefined ? 404 : 200, {
    'content-type': types[found === undefined ? '.html' : extname(path)] ?? 'text/plain',
  });
  response.end(found ?? (await readFile(join(folder, '404.html'))));
};

/** A host of plain files that serves the site under `/course/`, as a web space would. */
export const staticHost = async (
  folder: string,
): Promise<{ url: string; requests: string[]; close(): void }> => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(pathname);
    const inside = pathname.startsWith('/course/') ? pathname.slice('/course'.length) : '/nowhere';
    void serveFile(folder, inside, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  return {
    url: `http://127.0.0.1:${address.port}/course/`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
