import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { optionsFor, type Way } from '../instances/way.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { type Unavailable, unavailablePage } from './unavailable-page.ts';

/** Milliseconds a program may take to begin its answer. */
const PATIENCE = 120_000;

/**
 * Passes a request on and streams the answer back. `silent`: what to say when nobody answers;
 * `headersOf`: what whoever answers is told.
 */
export const passRequest = async (
  request: IncomingMessage,
  response: ServerResponse,
  way: Way,
  silent: (message: string) => Unavailable,
  headersOf = forwardedHeaders,
): Promise<void> => {
  const failed = (error: unknown) => {
    if (response.headersSent) response.destroy();
    else unavailablePage(response, silent(error instanceof Error ? error.message : String(error)));
  };
  try {
    const upstream = httpRequest({
      ...(await optionsFor(way)),
      method: request.method,
      path: request.url,
      headers: headersOf(request),
      setHost: false,
      timeout: PATIENCE,
    });
    upstream.on('timeout', () => upstream.destroy(new Error('no answer in two minutes')));
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    upstream.on('error', failed);
    if (response.destroyed) upstream.destroy();
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  } catch (error) {
    failed(error);
  }
};

/** Passes a WebSocket (or any other upgrade) on: first the handshake, then bytes both ways. */
export const passUpgrade = async (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  way: Way,
  headersOf = forwardedHeaders,
): Promise<void> => {
  try {
    const upstream = httpRequest({
      ...(await optionsFor(way)),
      method: request.method,
      path: request.url,
      headers: {
        ...headersOf(request),
        connection: 'upgrade',
        upgrade: request.headers.upgrade,
      },
      setHost: false,
    });
    upstream.on('upgrade', (answer, upstreamSocket, upstreamHead) => {
      socket.write(handshake(answer));
      socket.write(upstreamHead);
      upstreamSocket.write(head);
      upstreamSocket.on('error', () => socket.destroy());
      upstreamSocket.on('close', () => socket.destroy());
      socket.on('close', () => upstreamSocket.destroy());
      socket.pipe(upstreamSocket).pipe(socket);
    });
    upstream.on('response', (answer) => {
      socket.write(handshake(answer));
      answer.pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    upstream.end();
  } catch {
    socket.destroy();
  }
};

/** The answer to an upgrade that goes nowhere. */
export const refuseUpgrade = (socket: Duplex, { status }: Unavailable): void => {
  socket.end(`HTTP/1.1 ${status} Unavailable\r\nConnection: close\r\n\r\n`);
};

const endToEnd = (answer: IncomingMessage): string[] => {
  const headers: string[] = [];
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    const name = answer.rawHeaders[at] ?? '';
    if (!/^(connection|keep-alive|transfer-encoding)$/i.test(name))
      headers.push(name, answer.rawHeaders[at + 1] ?? '');
  }
  return headers;
};

const handshake = ({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string => {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let at = 0; at < rawHeaders.length; at += 2)
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
};
