import { createServer } from 'node:net';
import type { PortRange } from '../instance-ports.ts';

/**
 * Where the ports of `awsvpc` tasks come from: below the range from which systems give outgoing
 * connections their ports, so that none of those takes one before its container listens.
 */
export const TASK_PORTS = { from: 20000, to: 32767 } as const;

/** Ports of 127.0.0.1 that containers of this install hold, or will as soon as they listen. */
export class HostPorts {
  readonly #owners = new Map<number, string>();

  /** Notes a port that an adopted container holds. */
  adopt(port: number, owner: string): void {
    this.#owners.set(port, owner);
  }

  /** Undefined: it is `owner`'s now. Else why not. */
  async take(port: number, owner: string): Promise<string | undefined> {
    if (this.#owners.has(port))
      return `Bind for 127.0.0.1:${port} failed: port is already allocated`;
    this.#owners.set(port, owner);
    const code = (await bindError(port, '127.0.0.1')) ?? (await bindError(port, '0.0.0.0'));
    if (code === undefined) return undefined;
    this.#owners.delete(port);
    if (code === 'EADDRINUSE')
      return `Bind for 127.0.0.1:${port} failed: port is already in use by another program on this machine`;
    if (code === 'EACCES')
      return `Bind for 127.0.0.1:${port} failed: permission denied; ports below 1024 need root on this machine, choose a higher hostPort`;
    return `Bind for 127.0.0.1:${port} failed: ${code}`;
  }

  async takeAny(range: PortRange, owner: string): Promise<number> {
    const size = range.to - range.from + 1;
    const first = Math.floor(Math.random() * size);
    for (let step = 0; step < size; step++) {
      const port = range.from + ((first + step) % size);
      if ((await this.take(port, owner)) === undefined) return port;
    }
    throw new Error(`no port between ${range.from} and ${range.to} is free on this machine`);
  }

  release(owner: string): void {
    for (const [port, holder] of this.#owners) if (holder === owner) this.#owners.delete(port);
  }
}

/** The error code with which a listen there fails; undefined: it works. */
export function bindError(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
