import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ControlPlane } from '../../src/control-plane/control-plane.ts';
import { type ControlPlaneOptions, openControlPlane } from '../../src/control-plane/open.ts';
import type { CommandName, CommandOutput, Commands } from '../../src/core/commands.ts';
import type { IdSource } from '../../src/core/env.ts';
import type { Task } from '../../src/core/model/task.ts';
import type { Engine } from '../../src/engines/engine.ts';
import {
  type SimulatedEngineOptions,
  simulatedEngine,
} from '../../src/engines/simulated/simulated-engine.ts';
import { type VirtualClock, virtualClock } from '../../src/engines/simulated/virtual-clock.ts';
import { type SimulatedWorld, simulatedWorld } from '../../src/engines/simulated/world.ts';

export const SCOPE = { account: '111122223333', region: 'us-east-1' };
const SUBNETS = ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'];
const NETWORK = { awsvpcConfiguration: { subnets: SUBNETS } };
const ROOT = 'arn:aws:iam::111122223333:root';

/** A data folder of its own, gone with `using`. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'control-plane-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Ids from a seed, each once. */
export function seededIds(seed = 1): IdSource {
  let n = BigInt(seed) << 40n;
  const next = () => {
    n += 1n;
    return (n * 0x9e3779b97f4a7c15n) & 0xffff_ffff_ffff_ffffn;
  };
  return {
    hex: (length) =>
      (next().toString(16).padStart(16, '0') + next().toString(16).padStart(16, '0')).slice(
        0,
        length,
      ),
    digits: (length) =>
      `1${next()
        .toString()
        .padStart(20, '0')
        .slice(-(length - 1))}`,
  };
}

/** A folder and a simulated machine on which runtimes start, stop and crash. */
export class Machine implements Disposable {
  readonly clock: VirtualClock = virtualClock();
  readonly world: SimulatedWorld = simulatedWorld();
  readonly reports: string[] = [];
  readonly folder = temporaryFolder();
  readonly #behaviours: SimulatedEngineOptions['behaviours'];

  constructor(behaviours?: SimulatedEngineOptions['behaviours']) {
    this.#behaviours = behaviours;
  }

  get dataDir(): string {
    return this.folder.path;
  }

  engine(): Engine {
    return simulatedEngine({ behaviours: this.#behaviours, world: this.world });
  }

  async start(options: Partial<ControlPlaneOptions> = {}): Promise<Session> {
    const plane = await openControlPlane({
      dataDir: this.dataDir,
      engine: this.engine(),
      clock: this.clock,
      ids: seededIds(),
      report: (line) => this.reports.push(line),
      ...options,
    });
    return new Session(plane, this.clock);
  }

  /** ARNs of all that really runs or lies about on it. */
  present(): string[] {
    return [...this.world.installs.values()].flatMap(({ tasks }) => [...tasks.keys()]);
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
  }
}

/** A control plane with short names for the commands that tests send again and again. */
export class Session {
  readonly plane: ControlPlane;
  readonly clock: VirtualClock;

  constructor(plane: ControlPlane, clock: VirtualClock) {
    this.plane = plane;
    this.clock = clock;
  }

  send<N extends CommandName>(name: N, input: Commands[N]['input']): Promise<CommandOutput<N>> {
    return this.plane.execute(name, SCOPE, input);
  }

  /** The cluster `demo` and the family `cats`. */
  async demo(): Promise<void> {
    await this.send('CreateCluster', { clusterName: 'demo' });
    await this.register();
  }

  register(change: Partial<Commands['RegisterTaskDefinition']['input']> = {}) {
    return this.send('RegisterTaskDefinition', {
      family: 'cats',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'cats' }],
      registeredBy: ROOT,
      ...change,
    });
  }

  async runTask(change: Partial<Commands['RunTask']['input']> = {}): Promise<string[]> {
    const { taskArns } = await this.send('RunTask', {
      cluster: 'demo',
      taskDefinition: 'cats',
      launchType: 'FARGATE',
      networkConfiguration: NETWORK,
      ...change,
    });
    return taskArns;
  }

  createService(change: Partial<Commands['CreateService']['input']> = {}) {
    return this.send('CreateService', {
      cluster: 'demo',
      serviceName: 'cats',
      taskDefinition: 'cats',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: NETWORK,
      createdBy: ROOT,
      ...change,
    });
  }

  task(arn: string): Task {
    const task = this.plane.state.tasks.get(arn);
    if (task === undefined) throw new Error(`There is no task ${arn}`);
    return task;
  }

  running(): Task[] {
    return [...this.plane.state.tasks.values()].filter(
      ({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING',
    );
  }

  /** Lets virtual time pass until the condition holds; fails when it does not within 10 minutes. */
  async until(condition: () => boolean, what = 'the condition'): Promise<void> {
    const end = this.clock.now() + 600_000;
    while (!condition()) {
      if (this.clock.now() > end) throw new Error(`Waited 10 virtual minutes in vain for ${what}`);
      await this.pass(50);
    }
  }

  /** Lets that much virtual time pass, and all that it leads to happen. */
  async pass(milliseconds: number): Promise<void> {
    await setImmediate();
    this.clock.advance(milliseconds);
    await setImmediate();
    await setImmediate();
  }
}
