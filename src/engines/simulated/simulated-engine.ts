import type {
  EngineEffect,
  InstanceEffect,
  LoadBalancerEffect,
  TaskEffect,
} from '../../core/effects.ts';
import type {
  ListedInstance,
  ListedLoadBalancer,
  ListedTask,
  Observation,
} from '../../core/observations.ts';
import type { Engine, EngineHost } from '../engine.ts';
import {
  type Behaviour,
  type BehaviourSource,
  DEFAULT_TIMES,
  type InstanceBehaviour,
  type InstanceBehaviourSource,
} from './behaviour.ts';
import { SimulatedContainer } from './container.ts';
import { disturb, undisturb } from './faults.ts';
import { SimulatedInstance } from './instance.ts';
import { SimulatedLoadBalancer } from './load-balancer.ts';
import { provisionTask } from './provision.ts';
import {
  installOf,
  removeTask,
  report,
  reportTask,
  type SimulatedInstall,
  type SimulatedTask,
  type SimulatedWorld,
  simulatedWorld,
} from './world.ts';

export interface SimulatedEngineOptions {
  /** By image name, as the task definition spells it; `*` is all others. */
  readonly behaviours?: Readonly<Record<string, BehaviourSource>> | undefined;
  /** By instance type; `*` is all others. */
  readonly instances?: Readonly<Record<string, InstanceBehaviourSource>> | undefined;
  /** What is there already, and outlives the engine. Default: nothing yet. */
  readonly world?: SimulatedWorld | undefined;
}

/** Runs containers, EC2 instances and load balancers in thought only, on the time of `host.clock`. Works in a browser too. */
export function simulatedEngine(options: SimulatedEngineOptions = {}): Engine {
  return new SimulatedEngine(options);
}

class SimulatedEngine implements Engine {
  readonly name = 'simulated';
  readonly description = 'Simulation: containers that exist only as a model, in virtual time';
  readonly unfiltered = 'Nothing is sent in a simulation.';
  readonly #world: SimulatedWorld;
  readonly #behaviours: Readonly<Record<string, BehaviourSource>>;
  readonly #instanceBehaviours: Readonly<Record<string, InstanceBehaviourSource>>;
  #host: EngineHost | undefined;

  constructor({
    behaviours = {},
    instances = {},
    world = simulatedWorld(),
  }: SimulatedEngineOptions) {
    this.#world = world;
    this.#behaviours = behaviours;
    this.#instanceBehaviours = instances;
  }

