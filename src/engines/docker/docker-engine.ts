import { platform } from 'node:os';
import type Docker from 'dockerode';
import type { Disturbance, EngineEffect, InstanceEffect } from '../../core/effects.ts';
import type { ListedInstance, ListedLoadBalancer, ListedTask } from '../../core/observations.ts';
import { type ContainerDetails, type Engine, EngineError, type EngineHost } from '../engine.ts';
import { type LabImages, labImage } from '../images/lab-images.ts';
import { removeUnusedRelay } from './credentials/relay.ts';
import { deprovisionTask } from './deprovision.ts';
import { disturbTask, undisturbTask, whyNotDisturb } from './disturb.ts';
import { type DockerInfo, DockerWatch } from './docker-watch.ts';
import { isConnectionError } from './errors.ts';
import type { FoundDocker } from './find-docker.ts';
import { adoptRunning, hear, relist } from './hear.ts';
import { hostUntil } from './host-until.ts';
import { stopInstance, terminateInstance } from './instances/end-instance.ts';
import { listInstances } from './instances/list-instances.ts';
import { startInstance } from './instances/start-instance.ts';
import { listTasks } from './list.ts';
import { listLoadBalancers } from './load-balancers/list-load-balancers.ts';
import { performOnLoadBalancer } from './load-balancers/perform.ts';
import { makeWorld } from './make-world.ts';
import { removeUnusedNetwork } from './network.ts';
import { PendingStarts } from './pending-starts.ts';
import { provisionTask } from './provision.ts';
import { startContainer } from './start.ts';
import { detailsOf, statsOf } from './stats.ts';
import { stopContainer } from './stop.ts';
import { TaskQueue } from './task-queue.ts';
import { removeUnusedVolumes } from './volumes.ts';
import { within } from './within.ts';
import type { World } from './world.ts';

export { type DockerNotFound, type FoundDocker, findDocker } from './find-docker.ts';

export interface DockerEngineOptions {
  /** What `findDocker` found. */
  readonly docker: FoundDocker;
  /** Default: the images under `labs/images`. */
  readonly labImages?: LabImages;
  /** Milliseconds between two looks at what is really there; default 30 s. */
  readonly relistInterval?: number;
}

/** How often an effect is tried when its request got no answer although Docker is there. */
const ATTEMPTS = 3;
const RELIST_INTERVAL = 30_000;
const CLOSE_PATIENCE = 10_000;
/** So many containers may always be started at a time; Docker's own Swarm knows no bound. */
const FEWEST_STARTS = 8;

/** Real containers on real networks. */
export const dockerEngine = (options: DockerEngineOptions): Engine => new DockerEngine(options);

class DockerEngine implements Engine {
  readonly name = 'docker';
  readonly description: string;
  readonly #options: DockerEngineOptions;
  readonly #docker: Docker;
  readonly #queue = new TaskQueue();
  /** In an order of their own: a fault waits for no start and no stop. */
  readonly #faults = new TaskQueue();
  readonly #pendingStarts = new PendingStarts();
  #world: World | undefined;
  #watch: DockerWatch | undefined;
  #closed = false;
  #cancelRelist = () => {};

  constructor(options: DockerEngineOptions) {
    this.#options = options;
    this.#docker = options.docker.connect();
    this.description = options.docker.description;
  }

  get unfiltered(): string | undefined {
    return this.#world?.traffic.missing;
  }

