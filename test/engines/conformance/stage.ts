import { randomBytes } from 'node:crypto';
import type { EngineEffect, InstanceSpec } from '../../../src/core/effects.ts';
import type { NetworkMode, PortMapping } from '../../../src/core/model/task-definition.ts';
import type { ListedContainer, Observation } from '../../../src/core/observations.ts';
import type { Engine, EngineHost, EngineStatus, LogLine } from '../../../src/engines/engine.ts';
import { type Puppet, puppetSpec, type SpecChange } from './puppet.ts';
import { StageInstance } from './stage-instance.ts';
import type { TestEngine } from './test-engine.ts';

const DEADLINE = 20_000;
/** Of all instances and load balancers. */
export const TOKEN = 'of the stage';

export type Seen<T extends Observation['type']> = Extract<Observation, { type: T }>;

/** An open engine with everything it told its host. */
export class Stage {
  readonly observations: Observation[] = [];
  readonly lines: LogLine[] = [];
  readonly statuses: EngineStatus[] = [];
  readonly #tasksOn = new Map<string, string[]>();
  readonly #host: EngineHost;
  #engine: Engine;

  private constructor(readonly test: TestEngine) {
    this.#engine = test.newEngine();
    this.#host = {
      installId: test.installId,
      dataDir: test.dataDir,
      clock: test.clock,
      observe: (observation) => void this.observations.push(observation),
      logged: (line) => void this.lines.push(line),
      lastLogged: (taskArn, name) =>
        this.lines.filter((line) => line.taskArn === taskArn && line.containerName === name).at(-1)
          ?.timestamp,
      environmentFor: (_taskArn, containerName) => ({ FROM_HOST: `of ${containerName}` }),
      instanceAccess: (_instanceArn, gateway) => ({
        endpoint: `http://${gateway}:9`,
        token: TOKEN,
      }),
      loadBalancerToken: () => TOKEN,
      statusChanged: (status) => void this.statuses.push(status),
    };
  }

  static async open(test: TestEngine): Promise<Stage> {
    const stage = new Stage(test);
    await stage.#engine.open(stage.#host);
    return stage;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** As a control plane that ended and started again: what it kept is kept. */
  async restart(meanwhile?: () => Promise<void>): Promise<void> {
    await this.#engine.close();
    await meanwhile?.();
    this.#engine = this.test.newEngine();
    await this.#engine.open(this.#host);
  }

  /** Tasks that were put on the instance, the latest first. */
  readonly tasksOn = (instanceArn: string): readonly string[] =>
    this.#tasksOn.get(instanceArn) ?? [];

  perform(effect: EngineEffect): void {
    if (effect.type === 'ProvisionTask' && effect.instanceArn !== undefined)
      this.#tasksOn.set(effect.instanceArn, [effect.taskArn, ...this.tasksOn(effect.instanceArn)]);
    this.#engine.perform(effect);
  }

  async waitFor(what: string, predicate: () => boolean, limit = DEADLINE): Promise<void> {
    if (await this.test.until(predicate, limit)) return;
    const heard = this.observations.slice(-10).map((observation) => JSON.stringify(observation));
    const printed = this.lines.slice(-5).map(({ message }) => message);
    throw new Error(
      [`Not within ${limit} ms: ${what}. Heard last:`, ...heard, 'Printed last:', ...printed].join(
        '\n',
      ),
    );
  }

  /** A task that is nobody else's. */
  task(networkMode: NetworkMode = 'awsvpc', instance?: StageInstance): StageTask {
    const id = randomBytes(16).toString('hex');
    const arn = `arn:aws:ecs:us-east-1:000000000000:task/stage/${id}`;
    return new StageTask(this, arn, networkMode, instance);
  }

  /** An EC2 instance that is nobody else's, not started yet. */
  instance(change: Partial<InstanceSpec> = {}): StageInstance {
    return new StageInstance(this, change);
  }

  /** A task with its network ready. */
  async provisioned(
    networkMode: NetworkMode = 'awsvpc',
    portMappings: readonly PortMapping[] = [],
    instance?: StageInstance,
  ): Promise<StageTask> {
    const task = this.task(networkMode, instance);
    task.provision(portMappings);
    await task.saw('TaskProvisioned');
    return task;
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }
}

