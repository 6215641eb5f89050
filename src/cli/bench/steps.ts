import type { Command } from '../../core/commands.ts';
import type { TaskEffect } from '../../core/effects.ts';
import type { Env } from '../../core/env.ts';
import type { Input } from '../../core/input.ts';
import type { StateRecord } from '../../core/records.ts';
import { emptyState } from '../../core/state.ts';
import { step } from '../../core/step.ts';
import { type Bench, interleave, row } from './measurement.ts';
import { serviceInput, taskDefinition } from './requests.ts';

const ROUNDS = 9;
const REPLACEMENTS = 500;
const TASKS_OF_A_SERVICE = 10;
const SMALLEST = 100;
const scope = { account: '000000000000', region: 'us-east-1' };

/** The cost of a step, and whether it grows with tasks that the step does not touch. */
export const steps: Bench = {
  name: 'step',
  summary: 'microseconds a step with 100, 1,000 and 10,000 tasks',
  async measure(progress) {
    const small = new ReplacingWorld(SMALLEST);
    const rows = [];
    for (const tasks of [1_000, 10_000]) {
      progress(`${tasks} tasks`);
      const large = new ReplacingWorld(tasks);
      const rounds = await interleave(
        ROUNDS,
        () => large.microsecondsAStep(REPLACEMENTS),
        () => small.microsecondsAStep(REPLACEMENTS),
      );
      const label = `${tasks.toLocaleString('en')} tasks`;
      rows.push(
        row({ label, unit: 'µs/step', against: `${SMALLEST} tasks` }, rounds, {
          text: '< 1000 µs, growth < 1.5',
          met: (ours, ratio) => ours < 1000 && ratio < 1.5,
        }),
      );
    }
    return {
      name: this.name,
      title: 'step(state, input, env)',
      how: `Services of ${TASKS_OF_A_SERVICE} tasks, all running. ${REPLACEMENTS} tasks, one after the other, are stopped with StopTask; each is replaced by its service. Every step on the way is counted (the command, and what an engine reports of provisioning, starting, stopping and removing), and what an engine would do takes no time. Time is CPU time of this process, garbage collection included. ${ROUNDS} rounds, in turn with the same on ${SMALLEST} tasks.`,
      rows,
    };
  },
};

/** A core full of running tasks, with an engine that does at once what it is asked. */
export class ReplacingWorld {
  readonly #state = emptyState();
  readonly #committed: (records: readonly StateRecord[], now: number) => void;
  /** ARNs of tasks that started, oldest first. */
  readonly #started: string[] = [];
  #id = 0;
  #now = Date.UTC(2026, 0, 1);
  #wakeAt: number | undefined;
  #steps = 0;
  #next = 0;

  /** `committed` hears of the records of each step. */
  constructor(
    tasks: number,
    committed: (records: readonly StateRecord[], now: number) => void = () => {},
  ) {
    this.#committed = committed;
    this.#send({ name: 'CreateCluster', scope, input: { clusterName: 'bench' } });
    const input = { ...taskDefinition, registeredBy: 'bench' };
    this.#send({ name: 'RegisterTaskDefinition', scope, input });
    for (let index = 0; index < tasks / TASKS_OF_A_SERVICE; index++) {
      const service = serviceInput(`service-${index}`, TASKS_OF_A_SERVICE);
      this.#send({ name: 'CreateService', scope, input: { ...service, createdBy: 'bench' } });
    }
    // Without a health check a task counts as healthy some time after it started.
    this.#now += 60_000;
    this.#take({ type: 'TimePassed' });
    const running = [...this.#state.tasks.values()].filter(
      ({ lastStatus }) => lastStatus === 'RUNNING',
    );
    if (running.length !== tasks) {
      throw new Error(`Expected ${tasks} running tasks, found ${running.length}.`);
    }
  }

  /** CPU time a step while tasks are stopped, oldest first, and replaced. */
  microsecondsAStep(replacements: number): number {
    const before = this.#steps;
    const start = process.cpuUsage();
    for (let index = 0; index < replacements; index++) this.#replaceOne();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / (this.#steps - before);
  }

  #replaceOne(): void {
    const task = this.#started[this.#next++];
    this.#send({ name: 'StopTask', scope, input: { cluster: 'bench', task } });
  }

  #send(command: Command): void {
    this.#take({ type: 'Command', command });
  }

  #take(first: Input): void {
    const inputs = [first];
    for (let input = inputs.shift(); input !== undefined; input = inputs.shift()) {
      this.#now += 1;
      this.#steps += 1;
      const { records, effects, wakeAt } = step(this.#state, input, this.#env());
      if (records.length > 0) this.#committed(records, this.#now);
      this.#wakeAt = wakeAt;
      inputs.push(
        ...effects.flatMap((effect) => ('taskArn' in effect ? [this.#perform(effect)] : [])),
      );
      if (inputs.length === 0 && this.#wakeAt !== undefined && this.#wakeAt <= this.#now) {
        inputs.push({ type: 'TimePassed' });
      }
    }
  }

  #perform(effect: TaskEffect): Input {
    if (effect.type === 'StartContainer') this.#started.push(effect.taskArn);
    return performed(effect);
  }

  #env(): Env {
    const count = (length: number): string => String(this.#id++).padStart(length, '0');
    const digits = (length: number): string => `1${count(length - 1)}`;
    return { now: this.#now, timeScale: 1, ids: { hex: count, digits } };
  }
}

function performed(effect: TaskEffect): Input {
  const { taskArn } = effect;
  switch (effect.type) {
    case 'ProvisionTask': {
      const address = { privateIpv4Address: '10.0.0.9', macAddress: '02:00:00:00:00:09' };
      const observation = {
        type: 'TaskProvisioned',
        taskArn,
        address,
        publishedPorts: [],
      } as const;
      return { type: 'Observation', observation };
    }
    case 'StartContainer': {
      const containerName = effect.container.name;
      const started = { taskArn, containerName, runtimeId: 'id', networkBindings: [] };
      return { type: 'Observation', observation: { type: 'ContainerStarted', ...started } };
    }
    case 'StopContainer': {
      const { containerName } = effect;
      const stopped = { type: 'ContainerStopped', taskArn, containerName, exitCode: 143 } as const;
      return { type: 'Observation', observation: stopped };
    }
    case 'Disturb':
    case 'Undisturb':
      throw new Error('The bench causes no faults.');
    case 'DeprovisionTask':
      return { type: 'Observation', observation: { type: 'TaskDeprovisioned', taskArn } };
  }
}
