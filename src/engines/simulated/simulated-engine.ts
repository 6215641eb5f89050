import type { Effect } from '../../core/effects.ts';
import type { PublishedPort } from '../../core/model/task.ts';
import type { ListedInstance, ListedTask } from '../../core/observations.ts';
import type { Engine, EngineHost } from '../engine.ts';
import { type Behaviour, type BehaviourSource, DEFAULT_TIMES } from './behaviour.ts';
import { SimulatedContainer } from './container.ts';
import {
  installOf,
  nextTaskAddress,
  releasePort,
  report,
  type SimulatedInstall,
  type SimulatedTask,
  type SimulatedWorld,
  simulatedWorld,
  takeDynamicPort,
} from './world.ts';

export interface SimulatedEngineOptions {
  /** By image name, as the task definition spells it; `*` is all others. */
  readonly behaviours?: Readonly<Record<string, BehaviourSource>> | undefined;
  /** What is there already, and outlives the engine. Default: nothing yet. */
  readonly world?: SimulatedWorld | undefined;
}

/** Runs containers in thought only, on the time of `host.clock`. Works in a browser too. */
export function simulatedEngine(options: SimulatedEngineOptions = {}): Engine {
  return new SimulatedEngine(options);
}

class SimulatedEngine implements Engine {
  readonly name = 'simulated';
  readonly description = 'Simulation: containers that exist only as a model, in virtual time';
  readonly #world: SimulatedWorld;
  readonly #behaviours: Readonly<Record<string, BehaviourSource>>;
  #host: EngineHost | undefined;

  constructor({ behaviours = {}, world = simulatedWorld() }: SimulatedEngineOptions) {
    this.#world = world;
    this.#behaviours = behaviours;
  }

  async open(host: EngineHost): Promise<void> {
    this.#host = host;
    const install = installOf(this.#world, host.installId);
    install.listener = {
      observe: (observation) => host.observe(observation),
      logged: (line) => host.logged(line),
      availabilityChanged: () => this.#statusChanged(host, install),
    };
    this.#statusChanged(host, install);
  }

  perform(effect: Effect): void {
    const host = this.#host;
    if (!host || !this.#world.available || !('taskArn' in effect)) return;
    const install = installOf(this.#world, host.installId);
    const task = install.tasks.get(effect.taskArn);
    switch (effect.type) {
      case 'ProvisionTask':
        this.#provision(host, install, effect);
        return;
      case 'StartContainer': {
        const { taskArn } = effect;
        const spec = withEnvironment(host, effect);
        const known = task?.containers.get(spec.name);
        if (known) soon(host, () => known.repeat());
        else if (task)
          task.containers.set(
            spec.name,
            new SimulatedContainer(
              this.#world,
              host.clock,
              host.installId,
              task,
              spec,
              this.#behaviourOf(spec),
            ),
          );
        else {
          const reason = `CannotStartContainerError: the task's network is gone`;
          const containerName = spec.name;
          this.#answer(host, { type: 'ContainerStartFailed', taskArn, containerName, reason });
        }
        return;
      }
      case 'StopContainer': {
        const { taskArn, containerName, stopTimeout } = effect;
        const container = task?.containers.get(containerName);
        if (container) soon(host, () => container.stop(stopTimeout));
        else this.#answer(host, { type: 'ContainerStopped', taskArn, containerName });
        return;
      }
      case 'DeprovisionTask':
        host.clock.after(DEFAULT_TIMES.deprovision, () => {
          if (task) this.#remove(install, task);
          report(this.#world, host.installId, {
            type: 'TaskDeprovisioned',
            taskArn: effect.taskArn,
          });
        });
    }
  }

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
    return [];
  }

  async close(): Promise<void> {
    if (this.#host) installOf(this.#world, this.#host.installId).listener = undefined;
    this.#host = undefined;
  }

  #provision(
    host: EngineHost,
    install: SimulatedInstall,
    effect: Extract<Effect, { type: 'ProvisionTask' }>,
  ): void {
    const { taskArn, networkMode, containerInstanceArn } = effect;
    let task = install.tasks.get(taskArn);
    if (!task) {
      task = {
        taskArn,
        networkMode,
        machine: containerInstanceArn ?? 'localhost',
        address: networkMode === 'awsvpc' ? nextTaskAddress(this.#world) : {},
        publishedPorts: networkMode === 'awsvpc' ? this.#publish(effect) : [],
        containers: new Map(),
        provisionedAt: host.clock.now() + DEFAULT_TIMES.provision,
      };
      install.tasks.set(taskArn, task);
    }
    const { address, publishedPorts, provisionedAt } = task;
    host.clock.after(Math.max(0, provisionedAt - host.clock.now()), () =>
      report(this.#world, host.installId, {
        type: 'TaskProvisioned',
        taskArn,
        address,
        publishedPorts,
      }),
    );
  }

  #publish({ taskArn, portMappings }: Extract<Effect, { type: 'ProvisionTask' }>): PublishedPort[] {
    return portMappings.flatMap(({ containerPort, protocol = 'tcp' }) =>
      containerPort === undefined
        ? []
        : [
            {
              containerPort,
              hostPort: takeDynamicPort(this.#world, 'localhost', taskArn),
              protocol,
            },
          ],
    );
  }

  #remove(install: SimulatedInstall, task: SimulatedTask): void {
    for (const container of task.containers.values()) container.remove();
    for (const { hostPort } of task.publishedPorts) releasePort(this.#world, 'localhost', hostPort);
    install.tasks.delete(task.taskArn);
  }

  #behaviourOf(spec: SimulatedContainer['spec']): Behaviour {
    const source = this.#behaviours[spec.image] ?? this.#behaviours['*'] ?? {};
    return typeof source === 'function' ? source(spec) : source;
  }

  #answer(host: EngineHost, observation: Parameters<EngineHost['observe']>[0]): void {
    soon(host, () => report(this.#world, host.installId, observation));
  }

  #statusChanged(host: EngineHost, { tasks }: SimulatedInstall): void {
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
  }
}

const withEnvironment = (
  host: EngineHost,
  { taskArn, container }: Extract<Effect, { type: 'StartContainer' }>,
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