  async open(host: EngineHost): Promise<void> {
    this.#host = host;
    const install = installOf(this.#world, host.installId);
    install.listener = {
      observe: (observation) => host.observe(observation),
      perform: (effect) => this.perform(effect),
      logged: (line) => host.logged(line),
      availabilityChanged: () => this.#statusChanged(host, install),
    };
    this.#statusChanged(host, install);
  }

  perform(effect: EngineEffect): void {
    const host = this.#host;
    if (!host || !this.#world.available) return;
    const install = installOf(this.#world, host.installId);
    if (effect.type === 'FilterTraffic') install.traffic.set(effect.arn, effect.traffic);
    else if ('loadBalancerArn' in effect) this.#performLoadBalancer(effect, host, install);
    else if (!('taskArn' in effect)) this.#performInstance(effect, host, install);
    else {
      const task = install.tasks.get(effect.taskArn);
      // A fault does not ask the agent.
      const isFault = effect.type === 'Disturb' || effect.type === 'Undisturb';
      if (isFault || !defer(effect, install, task)) this.#performTask(effect, host, install, task);
    }
  }

  /** What is only thought can have anything thought of it. */
  async whyNotDisturb(): Promise<undefined> {}

  async list(): Promise<ListedTask[]> {
    const host = this.#host;
    if (!host) return [];
    const { tasks } = installOf(this.#world, host.installId);
    return [...tasks.values()].map(({ taskArn, address, publishedPorts, containers }) => ({
      taskArn,
      provisioned: { address, publishedPorts },
      containers: [...containers.values()].flatMap((container) => container.listed() ?? []),
    }));
  }

  async listInstances(): Promise<ListedInstance[]> {
    const host = this.#host;
    if (!host) return [];
    const { instances } = installOf(this.#world, host.installId);
    return [...instances.values()].flatMap((instance) => instance.listed() ?? []);
  }

  async listLoadBalancers(): Promise<ListedLoadBalancer[]> {
    const host = this.#host;
    if (!host) return [];
    const { loadBalancers } = installOf(this.#world, host.installId);
    return [...loadBalancers.values()].map(({ listed }) => listed);
  }

  async close(): Promise<void> {
    if (this.#host) installOf(this.#world, this.#host.installId).listener = undefined;
    this.#host = undefined;
  }

  #performLoadBalancer(
    effect: LoadBalancerEffect,
    host: EngineHost,
    install: SimulatedInstall,
  ): void {
    const { loadBalancerArn } = effect;
    const known = install.loadBalancers.get(loadBalancerArn);
    switch (effect.type) {
      case 'StartLoadBalancer':
        if (known) soon(host, () => known.repeat());
        else {
          const token = host.loadBalancerToken(loadBalancerArn);
          new SimulatedLoadBalancer(this.#world, host.clock, install, loadBalancerArn, token);
        }
        return;
      case 'ConfigureLoadBalancer':
        known?.configure(effect.configuration);
        return;
      case 'RemoveLoadBalancer':
        known?.remove();
        this.#answer(host, install, { type: 'LoadBalancerRemoved', loadBalancerArn });
    }
  }

  #performInstance(effect: InstanceEffect, host: EngineHost, install: SimulatedInstall): void {
    const { type, instanceArn } = effect;
    const known = install.instances.get(instanceArn);
    if (known) known.perform(effect);
    else if (type === 'StartInstance') {
      const { instance } = effect;
      const behaviour = this.#instanceBehaviourOf(instance);
      new SimulatedInstance(
        this.#world,
        host.clock,
        install,
        instanceArn,
        instance,
        behaviour,
      ).perform(effect);
    } else {
      const answer = type === 'StopInstance' ? 'InstanceStopped' : 'InstanceTerminated';
      this.#answer(host, install, { type: answer, instanceArn });
    }
  }

  #performTask(
    effect: TaskEffect,
    host: EngineHost,
    install: SimulatedInstall,
    task: SimulatedTask | undefined,
  ): void {
    const { taskArn } = effect;
    switch (effect.type) {
      case 'ProvisionTask':
        provisionTask(this.#world, install, host, effect);
        return;
      case 'StartContainer': {
        const spec = withEnvironment(host, effect);
        const known = task?.containers.get(spec.name);
        if (known) soon(host, () => known.repeat());
        else if (task)
          task.containers.set(
            spec.name,
            new SimulatedContainer(
              this.#world,
              host.clock,
              install,
              host.installId,
              task,
              spec,
              this.#behaviourOf(spec),
            ),
          );
        else {
          const reason = `CannotStartContainerError: the task's network is gone`;
          const containerName = spec.name;
          this.#answer(host, install, {
            type: 'ContainerStartFailed',
            taskArn,
            containerName,
            reason,
          });
        }
        return;
      }
      case 'StopContainer': {
        const { containerName, stopTimeout } = effect;
        const container = task?.containers.get(containerName);
        if (container) soon(host, () => container.stop(stopTimeout));
        else this.#answer(host, install, { type: 'ContainerStopped', taskArn, containerName });
        return;
      }
      case 'Disturb':
        soon(host, () => task && disturb(task, effect.disturbance));
        return;
      case 'Undisturb':
        soon(host, () => task && undisturb(task, effect.disturbance));
        return;
      case 'DeprovisionTask':
        host.clock.after(DEFAULT_TIMES.deprovision, () => {
          if (task) removeTask(this.#world, install, task);
          reportTask(this.#world, install, task?.instance, { type: 'TaskDeprovisioned', taskArn });
        });
    }
  }

  #behaviourOf(spec: SimulatedContainer['spec']): Behaviour {
    const source = this.#behaviours[spec.image] ?? this.#behaviours['*'] ?? {};
    return typeof source === 'function' ? source(spec) : source;
  }

  #instanceBehaviourOf(spec: SimulatedInstance['spec']): InstanceBehaviour {
    const behaviours = this.#instanceBehaviours;
    const source = behaviours[spec.instanceType] ?? behaviours['*'] ?? {};
    return typeof source === 'function' ? source(spec) : source;
  }

  #answer(host: EngineHost, install: SimulatedInstall, observation: Observation): void {
    soon(host, () => report(this.#world, install, observation));
  }

  #statusChanged(host: EngineHost, { tasks, instances, loadBalancers }: SimulatedInstall): void {
    if (!this.#world.available) {
      host.statusChanged({
        available: false,
        reason: 'The simulated engine was switched off. Switch it on again to go on.',
      });
      return;
    }
    for (const task of tasks.values())
      for (const { spec, lines } of task.containers.values()) {
        const last = host.lastLogged(task.taskArn, spec.name) ?? Number.NEGATIVE_INFINITY;
        for (const line of lines) if (line.timestamp > last) host.logged(line);
      }
    host.statusChanged({ available: true });
    for (const instance of instances.values()) instance.observeConnection();
    for (const loadBalancer of loadBalancers.values()) loadBalancer.observeHealth();
  }
}

/** What concerns a task on an instance whose agent is away waits for it. */
function defer(
  effect: TaskEffect,
  install: SimulatedInstall,
  task: SimulatedTask | undefined,
): boolean {
  const { taskArn } = effect;
  const instance =
    task?.instance ??
    install.waiting.get(taskArn) ??
    (effect.type === 'ProvisionTask' && effect.instanceArn !== undefined
      ? install.instances.get(effect.instanceArn)
      : undefined);
  if (!instance?.isDisconnected) return false;
  install.waiting.set(taskArn, instance);
  instance.defer(effect);
  return true;
}

const withEnvironment = (
  host: EngineHost,
  { taskArn, container }: Extract<EngineEffect, { type: 'StartContainer' }>,
) => ({
  ...container,
  environment: {
    ...container.environment,
    ...host.environmentFor(taskArn, container.name, '127.0.0.1'),
  },
});

/** Never within `perform`: whoever asks hears the answer later. */
const soon = (host: EngineHost, callback: () => void): void => {
  host.clock.after(0, callback);
};
