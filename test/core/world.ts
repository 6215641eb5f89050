import type { CommandName, CommandOutput, Commands } from '../../src/core/commands.ts';
import type { Effect, InstanceEffect } from '../../src/core/effects.ts';
import type { Env, IdSource } from '../../src/core/env.ts';
import type { Input } from '../../src/core/input.ts';
import type { Service, Task } from '../../src/core/model/index.ts';
import type { Observation } from '../../src/core/observations.ts';
import type { StateRecord } from '../../src/core/records.ts';
import { emptyState } from '../../src/core/state.ts';
import { step } from '../../src/core/step.ts';

export const SCOPE = { account: '111122223333', region: 'us-east-1' };
export const SUBNETS = ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'];
export const NETWORK = { awsvpcConfiguration: { subnets: SUBNETS } };

/** Ids that count up, so that a trace can be read. */
export function countingIds(): IdSource {
  let n = 0;
  const next = () => {
    n += 1;
    return n;
  };
  return {
    hex: (length) => next().toString(16).padStart(length, '0'),
    digits: (length) =>
      `1${next()
        .toString()
        .padStart(length - 1, '0')}`,
  };
}

/**
 * A core with an engine that does at once what it is asked, unless told otherwise: effects whose
 * kind is in `held` wait until a test answers them itself.
 */
export class World {
  readonly state = emptyState();
  readonly records: StateRecord[] = [];
  readonly effects: Effect[] = [];
  readonly held = new Set<Effect['type']>();
  wakeAt: number | undefined;
  private now = Date.UTC(2026, 0, 1);
  private readonly ids = countingIds();
  /** Tasks so far that were given an address. */
  private provisioned = 0;

  constructor(readonly timeScale = 1) {}

  get env(): Env {
    return { now: this.now, timeScale: this.timeScale, ids: this.ids };
  }

  send<N extends CommandName>(name: N, input: Commands[N]['input']): CommandOutput<N> {
    const command = { name, scope: SCOPE, input } as Extract<Input, { type: 'Command' }>['command'];
    return this.step({ type: 'Command', command }) as CommandOutput<N>;
  }

  observe(observation: Observation): void {
    this.step({ type: 'Observation', observation });
  }

  step(input: Input): unknown {
    const { records, effects, wakeAt, output } = step(this.state, input, this.env);
    this.records.push(...records);
    this.wakeAt = wakeAt;
    for (const effect of effects) {
      this.effects.push(effect);
      if (!this.held.has(effect.type)) this.oblige(effect);
    }
    return output;
  }

  /** Lets time pass, waking the core when it asked to be woken. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    while (this.wakeAt !== undefined && this.wakeAt <= end) {
      this.now = Math.max(this.now, this.wakeAt);
      this.step({ type: 'TimePassed' });
    }
    this.now = end;
  }

  oblige(effect: Effect): void {
    if (effect.type === 'InvokeHook' || effect.type === 'FilterTraffic') return;
    if ('loadBalancerArn' in effect) {
      if (effect.type === 'StartLoadBalancer') this.loadBalancerStarted(effect.loadBalancerArn);
      return;
    }
    if (!('taskArn' in effect)) {
      this.obligeInstance(effect);
      return;
    }
    const { taskArn } = effect;
    switch (effect.type) {
      case 'ProvisionTask': {
        this.provisioned += 1;
        const address = {
          privateIpv4Address: `10.0.1.${this.provisioned}`,
          macAddress: '02:00:00:00:00:09',
        };
        this.observe({ type: 'TaskProvisioned', taskArn, address, publishedPorts: [] });
        break;
      }
      case 'StartContainer':
        this.started(taskArn, effect.container.name);
        break;
      case 'StopContainer':
        this.stopped(taskArn, effect.containerName, 143);
        break;
      case 'Disturb':
        if (effect.disturbance.kind === 'kill' || effect.disturbance.kind === 'fill-memory')
          this.stopped(taskArn, effect.disturbance.containerName, 137);
        break;
      case 'DeprovisionTask':
        this.observe({ type: 'TaskDeprovisioned', taskArn });
    }
  }

  private loadBalancerStarted(loadBalancerArn: string): void {
    const address = { privateIpAddress: '10.0.0.7', gatewayPort: 40_000 };
    this.observe({ type: 'LoadBalancerStarted', loadBalancerArn, address });
  }

  private obligeInstance(effect: InstanceEffect): void {
    const { instanceArn } = effect;
    switch (effect.type) {
      case 'StartInstance': {
        this.observe({ type: 'InstanceStarted', instanceArn, privateIpAddress: '10.0.0.5' });
        const configuration = effect.instance.agentConfiguration;
        if (configuration === undefined) break;
        this.observe({ type: 'AgentStarted', instanceArn, configuration });
        break;
      }
      case 'StopInstance':
        this.observe({ type: 'InstanceStopped', instanceArn });
        break;
      case 'TerminateInstance':
        this.observe({ type: 'InstanceTerminated', instanceArn });
    }
  }

  started(taskArn: string, containerName: string): void {
    const runtimeId = `${containerName}-id`;
    this.observe({
      type: 'ContainerStarted',
      taskArn,
      containerName,
      runtimeId,
      networkBindings: [],
    });
  }

  stopped(taskArn: string, containerName: string, exitCode: number): void {
    this.observe({ type: 'ContainerStopped', taskArn, containerName, exitCode });
  }

  health(taskArn: string, containerName: string, healthStatus: 'HEALTHY' | 'UNHEALTHY'): void {
    this.observe({ type: 'ContainerHealthChanged', taskArn, containerName, healthStatus });
  }

  task(arn: string): Task {
    const task = this.state.tasks.get(arn);
    if (task === undefined) throw new Error(`There is no task ${arn}`);
    return task;
  }

  service(arn: string): Service {
    const service = this.state.services.get(arn);
    if (service === undefined) throw new Error(`There is no service ${arn}`);
    return service;
  }

  tasksOf(arn: string): Task[] {
    return [...this.state.tasks.values()].filter(({ serviceArn }) => serviceArn === arn);
  }

  running(arn: string): Task[] {
    return this.tasksOf(arn).filter(
      (task) => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING',
    );
  }

  messages(arn: string): string[] {
    return this.service(arn).events.map(({ message }) => message);
  }

  /** A Fargate task definition of one container `web`, changed as told. */
  register(
    change: Partial<Commands['RegisterTaskDefinition']['input']> = {},
  ): CommandOutput<'RegisterTaskDefinition'> {
    return this.send('RegisterTaskDefinition', {
      family: 'cats',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'cats', portMappings: [{ containerPort: 80 }] }],
      registeredBy: 'arn:aws:iam::111122223333:root',
      ...change,
    });
  }

  createService(change: Partial<Commands['CreateService']['input']> = {}): string {
    return this.send('CreateService', {
      cluster: 'demo',
      serviceName: 'cats',
      taskDefinition: 'cats',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: NETWORK,
      createdBy: 'arn:aws:iam::111122223333:root',
      ...change,
    }).serviceArn;
  }

  runTask(change: Partial<Commands['RunTask']['input']> = {}): string[] {
    return this.send('RunTask', {
      cluster: 'demo',
      taskDefinition: 'cats',
      launchType: 'FARGATE',
      networkConfiguration: NETWORK,
      ...change,
    }).taskArns;
  }
}

/** A world with the cluster `demo` and the family `cats`. */
export function demo(timeScale?: number): World {
  const world = new World(timeScale);
  world.send('CreateCluster', { clusterName: 'demo' });
  world.register();
  return world;
}
