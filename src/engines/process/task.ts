import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSpec, EngineEffect } from '../../core/effects.ts';
import type { PublishedPort } from '../../core/model/task.ts';
import type { ListedTask } from '../../core/observations.ts';
import type { EngineHost } from '../engine.ts';
import type { LabImages } from '../images/lab-images.ts';
import type { PrivateAddresses } from '../instance-address.ts';
import { choosePorts, forgetPorts } from './bind.ts';
import { ProcessContainer } from './container.ts';
import { createContainer, releasePorts } from './create.ts';
import {
  type ContainerRecord,
  readContainerRecord,
  removeTaskFolder,
  subfolders,
  type TaskPort,
  type TaskRecord,
  writeJson,
  writePort,
} from './folders.ts';
import type { ProcessInstance } from './instance.ts';
import type { HostPorts } from './ports.ts';

const REMOVE_DEADLINE = 10_000;

/** What all tasks have in common. */
export interface TaskSurroundings {
  readonly host: EngineHost;
  readonly ports: HostPorts;
  /** By which tasks are told apart; nothing listens there. */
  readonly addresses: PrivateAddresses;
  readonly images: LabImages;
}

/** One task: its ports and its containers. */
export class ProcessTask {
  readonly host: EngineHost;
  readonly ports: HostPorts;
  readonly addresses: PrivateAddresses;
  readonly images: LabImages;
  readonly containers = new Map<string, ProcessContainer>();

  constructor(
    readonly folder: string,
    readonly record: TaskRecord,
    { host, ports, addresses, images }: TaskSurroundings,
    /** The EC2 instance it is on; undefined: none. */
    readonly instance: ProcessInstance | undefined,
  ) {
    this.host = host;
    this.ports = ports;
    this.addresses = addresses;
    this.images = images;
    instance?.taskArns.add(record.taskArn);
  }

  /** Chooses the ports of the task and makes its folder. */
  static async provision(
    folder: string,
    effect: Extract<EngineEffect, { type: 'ProvisionTask' }>,
    surroundings: TaskSurroundings,
    instance: ProcessInstance | undefined,
  ): Promise<ProcessTask> {
    const { taskArn, networkMode, availabilityZone, portMappings, instanceArn } = effect;
    const { ports, addresses } = surroundings;
    mkdirSync(folder, { recursive: true });
    const chosen = await choosePorts(taskArn, networkMode, portMappings, ports, instance);
    if (networkMode === 'awsvpc')
      for (const { containerPort, hostPort } of chosen)
        writePort(join(folder, 'ports'), containerPort, hostPort);
    const address =
      networkMode === 'awsvpc' ? { privateIpv4Address: addresses.take(availabilityZone) } : {};
    const record: TaskRecord = {
      taskArn,
      networkMode,
      address,
      publishedPorts: chosen,
      instanceArn,
    };
    writeJson(join(folder, 'task.json'), record);
    return new ProcessTask(folder, record, surroundings, instance);
  }

  /** Takes up what an engine before this one left. */
  adopt(): void {
    const { taskArn, address, publishedPorts } = this.record;
    if (address.privateIpv4Address !== undefined) this.addresses.adopt(address.privateIpv4Address);
    for (const { hostPort, protocol, instancePort, isDynamic } of publishedPorts)
      if (instancePort === undefined) this.ports.adopt(hostPort, taskArn);
      else if (isDynamic) this.instance?.ports[protocol].take(instancePort, taskArn);
    for (const folder of subfolders(join(this.folder, 'containers'))) {
      const record = readContainerRecord(folder);
      if (!record) continue;
      const container = this.#container(folder, record);
      container.adopt();
      this.containers.set(container.name, container);
      if (!container.hasStopped) this.#adoptPorts(record);
    }
  }

