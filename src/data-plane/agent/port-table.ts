import { connect, createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';

/** A port of a container, and where it shall be in the instance; `hostPort` 0: anywhere. */
export interface PortWish {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: 'tcp' | 'udp';
}

export type PortMapping = PortWish;

/** The message is Docker's. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Where ECS's dynamic host ports are. */
const FIRST_DYNAMIC = 32_768;
const LAST_DYNAMIC = 60_999;

interface Owner {
  readonly mappings: readonly PortMapping[];
  readonly servers: readonly Server[];
  /** Where the container is; undefined: not up yet. */
  address: string | undefined;
}

/** Which ports of the instance lead to which container, and the forwarding itself. */
export class PortTable {
  readonly #owners = new Map<string, Owner>();
  #next = FIRST_DYNAMIC;
  #last: Promise<unknown> = Promise.resolve();

  keys(): string[] {
    return [...this.#owners.keys()];
  }

  /** All of the ports or, with `PortTaken`, none. Asked again: the same. */
  map(key: string, wishes: readonly PortWish[]): Promise<readonly PortMapping[]> {
    return this.#inTurn(async () => {
      const owner = this.#owners.get(key) ?? (await this.#open(wishes));
      this.#owners.set(key, owner);
      return owner.mappings;
    });
  }

  /** Where the container is, now that it is up. */
  locate(key: string, address: string): void {
    const owner = this.#owners.get(key);
    if (owner !== undefined) owner.address = address;
  }

  /** Resolves when the ports are free. */
  release(key: string): Promise<void> {
    return this.#inTurn(async () => {
      const servers = this.#owners.get(key)?.servers ?? [];
      this.#owners.delete(key);
      // What is connected already goes on until its container ends.
      for (const server of servers) server.close();
    });
  }

  async #open(wishes: readonly PortWish[]): Promise<Owner> {
    const servers: Server[] = [];
    const mappings: PortMapping[] = [];
    const owner: Owner = { mappings, servers, address: undefined };
    try {
      for (const wish of wishes) {
        const hostPort = await this.#listen(owner, wish, mappings, servers);
        mappings.push({ ...wish, hostPort });
      }
      return owner;
    } catch (error) {
      for (const server of servers) server.close();
      throw error;
    }
  }

  async #listen(
    owner: Owner,
    { containerPort, hostPort, protocol }: PortWish,
    mine: readonly PortMapping[],
    servers: Server[],
  ): Promise<number> {
    if (protocol === 'udp')
      throw new PortTaken(
        `udp ports cannot be mapped in bridge mode here (${containerPort}/udp). Use the network mode host or awsvpc.`,
      );
    for (let attempt = 0; ; attempt++) {
      const port = hostPort === 0 ? this.#dynamic() : hostPort;
      const server = forwarder(owner, containerPort);
      try {
        if (this.#isMapped(port, mine))
          throw new PortTaken(`Bind for 0.0.0.0:${port} failed: port is already allocated`);
        await listening(server, port);
        servers.push(server);
        return port;
      } catch (error) {
        if (hostPort !== 0 || attempt > LAST_DYNAMIC - FIRST_DYNAMIC) throw error;
      }
    }
  }

  #isMapped(port: number, mine: readonly PortMapping[]): boolean {
    const all = [...this.#owners.values()].flatMap(({ mappings }) => mappings);
    return [...mine, ...all].some(({ hostPort }) => hostPort === port);
  }

  #dynamic(): number {
    const port = this.#next;
    this.#next = port === LAST_DYNAMIC ? FIRST_DYNAMIC : port + 1;
    return port;
  }

  /** One after the other, so that what is checked still holds when it is done. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

const forwarder = (owner: Owner, port: number): Server =>
  createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    if (owner.address === undefined) return void socket.resetAndDestroy();
    const inside = connect({ host: owner.address, port, allowHalfOpen: true });
    socket.on('error', () => inside.destroy());
    // Nobody listens in the container: as if nobody did out here.
    inside.once('error', () => socket.resetAndDestroy());
    inside.once('connect', () => joinSockets(socket, inside));
  });

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', () =>
      reject(
        new PortTaken(
          `Error starting userland proxy: listen tcp4 0.0.0.0:${port}: bind: address already in use`,
        ),
      ),
    );
    server.listen({ host: '0.0.0.0', port, backlog: 511 }, resolve);
  });

/** Bytes both ways; what ends on one side ends on the other. */
export const joinSockets = (one: Duplex, other: Duplex): void => {
  const both: [Duplex, Duplex][] = [
    [one, other],
    [other, one],
  ];
  for (const [from, to] of both) {
    from.on('error', () => to.destroy());
    // One that has ended lets the other write out what it still has.
    from.on('close', () => {
      if (!from.readableEnded) to.destroy();
    });
    from.pipe(to);
  }
};