  async open(engineHost: EngineHost): Promise<void> {
    const host = hostUntil(engineHost, () => this.#closed);
    const world = makeWorld(
      this.#docker,
      host,
      this.#options.labImages ?? ((name) => labImage(name)),
      (arn, work) => this.#queue.exclusive(arn, () => this.#attempt(work)),
    );
    this.#world = world;
    this.#watch = new DockerWatch({
      docker: this.#docker,
      address: this.#options.docker.address,
      host,
      onConnect: (info) => this.#connected(world, info),
      onEvent: (event) => void this.#survive(() => hear(world, event)),
    });
    await this.#watch.open();
    this.#scheduleRelist(world);
  }

  perform(effect: EngineEffect): void {
    const world = this.#world;
    if (world === undefined || !this.#watch?.available) return;
    if (effect.type === 'FilterTraffic') {
      world.traffic.want(world, effect);
      return;
    }
    if ('loadBalancerArn' in effect) {
      world.inTurn(effect.loadBalancerArn, () => performOnLoadBalancer(world, effect));
      return;
    }
    if (!('taskArn' in effect)) {
      this.#performOnInstance(world, effect);
      return;
    }
    const { taskArn } = effect;
    switch (effect.type) {
      case 'ProvisionTask':
        world.inTurn(taskArn, () => provisionTask(world, effect));
        break;
      case 'StartContainer': {
        const { container } = effect;
        const pending = this.#pendingStarts.add(taskArn, container.name);
        this.#queue.start(taskArn, container.name, async () => {
          await world.traffic.applied(taskArn);
          await this.#attempt(() => startContainer(world, taskArn, container, pending.signal));
          pending.done();
        });
        break;
      }
      case 'StopContainer': {
        const { containerName, stopTimeout } = effect;
        this.#pendingStarts.abort(taskArn, containerName);
        this.#queue.stop(taskArn, containerName, () =>
          this.#attempt(() => stopContainer(world, taskArn, containerName, stopTimeout)),
        );
        break;
      }
      case 'Disturb':
      case 'Undisturb':
        this.#faults.exclusive(taskArn, () =>
          this.#attempt(() =>
            effect.type === 'Disturb'
              ? disturbTask(world, taskArn, effect.faultId, effect.disturbance)
              : undisturbTask(world, taskArn, effect.disturbance),
          ),
        );
        break;
      case 'DeprovisionTask':
        this.#pendingStarts.abort(taskArn);
        world.inTurn(taskArn, () => deprovisionTask(world, taskArn));
        break;
    }
  }

  async whyNotDisturb(taskArn: string, disturbance: Disturbance): Promise<string | undefined> {
    if (this.#world === undefined) return 'The Docker engine is not open yet.';
    return whyNotDisturb(this.#world, taskArn, disturbance);
  }

  list(): Promise<ListedTask[]> {
    if (this.#world === undefined) throw new EngineError('The Docker engine is not open yet.');
    return listTasks(this.#world);
  }

  listInstances(): Promise<ListedInstance[]> {
    if (this.#world === undefined) throw new EngineError('The Docker engine is not open yet.');
    return listInstances(this.#world);
  }

  listLoadBalancers(): Promise<ListedLoadBalancer[]> {
    if (this.#world === undefined) throw new EngineError('The Docker engine is not open yet.');
    return listLoadBalancers(this.#world);
  }

  async statsOf(taskArn: string, containerName: string): Promise<object | null> {
    return this.#world === undefined ? null : statsOf(this.#world, taskArn, containerName);
  }

  async detailsOf(taskArn: string, containerName: string): Promise<ContainerDetails | undefined> {
    return this.#world && detailsOf(this.#world, taskArn, containerName);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelRelist();
    this.#pendingStarts.abortAll();
    const reachable = this.#watch?.available === true;
    this.#watch?.close();
    this.#world?.logs.close();
    this.#world?.loadBalancers.close();
    // What has been asked of Docker is answered first, so that nothing appears behind our back.
    const work = [this.#queue.idle(), this.#faults.idle(), this.#world?.traffic.idle()];
    await within(CLOSE_PATIENCE, Promise.all(work)).catch(() => {});
    if (reachable && this.#world !== undefined) {
      await within(CLOSE_PATIENCE, removeUnusedNetwork(this.#world)).catch(() => {});
      await within(CLOSE_PATIENCE, removeUnusedVolumes(this.#world)).catch(() => {});
      await within(CLOSE_PATIENCE, removeUnusedRelay(this.#world)).catch(() => {});
    }
  }

  #performOnInstance(world: World, effect: InstanceEffect): void {
    const { instanceArn } = effect;
    world.inTurn(instanceArn, () => {
      switch (effect.type) {
        case 'StartInstance':
          return startInstance(world, effect);
        case 'StopInstance':
          return stopInstance(world, instanceArn);
        case 'TerminateInstance':
          return terminateInstance(world, instanceArn);
      }
    });
  }

  #connected(world: World, { NCPU, OperatingSystem, ServerVersion }: DockerInfo): void {
    // A start mostly waits, so fewer at a time only leave cores idle, or to whatever else is busy.
    const starts = Math.max(FEWEST_STARTS, 2 * NCPU);
    world.lanes.start.resize(starts, { min: starts, max: 4 * starts });
    world.lanes.stop.resize(4 * NCPU, { min: NCPU, max: 16 * NCPU });
    // There Docker runs in a machine of its own, which knows ours by this name.
    const elsewhere = platform() !== 'linux' || OperatingSystem === 'Docker Desktop';
    world.gatewayName = elsewhere ? 'host.docker.internal' : undefined;
    world.dockerVersion = ServerVersion;
    world.network.forget();
    world.pauseImage.forget();
    world.baseImage.forget();
    void this.#survive(async () => {
      await Promise.all([world.network.get(), world.pauseImage.get(), adoptRunning(world)]);
      await world.baseImage.get();
    });
  }

  /** Does the effect; when Docker is gone it is dropped, for it will be asked for again. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (this.#closed || !this.#watch?.available) return;
      try {
        return await work();
      } catch (error) {
        if (!isConnectionError(error)) {
          console.error('The Docker engine could not finish what it was asked:', error);
          return;
        }
        if (!(await this.#watch.check())) return;
      }
    }
  }

  /** For what runs by itself: a Docker that has gone is noticed, anything else is said. */
  async #survive(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#closed) return;
      if (isConnectionError(error)) await this.#watch?.check();
      else console.error('The Docker engine:', error instanceof Error ? error.message : error);
    }
  }

  #scheduleRelist(world: World): void {
    if (this.#closed) return;
    const interval = this.#options.relistInterval ?? RELIST_INTERVAL;
    this.#cancelRelist = world.host.clock.after(interval, () => {
      void this.#survive(async () => {
        if (this.#watch?.available) await relist(world);
      }).finally(() => this.#scheduleRelist(world));
    });
  }
}
