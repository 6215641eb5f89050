import type { Server } from 'node:http';
import { Duplex } from 'node:stream';
import { duplexPair } from './duplex-pair.ts';

/** The ports of one network: of a container, of a task in `awsvpc` mode, of an instance. */
export class Network {
  readonly #servers = new Map<number, Server>();

  /** False: somebody else has that port. */
  take(port: number, server: Server): boolean {
    if (this.#servers.has(port)) return false;
    this.#servers.set(port, server);
    return true;
  }

  release(port: number, server: Server): void {
    if (this.#servers.get(port) === server) this.#servers.delete(port);
  }

  at(port: number): Server | undefined {
    return this.#servers.get(port);
  }

  /** A connection to whoever listens there, or one that fails. */
  connect(port: number): Duplex {
    const server = this.at(port);
    if (server === undefined) return refused(port);
    const [near, far] = duplexPair();
    server.emit('connection', far);
    return near;
  }
}

const refused = (port: number): Duplex => {
  const stream = new Duplex({ read() {}, write() {} });
  const error = new Error(`connect ECONNREFUSED 127.0.0.1:${port}`);
  setImmediate(() => stream.destroy(Object.assign(error, { code: 'ECONNREFUSED' })));
  return stream;
};
