import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import type { Disturbance, EngineEffect, TaskEffect } from '../../core/effects.ts';
import type { ListedInstance, ListedLoadBalancer, ListedTask } from '../../core/observations.ts';
import { type Engine, EngineError, type EngineHost } from '../engine.ts';
import { type LabImages, labImages } from '../images/lab-images.ts';
import { PrivateAddresses } from '../instance-address.ts';
import { disturb, undisturb, whyNotDisturb } from './disturb.ts';
import { engineFolder, readTaskRecord, subfolders, sweepRemoved, taskFolder } from './folders.ts';
import { ProcessInstances } from './instances.ts';
import { ProcessLoadBalancers } from './load-balancers.ts';
import { HostPorts } from './ports.ts';
import { ProcessTask, type TaskSurroundings } from './task.ts';
import { removeVolumes } from './volumes.ts';

/** How soon output and ends of containers are noticed, in milliseconds. */
const FOLLOW_EVERY = 100;

export interface ProcessEngineOptions {
  /** Default: the images of the labs. */
  readonly images?: LabImages | undefined;
}

/**
 * Runs containers as processes of this machine: lab images only, Node.js programs in the main.
 * Every container outlives the engine; the next one on the same data folder adopts it.
 */
export function processEngine(options: ProcessEngineOptions = {}): Engine {
  return new ProcessEngine(options.images ?? labImages());
}

class ProcessEngine implements Engine {
  readonly name = 'process';
  readonly description =
    `Plain processes of this machine (Node.js ${process.versions.node}): real programs and real kills, but no isolation, no CPU limits, and lab images only`;
  readonly unfiltered =
    'Programs share the network of this machine. Use Docker to see what security groups keep out.';
  readonly #tasks = new Map<string, ProcessTask>();
  readonly #queues = new Map<string, Promise<void>>();
  readonly #ports = new HostPorts();
  readonly #addresses = new PrivateAddresses();
  #host: EngineHost | undefined;
  #instances: ProcessInstances | undefined;
  #loadBalancers: ProcessLoadBalancers | undefined;
  #cancelFollow: (() => void) | undefined;

  constructor(readonly images: LabImages) {}

