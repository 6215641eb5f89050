import type { Clock, Engine } from '../../../src/engines/engine.ts';
import type { Stage } from './stage.ts';

/** One install of an engine in its own world, with what only that world's owner can do. */
export interface TestEngine {
  /** An engine on the same install and world each time; the one before it was closed. */
  newEngine(): Engine;
  readonly installId: string;
  readonly dataDir: string;
  readonly clock: Clock;
  /** Lets time pass until the predicate holds; false when `limit` ms went by without. */
  until(predicate: () => boolean, limit: number): Promise<boolean>;

  /** Name under which the engine runs `fixtures/puppet` (or something that behaves like it). */
  readonly puppetImage: string;
  /** `kill -9` of the container's main process, past the engine. */
  killFromOutside(runtimeId: string): Promise<void>;
  /** `kill -9` of a load balancer's program, past the engine. */
  killLoadBalancer(loadBalancerArn: string): Promise<void>;
  /** Takes a port of this machine, as a program that is not ours would. */
  occupyPort(): Promise<{ readonly port: number; release(): Promise<void> }>;
  /** Something of the engine's kind that belongs to another install, or to no one. */
  makeForeign(): Promise<Foreign>;

  /** Answer to GET on 127.0.0.1; undefined: nothing of this engine really listens. */
  readonly get?: ((hostPort: number, path: string) => Promise<string>) | undefined;
  /**
   * Answer to GET of a host port of an instance. Undefined: as `get`, at the port of 127.0.0.1
   * under which the task that has it is published.
   */
  readonly getOn?:
    | ((stage: Stage, instanceArn: string, hostPort: number, path: string) => Promise<string>)
    | undefined;
  /** Names of all volumes that there are. Undefined: volumes are nothing to this engine. */
  readonly volumesLeft?: (() => Promise<string[]>) | undefined;
  /** Undefined: this engine is always available. */
  readonly outage?: { begin(): Promise<void>; end(): Promise<void> } | undefined;

  /** Removes everything that was made. */
  dispose(): Promise<void>;
}

export interface Foreign {
  isUntouched(): Promise<boolean>;
  remove(): Promise<void>;
}
