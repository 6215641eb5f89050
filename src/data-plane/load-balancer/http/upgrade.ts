import {
  type ClientRequest,
  type IncomingMessage,
  type Server,
  ServerResponse,
  request as sendRequest,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Balancer } from '../balancer.ts';
import { splice } from '../splice.ts';
import { authority, connectTimeout, type Target } from '../targets/target.ts';
import { statusOfFailure } from './failures.ts';
import { answerPage } from './pages.ts';
import type { RequestRecord } from './request-record.ts';
import { headersForClient } from './response-head.ts';
import { type Incoming, type Routed, recordOf, route } from './route.ts';

/**
 * Is this a change of protocols that goes through to a target, as WebSocket does? HTTP/2 in clear
 * text is not, nor is one with a body: those are served as if nobody had asked for a change.
 */
export const isUpgrade = ({ headers }: IncomingMessage): boolean =>
  !/^\s*h2c?\b/i.test(headers.upgrade ?? '') &&
  headers['transfer-encoding'] === undefined &&
  Number(headers['content-length'] ?? 0) === 0;

/** Gives a connection back to its server, with its request as if it had not asked for an upgrade. */
export const serveWithoutUpgrade = (
  server: Server,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
): void => {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i] ?? '';
    if (!/^(upgrade|connection|http2-settings)$/i.test(name))
      lines.push(`${name}: ${request.rawHeaders[i + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
};

/** A response on the bare connection that an upgrade leaves; the connection is closed after it. */
export const responseOn = (request: IncomingMessage, socket: Socket): ServerResponse => {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on('finish', () => socket.destroySoon());
  return response;
};

/** Serves a request to change protocols: what the target answers decides what becomes of it. */
export const serveUpgrade = (balancer: Balancer, incoming: Incoming, head: Buffer): void => {
  const { request } = incoming;
  const { socket } = request;
  const record = recordOf(balancer, incoming);
  const upgrade = new Upgrade(balancer, incoming, head, record);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => upgrade.closed());
  socket.setTimeout(0);
  const routed = route(balancer, incoming, record);
  if (routed !== undefined) upgrade.start(routed);
};

class Upgrade {
  readonly #balancer: Balancer;
  readonly #incoming: Incoming;
  readonly #head: Buffer;
  readonly #record: RequestRecord;
  #asked: ClientRequest | undefined;
  #upgraded = false;

  constructor(balancer: Balancer, incoming: Incoming, head: Buffer, record: RequestRecord) {
    this.#balancer = balancer;
    this.#incoming = incoming;
    this.#head = head;
    this.#record = record;
  }

  start(routed: Routed): void {
    const target = routed.choice.target();
    if (target === undefined) answerPage(this.#incoming.response, 503);
    else this.#send(routed, target, true);
  }

  closed(): void {
    this.#asked?.destroy();
    const { response } = this.#incoming;
    const status = response.headersSent ? response.statusCode : 460;
    this.#record.end(
      this.#balancer.log,
      this.#upgraded ? 101 : status,
      this.#upgraded ? 'ws' : 'http',
    );
  }

  #send(routed: Routed, target: Target, mayRetry: boolean): void {
    const { request } = this.#incoming;
    const { address } = target;
    let connected = false;
    const refused = (error: Error): void => {
      const status = statusOfFailure(error);
      const again = mayRetry && !connected && status === 502 && !request.socket.destroyed;
      const other = again ? routed.choice.group.choose(target) : undefined;
      if (other === undefined) this.#fail(error);
      else this.#send(routed, other, false);
    };
    if (address === undefined) {
      refused(new Error('The target has no address.'));
      return;
    }
    this.#record.target = authority(address);
    this.#record.counts = target.counts;
    const { method, target: path, headers } = routed.head;
    const asked = sendRequest({
      ...address,
      method,
      path,
      agent: false,
      headers: [...headers, 'Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? ''],
    });
    this.#asked = asked;
    const { idleTimeout } = this.#balancer;
    let late = setTimeout(() => asked.destroy(timeout()), connectTimeout(idleTimeout));
    asked.on('socket', (socket) => {
      target.hold(socket);
      socket.once('connect', () => {
        connected = true;
        this.#record.sent();
        clearTimeout(late);
        late = setTimeout(() => asked.destroy(timeout()), idleTimeout);
      });
    });
    asked.on('error', refused);
    asked.on('close', () => clearTimeout(late));
    asked.on('response', (answer) => {
      clearTimeout(late);
      this.#answer(routed, target, answer);
    });
    asked.on('upgrade', (answer, socket, head) => {
      clearTimeout(late);
      this.#switch(routed, target, answer, socket, head);
    });
    asked.end();
  }

  /** The target does not want to: its answer goes through like any other. */
  #answer({ choice }: Routed, target: Target, answer: IncomingMessage): void {
    const { response } = this.#incoming;
    const { statusCode = 502, statusMessage = '', rawHeaders } = answer;
    this.#record.answered(statusCode);
    answer.on('error', () => response.destroy());
    answer.setTimeout(this.#balancer.idleTimeout, () => answer.destroy());
    response.writeHead(
      statusCode,
      statusMessage,
      headersForClient(rawHeaders, choice.cookies(target, rawHeaders)),
    );
    answer.pipe(response);
  }

  #switch(
    { choice }: Routed,
    target: Target,
    answer: IncomingMessage,
    inside: Socket,
    head: Buffer,
  ): void {
    const { socket } = this.#incoming.request;
    this.#upgraded = true;
    this.#record.answered(101);
    const raw = [...answer.rawHeaders, ...choice.cookies(target, answer.rawHeaders)];
    const lines = [`HTTP/1.1 101 ${answer.statusMessage}`];
    for (let i = 0; i + 1 < raw.length; i += 2) lines.push(`${raw[i]}: ${raw[i + 1]}`);
    this.#incoming.response.detachSocket(socket);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    if (head.length > 0) inside.unshift(head);
    if (this.#head.length > 0) socket.unshift(this.#head);
    splice(socket, inside, this.#balancer.idleTimeout);
  }

  #fail(error: Error): void {
    const { response, request } = this.#incoming;
    if (request.socket.destroyed) return;
    if (response.headersSent) request.socket.destroy();
    else answerPage(response, statusOfFailure(error));
  }
}

const timeout = (): Error =>
  Object.assign(new Error('The target is silent.'), { code: 'ETIMEDOUT' });
