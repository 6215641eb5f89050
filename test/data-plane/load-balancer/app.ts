import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { listening } from './program.ts';

/** A target: answers its name unless told otherwise; `/health` is by itself. */
export class App implements AsyncDisposable {
  readonly server: Server;
  /** Requests but health checks, oldest first. */
  readonly requests: IncomingMessage[] = [];
  checks = 0;
  /** What `/health` answers. */
  health = 200;
  /** Connections that were made for other than health checks. */
  readonly connections = new Set<Socket>();
  port = 0;

  private constructor(serve: RequestListener) {
    this.server = createServer((request, response) => {
      if (request.url === '/health') {
        this.checks++;
        response.writeHead(this.health).end();
        return;
      }
      this.requests.push(request);
      this.connections.add(request.socket);
      serve(request, response);
    });
  }

  static async start(name: string, serve?: RequestListener): Promise<App> {
    const app = new App(serve ?? ((_, response: ServerResponse) => response.end(name)));
    app.port = await listening(app.server);
    return app;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A target that does with its connections what it is told; health checks must be by TCP. */
export class Raw implements AsyncDisposable {
  readonly sockets = new Set<Socket>();
  readonly #server: TcpServer;
  port = 0;

  private constructor(serve: (socket: Socket) => void) {
    this.#server = createTcpServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
      serve(socket);
    });
  }

  static async start(serve: (socket: Socket) => void): Promise<Raw> {
    const raw = new Raw(serve);
    raw.port = await listening(raw.#server);
    return raw;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
