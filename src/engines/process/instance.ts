import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { InstanceSpec } from '../../core/effects.ts';
import type { ListedInstance } from '../../core/observations.ts';
import { type MachinePorts, machinePorts } from '../instance-ports.ts';
import { readNumber, readText, writeJson, writePort } from './folders.ts';
import { type HostPorts, TASK_PORTS } from './ports.ts';

/** What is kept of an instance, in `instances/ID/instance.json` of the data folder. */
export interface InstanceRecord {
  readonly instanceArn: string;
  readonly spec: InstanceSpec;
  readonly privateIpAddress: string;
  readonly status: 'RUNNING' | 'STOPPED';
}

/**
 * One EC2 instance: a record, and host ports of its own. All instances share this machine, so each
 * of their ports is really some port of 127.0.0.1 that is free here. The folder `ports` says which
 * (as that of a container does), and is what the preload of programs in host mode goes by.
 */
export class ProcessInstance {
  /** Tasks that are on it, or are about to be. */
  readonly taskArns = new Set<string>();
  /** Ports in bridge mode, with the containers (or tasks) that hold them. */
  readonly ports: MachinePorts = machinePorts();
  #record: InstanceRecord;
  #isEnding = false;
  /** The real port of each port that has been spoken of. */
  readonly #real = new Map<number, Promise<number>>();

  constructor(
    readonly folder: string,
    record: InstanceRecord,
    readonly hostPorts: HostPorts,
  ) {
    this.#record = record;
    for (const name of existsSync(this.portsFolder) ? readdirSync(this.portsFolder) : []) {
      const real = readNumber(join(this.portsFolder, name));
      if (real !== undefined) this.hostPorts.adopt(real, this.#ownerOf(Number(name)));
    }
  }

  get record(): InstanceRecord {
    return this.#record;
  }

  get instanceArn(): string {
    return this.#record.instanceArn;
  }

  /** Tasks may be put on it. */
  get isRunning(): boolean {
    return this.#record.status === 'RUNNING' && !this.#isEnding;
  }

  get portsFolder(): string {
    return join(this.folder, 'ports');
  }

  get listed(): ListedInstance {
    const { instanceArn, status, privateIpAddress } = this.#record;
    return { instanceArn, status, privateIpAddress };
  }

  /** The port of 127.0.0.1 that is that port of the instance, until the instance is down. */
  realPort(port: number): Promise<number> {
    const known = this.#real.get(port);
    if (known) return known;
    const chosen = this.#chooseReal(port);
    this.#real.set(port, chosen);
    chosen.catch(() => this.#real.delete(port));
    return chosen;
  }

  /** Nobody speaks of that port any more. */
  forgetPort(port: number): void {
    this.#real.delete(port);
    rmSync(join(this.portsFolder, String(port)), { force: true });
    this.hostPorts.release(this.#ownerOf(port));
  }

  start(): void {
    this.#isEnding = false;
    this.#write('RUNNING');
  }

  /** From now on no task may be put on it. */
  beginToEnd(): void {
    this.#isEnding = true;
  }

  /** All that was on it has ended. */
  ended(): void {
    if (existsSync(this.portsFolder))
      for (const name of readdirSync(this.portsFolder)) this.forgetPort(Number(name));
    this.#real.clear();
    this.taskArns.clear();
    this.#write('STOPPED');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #chooseReal(port: number): Promise<number> {
    // A program in host mode may have chosen one itself.
    const chosen = readNumber(join(this.portsFolder, String(port)));
    if (chosen !== undefined) {
      this.hostPorts.adopt(chosen, this.#ownerOf(port));
      return chosen;
    }
    const real = await this.hostPorts.takeAny(TASK_PORTS, this.#ownerOf(port));
    writePort(this.portsFolder, port, real);
    return real;
  }

  #ownerOf = (port: number): string => `${this.instanceArn}:${port}`;

  #write(status: InstanceRecord['status']): void {
    this.#record = { ...this.#record, status };
    mkdirSync(this.portsFolder, { recursive: true });
    writeJson(join(this.folder, 'instance.json'), this.#record);
  }
}

export function readInstanceRecord(folder: string): InstanceRecord | undefined {
  const text = readText(join(folder, 'instance.json'));
  return text === undefined ? undefined : JSON.parse(text);
}
