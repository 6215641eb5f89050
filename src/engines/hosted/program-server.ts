import { EventEmitter } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Network } from './network.ts';
import { beginWork, type Pace } from './pace.ts';

/**
 * What a program gets from `createServer` of `node:http`: a real HTTP server, but it listens in the
 * network of its container. Who works on a request works until the answer is written.
 */
export class ProgramServer extends EventEmitter {
  readonly #network: Network;
  readonly #server: Server;
  readonly #connections = new Set<Duplex>();
  #port: number | undefined;
  #underWay = 0;
  #closed: (() => void) | undefined;
  /** Requests that came while it was paused. */
  #held: (() => void)[] | undefined;

  constructor(network: Network, pace: Pace, listener: RequestListener) {
    super();
    this.#network = network;
    this.#server = createServer((request, response) => {
      const answer = () => {
        this.#underWay++;
        const end = beginWork(pace, () => listener(request, response));
        response.on('close', () => {
          end();
          this.#underWay--;
          this.#closeWhenDone();
        });
      };
      if (this.#held === undefined) answer();
      else this.#held.push(answer);
    });
    this.#server.on('connection', (connection: Duplex) => {
      this.#connections.add(connection);
      connection.on('error', () => connection.destroy());
      connection.on('close', () => this.#connections.delete(connection));
    });
    this.#server.on('clientError', (_error, connection) => connection.destroy());
  }

  get listening(): boolean {
    return this.#port !== undefined;
  }

  listen(port: number, callback?: () => void): this {
    if (this.#network.take(port, this.#server)) {
      this.#port = port;
      if (callback !== undefined) this.once('listening', callback);
      setImmediate(() => this.emit('listening'));
    } else {
      const error = new Error(`listen EADDRINUSE: address already in use :::${port}`);
      setImmediate(() => this.emit('error', Object.assign(error, { code: 'EADDRINUSE' })));
    }
    return this;
  }

  /** Takes no more connections; calls back when nothing is under way. */
  close(callback?: () => void): this {
    if (this.#port !== undefined) this.#network.release(this.#port, this.#server);
    this.#port = undefined;
    this.#closed = callback;
    this.#closeWhenDone();
    return this;
  }

  closeIdleConnections(): void {
    this.#closeWhenDone();
  }

  pause(isPaused: boolean): void {
    const held = this.#held ?? [];
    this.#held = isPaused ? held : undefined;
    if (!isPaused) for (const answer of held) answer();
  }

  /** What was written goes out, all else is lost. */
  destroy(): void {
    this.close();
    for (const connection of this.#connections) connection.destroy();
  }

  #closeWhenDone(): void {
    if (this.#port !== undefined || this.#underWay > 0) return;
    const closed = this.#closed;
    this.#closed = undefined;
    if (closed !== undefined) setImmediate(closed);
  }
}
