import type { Disturbance, EngineEffect } from '../core/effects.ts';
import type {
  ListedInstance,
  ListedLoadBalancer,
  ListedTask,
  Observation,
} from '../core/observations.ts';

export type EngineName = 'docker' | 'process' | 'simulated';

/**
 * What runs containers. The control plane opens one engine, asks it to perform effects and hears
 * of everything else through its host. Nothing here assumes one machine.
 *
 * An engine remembers nothing that it could not find again: every container and network it makes
 * carries the install id and the task's ARN, and `list` is read from what is really there.
 */
export interface Engine {
  readonly name: EngineName;
  /** In one line for people: what was found and where ("Docker 20.10.24 at /var/run/docker.sock"). */
  readonly description: string;

  /**
   * Why security groups do not filter, and what to do, for people; undefined: they do, or they have
   * not been needed yet.
   */
  readonly unfiltered?: string | undefined;

  /**
   * Connects and starts to report to `host`. Resolves once the first `host.statusChanged` was
   * called. Throws `EngineError` only when it can never work here.
   */
  open(host: EngineHost): Promise<void>;

  /**
   * Starts to perform the effect and returns at once; never throws. The outcome comes as an
   * observation. Idempotent, and in order for one task: a StopContainer that overtakes a pending
   * start ends with ContainerStopped all the same. While the engine is unavailable effects are
   * dropped: the control plane lists and asks again when it is back.
   */
  perform(effect: EngineEffect): void;

  /**
   * Why it cannot do that to the task, for people: what it cannot, and what can be done instead;
   * undefined: as far as it knows it can. Changes nothing, and never rejects.
   */
  whyNotDisturb(taskArn: string, disturbance: Disturbance): Promise<string | undefined>;

  /** All that this install has in the engine now, running or not. */
  list(): Promise<ListedTask[]>;

  /** All EC2 instances that this install has in the engine now, running or stopped. */
  listInstances(): Promise<ListedInstance[]>;

  /** All load balancers that this install has in the engine now, running or not. */
  listLoadBalancers(): Promise<ListedLoadBalancer[]>;

  /**
   * What is measured of a container now, in the shape of Docker's stats; null: nothing, as long as
   * it does not run. Left out by engines that cannot measure, as `detailsOf` by those that know none.
   * Both reject while the engine is away.
   */
  readonly statsOf?:
    | ((taskArn: string, containerName: string) => Promise<object | null>)
    | undefined;

  readonly detailsOf?:
    | ((taskArn: string, containerName: string) => Promise<ContainerDetails | undefined>)
    | undefined;

  /** Stops reporting and lets go of connections; leaves the containers as they are. */
  close(): Promise<void>;
}

/** What an engine may call; the control plane behind it. None of these throws. */
export interface EngineHost {
  /** Marks all that the engine makes; only what carries it may be touched or listed. */
  readonly installId: string;
  /** Folder of this install, for what an engine must keep in files (sockets, pid files). */
  readonly dataDir: string;
  readonly clock: Clock;
  observe(observation: Observation): void;
  /** One line of a container's stdout or stderr, without its end of line. */
  logged(line: LogLine): void;
  /** Time of the last line kept of that container, to resume after; undefined: none. */
  lastLogged(taskArn: string, containerName: string): number | undefined;
  /**
   * Environment that the runtime adds to each container (metadata URI and such). `gateway` is the
   * address under which this machine is reached from inside the container.
   */
  environmentFor(taskArn: string, containerName: string, gateway: string): Record<string, string>;
  /** How an EC2 instance reaches the runtime; `gateway` as for `environmentFor`. */
  instanceAccess(instanceArn: string, gateway: string): InstanceAccess;
  /** Secret of that load balancer and the runtime. Always the same, and not empty. */
  loadBalancerToken(loadBalancerArn: string): string;
  statusChanged(status: EngineStatus): void;
}

/** What only the engine knows of a container. */
export interface ContainerDetails {
  /** What the engine calls it. */
  readonly name: string;
  /** Its own in `bridge` mode. */
  readonly ipv4Address?: string | undefined;
}

export interface InstanceAccess {
  /** The AWS API, and where its agent connects. */
  readonly endpoint: string;
  /** Secret of this instance and the runtime, by which each knows the other. Always the same. */
  readonly token: string;
}

export type EngineStatus =
  | { readonly available: true }
  /** `reason` for people: what was expected, what was found, what to do. */
  | { readonly available: false; readonly reason: string };

export interface LogLine {
  readonly taskArn: string;
  readonly containerName: string;
  readonly group: string;
  readonly stream: string;
  readonly region: string;
  /** Milliseconds since the epoch, as the engine saw it. */
  readonly timestamp: number;
  readonly message: string;
}

/** Time as a thing to be handed over, so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once, `delay` ms from now; the answer cancels. */
  after(delay: number, callback: () => void): () => void;
}

/** An engine that cannot work here; `message` says what was expected, found and what to do. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