  async open(host: EngineHost): Promise<void> {
    if (process.platform === 'win32')
      throw new EngineError(
        'The process engine needs a POSIX system (Linux or macOS), and this is Windows. Start Docker Desktop, or run this inside WSL.',
      );
    const folder = engineFolder(host.dataDir);
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
    } catch (cause) {
      throw new EngineError(
        `The process engine keeps its containers in ${folder}, and cannot write there. Make it writable, or choose another data folder.`,
        { cause },
      );
    }
    this.#host = host;
    sweepRemoved(host.dataDir);
    const instances = new ProcessInstances(host, this.#ports, this.#addresses, (taskArn) =>
      this.#enqueue(taskArn, () => this.#remove(taskArn)),
    );
    this.#instances = instances;
    for (const path of subfolders(folder)) {
      const record = readTaskRecord(path);
      if (!record) {
        // Its provisioning was cut short; when asked for again it starts anew.
        rmSync(path, { recursive: true, force: true });
        continue;
      }
      const instance = instances.get(record.instanceArn);
      const task = new ProcessTask(path, record, this.#surroundings(host), instance);
      task.adopt();
      this.#tasks.set(record.taskArn, task);
    }
    this.#loadBalancers = new ProcessLoadBalancers(host, this.#ports, (loadBalancerArn, work) =>
      this.#enqueue(loadBalancerArn, work),
    );
    this.#follow(host);
    host.statusChanged({ available: true });
    instances.observeConnections();
  }

  perform(effect: EngineEffect): void {
    const host = this.#host;
    const instances = this.#instances;
    const loadBalancers = this.#loadBalancers;
    if (!host || !instances || !loadBalancers) return;
    if (effect.type === 'FilterTraffic') return;
    if ('taskArn' in effect) {
      if (effect.type === 'ProvisionTask')
        instances.get(effect.instanceArn)?.taskArns.add(effect.taskArn);
      void this.#enqueue(effect.taskArn, () => this.#perform(effect, host, instances));
    } else if ('instanceArn' in effect)
      void this.#enqueue(effect.instanceArn, () => instances.perform(effect));
    else void this.#enqueue(effect.loadBalancerArn, () => loadBalancers.perform(effect));
  }

  /** One after the other for each task and each instance. */
  #enqueue(arn: string, work: () => Promise<void>): Promise<void> {
    const before = this.#queues.get(arn) ?? Promise.resolve();
    const after = before.then(work);
    this.#queues.set(arn, after);
    return after.then(() => {
      if (this.#queues.get(arn) === after) this.#queues.delete(arn);
    });
  }

  async whyNotDisturb(taskArn: string, disturbance: Disturbance): Promise<string | undefined> {
    return whyNotDisturb(this.#tasks.get(taskArn), disturbance);
  }

  async list(): Promise<ListedTask[]> {
    await Promise.all(this.#queues.values());
    for (const task of this.#tasks.values()) task.follow();
    return [...this.#tasks.values()].map((task) => task.listed());
  }

  async listInstances(): Promise<ListedInstance[]> {
    await Promise.all(this.#queues.values());
    return this.#instances?.list() ?? [];
  }

  async listLoadBalancers(): Promise<ListedLoadBalancer[]> {
    await Promise.all(this.#queues.values());
    return this.#loadBalancers?.list() ?? [];
  }

  async statsOf(taskArn: string, containerName: string): Promise<object | null> {
    return this.#tasks.get(taskArn)?.containers.get(containerName)?.stats() ?? null;
  }

  async close(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    this.#cancelFollow?.();
    this.#loadBalancers?.letGo();
    await Promise.all(this.#queues.values());
    for (const task of this.#tasks.values()) task.letGo();
    const isEmpty = this.#tasks.size === 0 && this.#instances?.list().length === 0;
    if (host !== undefined && isEmpty) removeVolumes(host.dataDir);
    this.#tasks.clear();
  }

  #follow(host: EngineHost): void {
    for (const task of this.#tasks.values()) task.follow();
    this.#loadBalancers?.follow();
    this.#cancelFollow = host.clock.after(FOLLOW_EVERY, () => this.#follow(host));
  }

  /** Never rejects: what goes wrong is an observation. */
  async #perform(effect: TaskEffect, host: EngineHost, instances: ProcessInstances): Promise<void> {
    const { taskArn } = effect;
    const task = this.#tasks.get(taskArn);
    switch (effect.type) {
      case 'ProvisionTask': {
        const path = taskFolder(host.dataDir, taskArn);
        const instance = instances.get(effect.instanceArn);
        try {
          if (effect.instanceArn !== undefined && !instance?.isRunning)
            throw new Error(`its instance ${effect.instanceArn} is not running`);
          const provisioned =
            task ?? (await ProcessTask.provision(path, effect, this.#surroundings(host), instance));
          this.#tasks.set(taskArn, provisioned);
          provisioned.observeProvisioned();
        } catch (error) {
          const reason = `ResourceInitializationError: cannot set up ${basename(path)}: ${messageOf(error)}`;
          host.observe({ type: 'TaskProvisionFailed', taskArn, reason });
        }
        return;
      }
      case 'StartContainer': {
        const containerName = effect.container.name;
        try {
          if (!task) throw new Error('the network of its task is gone');
          await task.start(effect.container);
        } catch (error) {
          const reason = messageOf(error).startsWith('CannotPullContainerError')
            ? messageOf(error)
            : `CannotStartContainerError: ${messageOf(error)}`;
          host.observe({ type: 'ContainerStartFailed', taskArn, containerName, reason });
        }
        return;
      }
      case 'StopContainer': {
        const { containerName, stopTimeout } = effect;
        const container = task?.containers.get(containerName);
        if (container) container.stop(stopTimeout);
        else host.observe({ type: 'ContainerStopped', taskArn, containerName });
        return;
      }
      case 'Disturb':
        if (task) disturb(task, effect.disturbance);
        return;
      case 'Undisturb':
        if (task) undisturb(task, effect.disturbance);
        return;
      case 'DeprovisionTask':
        await this.#remove(taskArn);
        host.observe({ type: 'TaskDeprovisioned', taskArn });
    }
  }

  #surroundings(host: EngineHost): TaskSurroundings {
    return { host, ports: this.#ports, addresses: this.#addresses, images: this.images };
  }

  async #remove(taskArn: string): Promise<void> {
    await this.#tasks.get(taskArn)?.remove();
    this.#tasks.delete(taskArn);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
