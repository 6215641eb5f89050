import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { EngineEffect, TaskEffect } from '../../src/core/effects.ts';
import type {
  ListedInstance,
  ListedLoadBalancer,
  ListedTask,
  Observation,
} from '../../src/core/observations.ts';
import type { Engine, EngineHost } from '../../src/engines/engine.ts';

type StoredTask = ListedTask;

/**
 * An engine whose containers are files: they stay when the process that drives it is killed, and
 * nothing but this engine ever changes them. `moment` is called around each change.
 */
export class FolderEngine implements Engine {
  readonly name = 'simulated';
  readonly description: string;
  readonly #folder: string;
  readonly #moment: (moment: 'engine-before' | 'engine-after') => void;
  readonly #lanes = new Map<string, Promise<void>>();
  #host: EngineHost | undefined;

  constructor(
    folder: string,
    moment: (moment: 'engine-before' | 'engine-after') => void = () => {},
  ) {
    mkdirSync(folder, { recursive: true });
    this.description = `Files in ${folder}`;
    this.#folder = folder;
    this.#moment = moment;
  }

  async open(host: EngineHost): Promise<void> {
    this.#host = host;
    host.statusChanged({ available: true });
  }

  perform(effect: EngineEffect): void {
    if (!('taskArn' in effect)) return;
    const before = this.#lanes.get(effect.taskArn) ?? Promise.resolve();
    this.#lanes.set(
      effect.taskArn,
      before.then(() => setTimeout(1)).then(() => this.#perform(effect)),
    );
  }

  async whyNotDisturb() {
    return undefined;
  }

  async list(): Promise<ListedTask[]> {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(this.#folder, name), 'utf8')));
  }

  async listInstances(): Promise<ListedInstance[]> {
    return [];
  }

  async listLoadBalancers(): Promise<ListedLoadBalancer[]> {
    return [];
  }

  async close(): Promise<void> {
    this.#host = undefined;
    await Promise.all(this.#lanes.values());
  }

  /** ARN and container of every start there ever was. */
  starts(): string[] {
    try {
      return readFileSync(join(this.#folder, 'starts'), 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  }

  #perform(effect: TaskEffect): void {
    const host = this.#host;
    if (host === undefined) return;
    const { taskArn } = effect;
    const task = this.#read(taskArn);
    const provisioned = { address: {}, publishedPorts: [] };
    switch (effect.type) {
      case 'ProvisionTask':
        if (task === undefined) this.#write({ taskArn, provisioned, containers: [] });
        this.#observe({ type: 'TaskProvisioned', taskArn, ...provisioned });
        return;
      case 'StartContainer':
        this.#start(taskArn, effect.container.name, task);
        return;
      case 'StopContainer':
        this.#stop(taskArn, effect.containerName, task);
        return;
      case 'DeprovisionTask':
        this.#moment('engine-before');
        rmSync(this.#file(taskArn), { force: true });
        this.#moment('engine-after');
        this.#observe({ type: 'TaskDeprovisioned', taskArn });
    }
  }

  #start(taskArn: string, name: string, task: StoredTask | undefined): void {
    const containerName = name;
    if (task === undefined) {
      this.#observe({ type: 'ContainerStartFailed', taskArn, containerName, reason: 'no network' });
      return;
    }
    const known = task.containers.find((container) => container.name === name);
    if (known === undefined) {
      const container = {
        name,
        runtimeId: `${name}-id`,
        status: 'RUNNING' as const,
        healthStatus: 'UNKNOWN' as const,
        networkBindings: [],
      };
      this.#write({ ...task, containers: [...task.containers, container] });
      // Behind the fact: a start that a crash cut off is not counted.
      appendFileSync(join(this.#folder, 'starts'), `${taskArn} ${name}\n`);
    }
    const runtimeId = `${name}-id`;
    this.#observe({
      type: 'ContainerStarted',
      taskArn,
      containerName,
      runtimeId,
      networkBindings: [],
    });
  }

  #stop(taskArn: string, name: string, task: StoredTask | undefined): void {
    const containers = (task?.containers ?? []).map((container) =>
      container.name === name
        ? { ...container, status: 'STOPPED' as const, exitCode: 143 }
        : container,
    );
    if (task !== undefined) this.#write({ ...task, containers });
    this.#observe({ type: 'ContainerStopped', taskArn, containerName: name, exitCode: 143 });
  }

  #observe(observation: Observation): void {
    this.#host?.observe(observation);
  }

  #read(taskArn: string): StoredTask | undefined {
    try {
      return JSON.parse(readFileSync(this.#file(taskArn), 'utf8'));
    } catch {
      return undefined;
    }
  }

  #write(task: ListedTask): void {
    this.#moment('engine-before');
    const draft = join(this.#folder, 'draft');
    writeFileSync(draft, JSON.stringify(task));
    renameSync(draft, this.#file(task.taskArn));
    this.#moment('engine-after');
  }

  #file(taskArn: string): string {
    return join(this.#folder, `${taskArn.slice(taskArn.lastIndexOf('/') + 1)}.json`);
  }
}
