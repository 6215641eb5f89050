import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between an engine and Docker, so that a test can make Docker go away and come back. */
export class DockerProxy {
  readonly #sockets = new Set<Socket>();
  /** Connections on which events come. */
  readonly #eventStreams = new Set<Socket>();
  #muted = false;
  #server: Server | undefined;

  constructor(
    readonly target: string,
    readonly path: string,
  ) {}

  async open(): Promise<void> {
    rmSync(this.path, { force: true });
    const server = createServer((client) => {
      const docker = this.#dial();
      for (const [from, to] of [
        [client, docker],
        [docker, client],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          this.#eventStreams.delete(from);
          to.destroy();
        });
      }
      client.on('data', (chunk) => {
        if (chunk.includes('GET /events')) this.#eventStreams.add(client);
        docker.write(chunk);
      });
      docker.on('data', (chunk) => {
        if (!(this.#muted && this.#eventStreams.has(client))) client.write(chunk);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen(this.path, resolve);
    });
  }

  /** Refuses new connections and cuts those that are open. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Cuts what is open, as a Docker that is restarted in a moment. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Loses all events from now on, as if they had never been. */
  muteEvents(): void {
    this.#muted = true;
  }

  unmuteEvents(): void {
    this.#muted = false;
  }

  #dial(): Socket {
    if (this.target.startsWith('unix://')) return connect(this.target.slice('unix://'.length));
    const { hostname, port } = new URL(this.target);
    return connect(Number(port), hostname);
  }
}
