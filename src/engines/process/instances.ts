import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf } from '../../core/arn.ts';
import type { InstanceEffect, InstanceSpec } from '../../core/effects.ts';
import type { ListedInstance } from '../../core/observations.ts';
import type { EngineHost } from '../engine.ts';
import type { PrivateAddresses } from '../instance-address.ts';
import { sha256, subfolders } from './folders.ts';
import { ProcessInstance, readInstanceRecord } from './instance.ts';
import type { HostPorts } from './ports.ts';

/** Where the instances of an install are kept. */
export const instancesFolder = (dataDir: string): string => join(dataDir, 'instances');

/** All EC2 instances of an install: records, whose agents are up as soon as they are. */
export class ProcessInstances {
  readonly #instances = new Map<string, ProcessInstance>();

  constructor(
    readonly host: EngineHost,
    readonly hostPorts: HostPorts,
    readonly addresses: PrivateAddresses,
    /** Ends that task and takes it away. */
    readonly endTask: (taskArn: string) => Promise<void>,
  ) {
    for (const folder of subfolders(instancesFolder(host.dataDir))) {
      const record = readInstanceRecord(folder);
      if (record) {
        this.addresses.adopt(record.privateIpAddress);
        this.#instances.set(record.instanceArn, new ProcessInstance(folder, record, hostPorts));
      } else {
        // Its start was cut short; when asked for again it starts anew.
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }

  get(instanceArn: string | undefined): ProcessInstance | undefined {
    return instanceArn === undefined ? undefined : this.#instances.get(instanceArn);
  }

  list(): ListedInstance[] {
    return [...this.#instances.values()].map(({ listed }) => listed);
  }

  /** Never rejects: what goes wrong is an observation. */
  async perform(effect: InstanceEffect): Promise<void> {
    const { instanceArn } = effect;
    switch (effect.type) {
      case 'StartInstance':
        this.#start(instanceArn, effect.instance);
        return;
      case 'StopInstance': {
        const instance = this.#instances.get(instanceArn);
        if (instance) await this.#end(instance);
        this.host.observe({ type: 'InstanceStopped', instanceArn });
        return;
      }
      case 'TerminateInstance': {
        const instance = this.#instances.get(instanceArn);
        if (instance) {
          await this.#end(instance);
          instance.remove();
          this.addresses.release(instance.record.privateIpAddress);
          this.#instances.delete(instanceArn);
        }
        this.host.observe({ type: 'InstanceTerminated', instanceArn });
      }
    }
  }

  /** Says which agents are there: the one who listened before may have missed it. */
  observeConnections(): void {
    for (const { isRunning, instanceArn, record } of this.#instances.values())
      if (isRunning && record.spec.agentConfiguration !== undefined)
        this.host.observe({ type: 'AgentConnectionChanged', instanceArn, connected: true });
  }

  #start(instanceArn: string, spec: InstanceSpec): void {
    try {
      const instance = this.#instances.get(instanceArn) ?? this.#make(instanceArn, spec);
      if (!instance.isRunning) instance.start();
      this.#instances.set(instanceArn, instance);
      const { privateIpAddress } = instance.record;
      this.host.observe({ type: 'InstanceStarted', instanceArn, privateIpAddress });
      this.#observeAgent(instance);
    } catch (error) {
      const reason = `Server.InternalError: ${error instanceof Error ? error.message : error}`;
      this.host.observe({ type: 'InstanceStartFailed', instanceArn, reason });
    }
  }

  #make(instanceArn: string, spec: InstanceSpec): ProcessInstance {
    const name = `${nameOf(instanceArn)}-${sha256(instanceArn).slice(0, 8)}`;
    const privateIpAddress = this.addresses.take(spec.availabilityZone);
    return new ProcessInstance(
      join(instancesFolder(this.host.dataDir), name),
      { instanceArn, spec, privateIpAddress, status: 'STOPPED' },
      this.hostPorts,
    );
  }

  async #end(instance: ProcessInstance): Promise<void> {
    instance.beginToEnd();
    await Promise.all([...instance.taskArns].map((taskArn) => this.endTask(taskArn)));
    instance.ended();
  }

  #observeAgent({ record: { instanceArn, spec } }: ProcessInstance): void {
    const configuration = spec.agentConfiguration;
    if (configuration === undefined) return;
    this.host.observe({ type: 'AgentStarted', instanceArn, configuration });
  }
}
