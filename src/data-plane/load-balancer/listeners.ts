import type { Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { ListenerConfiguration } from '../../core/load-balancers/configuration.ts';
import type { Balancer } from './balancer.ts';
import { serve } from './http/exchange.ts';
import { httpServer } from './http/server.ts';
import { serveUpgrade } from './http/upgrade.ts';
import { serveConnection } from './tcp-listener.ts';

const RETRY_MS = 1000;

/**
 * The servers of a load balancer's listeners. Those that stay are not touched; one that is taken away
 * accepts nothing more and ends what is under way.
 */
export class Listeners {
  readonly #balancer: Balancer;
  readonly #listens: boolean;
  readonly #open = new Map<string, OpenListener>();

  /** `listens`: at their own ports; else they only get the connections that are handed to them. */
  constructor(balancer: Balancer, listens: boolean) {
    this.#balancer = balancer;
    this.#listens = listens;
  }

  /** Opens and closes, so that those of the balancer's configuration are open. */
  follow(): void {
    const configured = [...this.#balancer.listeners.values()].map((each) => each.configuration);
    const wanted = new Set(configured.map(keyOf));
    for (const [key, listener] of this.#open) {
      if (wanted.has(key)) continue;
      this.#open.delete(key);
      listener.close();
    }
    for (const listener of configured) {
      const key = keyOf(listener);
      if (!this.#open.has(key))
        this.#open.set(key, new OpenListener(this.#balancer, listener, this.#listens));
    }
  }

  /** Hands over a connection as if it had been made to the listener of that port. */
  accept(port: number, socket: Socket): boolean {
    const listener = this.#balancer.listeners.get(port);
    const open = listener && this.#open.get(keyOf(listener.configuration));
    open?.accept(socket);
    return open !== undefined;
  }
}

const keyOf = ({ protocol, port }: ListenerConfiguration): string => `${protocol} ${port}`;

class OpenListener {
  readonly #port: number;
  readonly #server: Server | HttpServer;
  #retry: NodeJS.Timeout | undefined;
  #said: string | undefined;

  constructor(balancer: Balancer, { port, protocol }: ListenerConfiguration, listens: boolean) {
    this.#port = port;
    this.#server =
      protocol === 'HTTP'
        ? httpServer(balancer, {
            request: (request, response) =>
              serve(balancer, { request, response, port, gateway: false }),
            upgrade: (request, response, head) =>
              serveUpgrade(balancer, { request, response, port, gateway: false }, head),
          })
        : createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) =>
            serveConnection(balancer, port, socket),
          );
    if (!listens) return;
    this.#server.on('error', (error) => this.#failed(error));
    this.#listen();
  }

  accept(socket: Socket): void {
    this.#server.emit('connection', socket);
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#server.close();
    if ('closeIdleConnections' in this.#server) this.#server.closeIdleConnections();
  }

  #listen(): void {
    this.#server.listen({ host: '0.0.0.0', port: this.#port, backlog: 4096 });
  }

  #failed(error: Error): void {
    if (this.#said !== error.message)
      console.error(`Cannot listen on port ${this.#port}, trying again: ${error.message}`);
    this.#said = error.message;
    // One connection could not be taken, for want of file descriptors perhaps.
    if (this.#server.listening) return;
    this.#retry = setTimeout(() => this.#listen(), RETRY_MS);
  }
}
