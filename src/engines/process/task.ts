import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSpec, Effect } from '../../core/effects.ts';
import type { NetworkBinding, PublishedPort } from '../../core/model/task.ts';
import type { ListedTask } from '../../core/observations.ts';
import type { EngineHost } from '../engine.ts';
import type { LabImage, LabImages } from '../images/lab-images.ts';
import { ProcessContainer } from './container.ts';
import {
  type ContainerRecord,
  containerFolder,
  readContainerRecord,
  removeTaskFolder,
  sha256,
  subfolders,
  type TaskRecord,
  writeJson,
  writePort,
} from './folders.ts';
import { DYNAMIC_PORTS, type HostPorts, TASK_PORTS } from './ports.ts';
import {
  CannotStart,
  commandOf,
  environmentOf,
  layOut,
  stopSignalOf,
  workingDirectoryOf,
} from './prepare.ts';

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

    const folder = containerFolder(this.folder, spec.name);
    const runtimeId = sha256(`${this.host.installId} ${taskArn} ${spec.name}`);
    const networkBindings = await this.#bind(spec, runtimeId);
    try {
      const record = this.#record(spec, image, { folder, runtimeId, networkBindings });
      writeJson(join(folder, 'container.json'), record);
      const container = this.#container(folder, record);
      this.containers.set(spec.name, container);
      return container;
    } catch (error) {
      this.ports.release(runtimeId);
      throw error;
    }
  }

  #container(folder: string, record: ContainerRecord): ProcessContainer {
    return new ProcessContainer(folder, record, this.host, () =>
      this.ports.release(record.runtimeId),
    );
  }

  #record(
    spec: ContainerSpec,
    image: LabImage,
    made: { folder: string; runtimeId: string; networkBindings: readonly NetworkBinding[] },
  ): ContainerRecord {
    const { taskArn, networkMode } = this.record;
    const { folder, runtimeId, networkBindings } = made;
    const root = join(folder, 'root');
    layOut(image, root);
    const ports = this.#portsFolder(folder);
    if (ports !== undefined) mkdirSync(ports, { recursive: true });
    for (const { containerPort, hostPort } of networkMode === 'bridge' ? networkBindings : [])
      writePort(join(folder, 'ports'), containerPort, hostPort);
    const fromHost = this.host.environmentFor(taskArn, spec.name, '127.0.0.1');
    const environment = environmentOf(image, spec, fromHost, { root, runtimeId, ports });
    const workingDirectory = workingDirectoryOf(image, spec, root);
    mkdirSync(workingDirectory, { recursive: true });
    return {
      taskArn,
      spec,
      runtimeId,
      imageDigest: image.digest,
      networkBindings,
      command: commandOf(image, spec, { root, path: environment.PATH ?? '' }),
      workingDirectory,
      environment,
      stopSignal: stopSignalOf(image),
      createdAt: this.host.clock.now(),
    };
  }

  /** Containers of an awsvpc task share their ports; in the other modes each has its own. */
  #portsFolder(folder: string): string | undefined {
    const { networkMode } = this.record;
    if (networkMode === 'host') return undefined;
    return join(networkMode === 'awsvpc' ? this.folder : folder, 'ports');
  }

  async #bind(spec: ContainerSpec, runtimeId: string): Promise<NetworkBinding[]> {
    const { networkMode } = this.record;
    if (networkMode !== 'bridge' && networkMode !== 'host') return [];
    const bindings: NetworkBinding[] = [];
    for (const { containerPort, hostPort, protocol = 'tcp' } of spec.portMappings) {
      if (containerPort === undefined) continue;
      const bound = { bindIP: '127.0.0.1', containerPort, protocol };
      if (networkMode === 'host') {
        // The program itself binds it, and is the one to fail when it is taken.
        bindings.push({ ...bound, hostPort: containerPort });
      } else if (hostPort) {
        const failure = await this.ports.take(hostPort, runtimeId);
        if (failure !== undefined) {
          this.ports.release(runtimeId);
          throw new CannotStart(failure);
        }
        bindings.push({ ...bound, hostPort });
      } else {
        bindings.push({ ...bound, hostPort: await this.ports.takeAny(DYNAMIC_PORTS, runtimeId) });
      }
    }
    return bindings;
  }
}

const noSuchImage = (image: string) =>
  `CannotPullContainerError: ${image} is not one of the labs' images, and without Docker only those can run. Start a Docker engine ("npm run setup" can install one), or use one of the labs' images, such as containerofcats.`;
