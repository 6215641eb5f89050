import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a listener hands its requests to. */
export interface RequestHandler {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The port is taken (`EADDRINUSE`) or may not be had; `message` says what to do. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
  /** By another program; else the port may not be had at all. */
  readonly isTaken: boolean;
  constructor(
    readonly port: number,
    cause: NodeJS.ErrnoException,
  ) {
    super(
      cause.code === 'EADDRINUSE'
        ? `Port ${port} on 127.0.0.1 is taken by another program.`
        : `Port ${port} on 127.0.0.1 cannot be used (${cause.code ?? cause.message}).`,
      { cause },
    );
    this.isTaken = cause.code === 'EADDRINUSE';
  }
}

/** The sockets on which the runtime listens: loopback, and addresses that its own tasks reach. */
export class Listener {
  readonly #handler: RequestHandler;
  readonly #servers: Server[] = [];
  /** No longer the servers' own, so that these do not close them. */
  readonly #upgraded = new Set<Duplex>();
  readonly #gateways = new Map<string, Promise<boolean>>();
  #port = 0;

  constructor(handler: RequestHandler) {
    this.#handler = handler;
  }

  get port(): number {
    return this.#port;
  }

  /**
   * Listens on 127.0.0.1, and on [::1] where there is one. Throws `PortUnavailable`.
   *
   * @param port 0: any free one.
   */
  async open(port: number): Promise<void> {
    try {
      this.#port = await this.#listen('127.0.0.1', port);
    } catch (error) {
      throw error instanceof Error ? new PortUnavailable(port, error) : error;
    }
    await this.#listen('::1', this.#port).catch(() => undefined);
  }

  /**
   * Listens on the gateway of one of our own container networks too, once. False where that is no
   * address of this machine (container engines in a virtual machine bring the traffic to loopback).
   */
  addGateway(address: string): Promise<boolean> {
    const known = this.#gateways.get(address);
    if (known !== undefined) return known;
    const isOther = isIP(address) !== 0 && address !== '127.0.0.1' && address !== '::1';
    const added = isOther
      ? this.#listen(address, this.#port).then(
          () => true,
          () => {
            this.#gateways.delete(address);
            return false;
          },
        )
      : Promise.resolve(false);
    this.#gateways.set(address, added);
    return added;
  }

  /** Takes no new connection, and ends those that are open. */
  async close(): Promise<void> {
    for (const socket of this.#upgraded) socket.destroy();
    await Promise.all(
      this.#servers.map((server) => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        return closed;
      }),
    );
  }

  #listen(host: string, port: number): Promise<number> {
    const server = createServer({
      // A registry's layers and a step's output take their time; headers do not.
      requestTimeout: 10 * 60_000,
      headersTimeout: 15_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
    });
    server.on('request', (request, response) => this.#handler.request(request, response));
    server.on('upgrade', (request, socket, head) => {
      this.#upgraded.add(socket);
      socket.on('close', () => this.#upgraded.delete(socket));
      this.#handler.upgrade(request, socket, head);
    });
    server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      else socket.destroy();
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog: 511 }, () => {
        server.off('error', reject);
        this.#servers.push(server);
        resolve(portOf(server.address()));
      });
    });
  }
}

const portOf = (address: AddressInfo | string | null): number =>
  address !== null && typeof address === 'object' ? address.port : 0;
