import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Balancer } from '../balancer.ts';
import { MAX_HEAD_BYTES } from '../targets/target.ts';
import { rawPage } from './pages.ts';
import { LINGER_MS } from './request-body.ts';
import { isUpgrade, responseOn, serveWithoutUpgrade } from './upgrade.ts';

/** Clients must not be closed on in the moment in which they send, however short time is made. */
const MIN_KEEP_ALIVE_MS = 5000;

const OPTIONS: ServerOptions = {
  maxHeaderSize: MAX_HEAD_BYTES,
  // Bodies take as long as they take, as long as something comes.
  requestTimeout: 0,
  // We answer in our own words.
  requireHostHeader: false,
};

/** What a server does with what comes in. */
export interface Serves {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, response: ServerResponse, head: Buffer) => void;
}

/** An HTTP server with ALB's limits and answers; it does not listen yet. */
export const httpServer = (balancer: Balancer, serves: Serves): Server => {
  const answering = new WeakMap<Duplex, ServerResponse>();
  const server = createServer(OPTIONS, (request, response) => {
    answering.set(request.socket, response);
    serves.request(request, response);
  });
  // A request with too many headers has too long a head; none is left out in silence.
  server.maxHeadersCount = 0;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!(socket instanceof Socket)) return void socket.destroy();
    if (isUpgrade(request)) serves.upgrade(request, responseOn(request, socket), head);
    else serveWithoutUpgrade(server, request, socket, head);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Whoever has half an answer must not take a page for the rest of it.
    const inMidst = answering.get(socket);
    if (error.code === 'ECONNRESET' || !socket.writable || midway(inMidst))
      return void socket.destroy();
    const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    socket.end(rawPage(late ? 408 : 400, new Date()));
    const gone = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => clearTimeout(gone));
  });
  server.prependListener('connection', () => followIdleTimeout(server, balancer.idleTimeout));
  return server;
};

/** An idle timeout that was changed holds for the connections that come. */
const followIdleTimeout = (server: Server, idleTimeout: number): void => {
  server.timeout = idleTimeout;
  server.keepAliveTimeout = Math.max(idleTimeout, MIN_KEEP_ALIVE_MS);
};

const midway = (response: ServerResponse | undefined): boolean =>
  response?.headersSent === true && !response.writableFinished;