  /** Throws with the reason why it cannot start. */
  async start(spec: ContainerSpec): Promise<void> {
    const known = this.containers.get(spec.name);
    if (known && (known.isRunning || known.hasStopped)) {
      known.repeat();
      return;
    }
    const container = known ?? (await this.#create(spec));
    try {
      await container.start();
    } catch (error) {
      this.#releasePorts(container.record);
      throw error;
    }
  }

  follow(): void {
    for (const container of this.containers.values()) container.follow();
  }

  letGo(): void {
    for (const container of this.containers.values()) container.letGo();
  }

  /** Kills what runs and removes everything. */
  async remove(): Promise<void> {
    const deadline = this.host.clock.now() + REMOVE_DEADLINE;
    for (const container of this.containers.values()) container.kill();
    while ([...this.containers.values()].some(({ isRunning }) => isRunning)) {
      if (this.host.clock.now() > deadline) break;
      this.follow();
      await new Promise<void>((resolve) => this.host.clock.after(10, resolve));
    }
    this.letGo();
    for (const { record } of this.containers.values()) this.#releasePorts(record);
    const { taskArn, address, publishedPorts } = this.record;
    if (address.privateIpv4Address !== undefined)
      this.addresses.release(address.privateIpv4Address);
    this.ports.release(taskArn);
    forgetPorts(taskArn, publishedPorts, this.instance);
    this.instance?.taskArns.delete(taskArn);
    await removeTaskFolder(this.host.dataDir, this.folder);
  }

  get publishedPorts(): PublishedPort[] {
    return this.record.publishedPorts.map(({ containerPort, hostPort, protocol }) => ({
      containerPort,
      hostPort,
      protocol,
    }));
  }

  observeProvisioned(): void {
    const { taskArn, address } = this.record;
    const { publishedPorts } = this;
    this.host.observe({ type: 'TaskProvisioned', taskArn, address, publishedPorts });
  }

  listed(): ListedTask {
    const { taskArn, address } = this.record;
    return {
      taskArn,
      provisioned: { address, publishedPorts: this.publishedPorts },
      containers: [...this.containers.values()].map((container) => container.listed()),
    };
  }

  async #create(spec: ContainerSpec): Promise<ProcessContainer> {
    const { taskArn } = this.record;
    const containerName = spec.name;
    this.host.observe({ type: 'ImagePullStarted', taskArn, containerName });
    const image = this.images(spec.image);
    if (!image) throw new Error(noSuchImage(spec.image));
    const imageDigest = image.digest;
    this.host.observe({ type: 'ImagePulled', taskArn, containerName, imageDigest });

    const { folder, record } = await createContainer(
      this.folder,
      this.record,
      spec,
      image,
      this.host,
      { hostPorts: this.ports, instance: this.instance, taskPorts: this.#unboundPorts },
    );
    const container = this.#container(folder, record);
    this.containers.set(spec.name, container);
    return container;
  }

  #container(folder: string, record: ContainerRecord): ProcessContainer {
    return new ProcessContainer(folder, record, this.host, () => this.#releasePorts(record));
  }

  /** What no container of the task has bound; a port may be named by two of them. */
  get #unboundPorts(): TaskPort[] {
    const bound = new Set(
      [...this.containers.values()].flatMap(({ record }) =>
        record.networkBindings.map(({ hostPort, protocol }) => `${hostPort}/${protocol}`),
      ),
    );
    return this.record.publishedPorts.filter(
      ({ instancePort, isDynamic, protocol }) =>
        !isDynamic || !bound.has(`${instancePort}/${protocol}`),
    );
  }

  #adoptPorts({ networkBindings, runtimeId }: ContainerRecord): void {
    for (const { hostPort, protocol } of networkBindings)
      if (this.instance === undefined) this.ports.adopt(hostPort, runtimeId);
      else if (this.record.networkMode === 'bridge')
        this.instance.ports[protocol].take(hostPort, runtimeId);
  }

  #releasePorts({ runtimeId, spec }: ContainerRecord): void {
    releasePorts(runtimeId, spec, this.ports, this.instance);
  }
}

const noSuchImage = (image: string) =>
  `CannotPullContainerError: ${image} is not one of the labs' images, and without Docker only those can run. Start a Docker engine ("npm run setup" can install one), or use one of the labs' images, such as containerofcats.`;
