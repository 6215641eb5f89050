import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSpec, Effect } from '../../core/effects.ts';
import type { PublishedPort } from '../../core/model/task.ts';
import type { ListedTask } from '../../core/observations.ts';
import type { EngineHost } from '../engine.ts';
import type { LabImages } from '../images/lab-images.ts';
import { ProcessContainer } from './container.ts';
import { createContainer } from './create.ts';
import {
  type ContainerRecord,
  readContainerRecord,
  removeTaskFolder,
  subfolders,
  type TaskRecord,
  writeJson,
  writePort,
} from './folders.ts';
import { type HostPorts, TASK_PORTS } from './ports.ts';

const REMOVE_DEADLINE = 10_000;

/** One task: its ports and its containers. */
export class ProcessTask {
  readonly containers = new Map<string, ProcessContainer>();

  constructor(
    readonly folder: string,
    readonly record: TaskRecord,
    readonly host: EngineHost,
    readonly ports: HostPorts,
    readonly images: LabImages,
  ) {}

  /** Chooses the ports of the task and makes its folder. */
  static async provision(
    folder: string,
    effect: Extract<Effect, { type: 'ProvisionTask' }>,
    host: EngineHost,
    ports: HostPorts,
    images: LabImages,
  ): Promise<ProcessTask> {
    const { taskArn, networkMode, portMappings } = effect;
    const publishedPorts: PublishedPort[] = [];
    mkdirSync(folder, { recursive: true });
    for (const { containerPort, protocol = 'tcp' } of portMappings) {
      if (networkMode !== 'awsvpc' || containerPort === undefined) continue;
      const hostPort = await ports.takeAny(TASK_PORTS, taskArn);
      writePort(join(folder, 'ports'), containerPort, hostPort);
      publishedPorts.push({ containerPort, hostPort, protocol });
    }
    const address = networkMode === 'awsvpc' ? { privateIpv4Address: '127.0.0.1' } : {};
    const record: TaskRecord = { taskArn, networkMode, address, publishedPorts };
    writeJson(join(folder, 'task.json'), record);
    return new ProcessTask(folder, record, host, ports, images);
  }

  /** Takes up what an engine before this one left. */
  adopt(): void {
    for (const { hostPort } of this.record.publishedPorts)
      this.ports.adopt(hostPort, this.record.taskArn);
    for (const folder of subfolders(join(this.folder, 'containers'))) {
      const record = readContainerRecord(folder);
      if (!record) continue;
      const container = this.#container(folder, record);
      container.adopt();
      this.containers.set(container.name, container);
      if (!container.hasStopped)
        for (const { hostPort } of record.networkBindings)
          this.ports.adopt(hostPort, record.runtimeId);
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
      this.ports.release(container.record.runtimeId);
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
    for (const { record } of this.containers.values()) this.ports.release(record.runtimeId);
    this.ports.release(this.record.taskArn);
    await removeTaskFolder(this.host.dataDir, this.folder);
  }

  observeProvisioned(): void {
    const { taskArn, address, publishedPorts } = this.record;
    this.host.observe({ type: 'TaskProvisioned', taskArn, address, publishedPorts });
  }

  listed(): ListedTask {
    const { taskArn, address, publishedPorts } = this.record;
    return {
      taskArn,
      provisioned: { address, publishedPorts },
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
      this.ports,
    );
    const container = this.#container(folder, record);
    this.containers.set(spec.name, container);
    return container;
  }

  #container(folder: string, record: ContainerRecord): ProcessContainer {
    return new ProcessContainer(folder, record, this.host, () =>
      this.ports.release(record.runtimeId),
    );
  }
}

const noSuchImage = (image: string) =>
  `CannotPullContainerError: ${image} is not one of the labs' images, and without Docker only those can run. Start a Docker engine ("npm run setup" can install one), or use one of the labs' images, such as containerofcats.`;