/** The effects and observations of one task. */
export class StageTask {
  constructor(
    readonly stage: Stage,
    readonly taskArn: string,
    readonly networkMode: NetworkMode,
    /** Undefined: it is on none. */
    readonly instance?: StageInstance | undefined,
  ) {}

  provision(portMappings: readonly PortMapping[] = []): void {
    const { taskArn, networkMode, instance } = this;
    this.stage.perform({
      type: 'ProvisionTask',
      taskArn,
      networkMode,
      availabilityZone: 'us-east-1a',
      instanceArn: instance?.instanceArn,
      portMappings,
    });
  }

  start(name: string, puppet: Puppet = {}, change: SpecChange = {}): void {
    const { taskArn, networkMode } = this;
    const image = this.stage.test.puppetImage;
    const instanceArn = this.instance?.instanceArn;
    const container = puppetSpec(image, name, puppet, { networkMode, instanceArn, ...change });
    this.stage.perform({ type: 'StartContainer', taskArn, container });
  }

  /** Starts it and waits until it runs. */
  async started(
    name: string,
    puppet: Puppet = {},
    change: SpecChange = {},
  ): Promise<Seen<'ContainerStarted'>> {
    this.start(name, puppet, change);
    return this.saw('ContainerStarted', name);
  }

  stop(containerName: string, stopTimeout = 10_000): void {
    const { taskArn } = this;
    this.stage.perform({ type: 'StopContainer', taskArn, containerName, stopTimeout });
  }

  deprovision(): void {
    this.stage.perform({ type: 'DeprovisionTask', taskArn: this.taskArn });
  }

  async deprovisioned(): Promise<void> {
    this.deprovision();
    await this.saw('TaskDeprovisioned');
  }

  /** All observations of that type, of one container if named, in the order heard. */
  all<T extends Observation['type']>(type: T, containerName?: string): Seen<T>[] {
    return this.stage.observations.filter(
      (observation): observation is Seen<T> =>
        observation.type === type &&
        'taskArn' in observation &&
        observation.taskArn === this.taskArn &&
        (containerName === undefined ||
          ('containerName' in observation && observation.containerName === containerName)),
    );
  }

  /** The first such observation, waited for. */
  async saw<T extends Observation['type']>(
    type: T,
    containerName?: string,
    matches: (observation: Seen<T>) => boolean = () => true,
  ): Promise<Seen<T>> {
    const find = () => this.all(type, containerName).find(matches);
    await this.stage.waitFor(`${type} of ${containerName ?? 'the task'}`, () => Boolean(find()));
    const found = find();
    if (!found) throw new Error('unreachable');
    return found;
  }

  /** Types of what was heard of this task (or container), in order. */
  heard(containerName?: string): string[] {
    return this.stage.observations
      .filter(
        (observation) =>
          'taskArn' in observation &&
          observation.taskArn === this.taskArn &&
          (containerName === undefined ||
            ('containerName' in observation && observation.containerName === containerName)),
      )
      .map(({ type }) => type);
  }

  printed(containerName: string): string[] {
    return this.stage.lines
      .filter((line) => line.taskArn === this.taskArn && line.containerName === containerName)
      .map(({ message }) => message);
  }

  async listed() {
    const tasks = await this.stage.engine.list();
    return tasks.find(({ taskArn }) => taskArn === this.taskArn);
  }

  /** The container once it is listed as STOPPED. */
  async listedStopped(name: string): Promise<ListedContainer> {
    const deadline = this.stage.test.clock.now() + DEADLINE;
    for (;;) {
      const container = await this.listedContainer(name);
      if (container?.status === 'STOPPED') return container;
      if (this.stage.test.clock.now() > deadline)
        throw new Error(
          `${name} is not STOPPED within ${DEADLINE} ms: ${JSON.stringify(container)}`,
        );
      await this.stage.test.until(() => false, 20);
    }
  }

  async listedContainer(name: string): Promise<ListedContainer | undefined> {
    return (await this.listed())?.containers.find((container) => container.name === name);
  }
}
