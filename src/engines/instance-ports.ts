import type { TransportProtocol } from '../core/model/task-definition.ts';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Where ECS takes dynamic host ports from. */
export const DYNAMIC_PORTS: PortRange = { from: 32768, to: 60999 };

/** Ports with their owners. A port is taken, released or chosen in constant time. */
export class PortPool {
  readonly #owners = new Map<number, string>();
  /** Ports of the range that were in use and are free again, the longest free first. */
  readonly #freed = new Set<number>();
  readonly #range: PortRange;
  #next: number;

  /** `range`: where `takeAny` chooses from; any port may be taken by its number. */
  constructor(range: PortRange = DYNAMIC_PORTS) {
    this.#range = range;
    this.#next = range.from;
  }

  ownerOf(port: number): string | undefined {
    return this.#owners.get(port);
  }

  /** False when something holds it already. */
  take(port: number, owner: string): boolean {
    if (this.#owners.has(port)) return false;
    this.#owners.set(port, owner);
    this.#freed.delete(port);
    return true;
  }

  /** A port of the range; undefined: none is free. One that was never in use comes first. */
  takeAny(owner: string): number | undefined {
    while (this.#next <= this.#range.to) {
      const port = this.#next++;
      if (this.take(port, owner)) return port;
    }
    for (const port of this.#freed) if (this.take(port, owner)) return port;
    return undefined;
  }

  /** Nothing happens when `owner` does not hold it. */
  release(port: number, owner: string): void {
    if (this.#owners.get(port) !== owner) return;
    this.#owners.delete(port);
    if (port >= this.#range.from && port < this.#next) this.#freed.add(port);
  }
}

/** The host ports of one machine: a port of TCP and the same of UDP have nothing to do with each other. */
export type MachinePorts = Readonly<Record<TransportProtocol, PortPool>>;

export const machinePorts = (): MachinePorts => ({ tcp: new PortPool(), udp: new PortPool() });
