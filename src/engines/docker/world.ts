import type Docker from 'dockerode';
import type { EngineHost } from '../engine.ts';
import type { PauseImage } from '../images/docker/pause-image.ts';
import type { Addresses } from './addresses.ts';
import type { Answering } from './credentials/relay.ts';
import type { ImageStore } from './image-store.ts';
import type { InstancePrograms } from './instances/instance-files.ts';
import type { KnownInstances } from './instances/known-instances.ts';
import type { KnownContainers } from './known-containers.ts';
import type { Lane } from './lane.ts';
import type { KnownLoadBalancers } from './load-balancers/known-load-balancers.ts';
import type { Logs } from './logs.ts';
import type { Network } from './network.ts';
import type { TrafficFilters } from './traffic/traffic-filters.ts';

/** What performing an effect takes. */
export interface World {
  readonly docker: Docker;
  readonly host: EngineHost;
  readonly lanes: Lanes;
  readonly images: ImageStore;
  readonly containers: KnownContainers;
  readonly instances: KnownInstances;
  readonly loadBalancers: KnownLoadBalancers;
  readonly addresses: Addresses;
  readonly traffic: TrafficFilters;
  readonly logs: Logs;
  readonly network: Prepared<Network>;
  readonly pauseImage: Prepared<PauseImage>;
  readonly baseImage: Prepared<void>;
  /** Who answers for credentials; kept only while it is being seen to. */
  readonly relay: Prepared<Answering>;
  readonly programs: Prepared<InstancePrograms>;
  /** Does that after all that was asked of the same thing before, and again if Docker was cut off. */
  inTurn(arn: string, work: () => Promise<void>): void;
  /** How containers reach this machine where the network's gateway is not it. */
  gatewayName: string | undefined;
  /** Docker's own, such as `28.2.2`. */
  dockerVersion: string;
}

/** Starts, stops and reads each wait only for their own kind. */
export interface Lanes {
  readonly start: Lane;
  readonly stop: Lane;
  readonly read: Lane;
}

/** Something made once and then at hand; made again after a failure or when it was forgotten. */
export class Prepared<T> {
  #value: Promise<T> | undefined;
  readonly #make: () => Promise<T>;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  get(): Promise<T> {
    if (this.#value !== undefined) return this.#value;
    const value = this.#make();
    this.#value = value;
    value.catch(() => {
      if (this.#value === value) this.forget();
    });
    return value;
  }

  /** What is there or being made; undefined when nothing was asked for. */
  get current(): Promise<T> | undefined {
    return this.#value;
  }

  forget(): void {
    this.#value = undefined;
  }
}
