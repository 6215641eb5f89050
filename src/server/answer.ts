import type { ServerResponse } from 'node:http';

type Headers = Record<string, string | number>;

/** Answers with a line of text for people. */
export const text = (
  response: ServerResponse,
  status: number,
  message: string,
  headers?: Headers,
): void => send(response, status, 'text/plain; charset=utf-8', `${message}\n`, headers);

/** Answers with JSON that nobody may keep. */
export const json = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers?: Headers,
): void => send(response, status, 'application/json', JSON.stringify(value), headers);

/** Answers with a whole body; says nothing when the answer has begun already. */
export const send = (
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers?: Headers,
): void => {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(body);
};
