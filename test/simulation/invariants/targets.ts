import type { Target, Task } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import { askedOf, leadingTo, placeOf, verdictsOn } from './behind.ts';
import type { Stepped } from './invariants.ts';
import type { Changes, Ledger } from './ledger.ts';

type Named = Pick<Target, 'targetGroupArn' | 'id' | 'port'>;

const nameOf = ({ targetGroupArn, id, port }: Named): string => `${targetGroupArn} ${id}:${port}`;

const isTerminated = ({ instances }: State, { id }: Named): boolean =>
  [...instances.values()].some(
    ({ instanceId, state }) => instanceId === id && state === 'terminated',
  );

/**
 * Services register each of their tasks where it is, as soon as it runs and not before; what stops
 * drains first, for as long as its group says. A load balancer's word on a target counts, and
 * nothing else does.
 */
export class Targets {
  /** As they were before the record that is looked at. */
  #known = new Map<string, Target>();
  /** The last word on each, since it was registered. */
  #said = new Map<string, string>();
  /** Whom a command has deregistered, or registered once more. */
  readonly #byHand = new Set<string>();

  constructor(readonly timeScale: number) {}

  restart(state: State): void {
    this.#known = new Map();
    this.#said = new Map();
    for (const target of state.targets.values()) {
      this.#known.set(nameOf(target), target);
      if (target.health !== null) this.#said.set(nameOf(target), target.health.state);
    }
  }

  check(ledger: Ledger, step: Stepped, { tasks }: Changes): void {
    if (step.state.targetGroups.size === 0 && this.#known.size === 0) return;
    this.#listen(step);
    for (const record of step.records) {
      if (record.type === 'TargetPut') this.#put(step, record.target);
      else if (record.type === 'TargetForgotten') this.#forgotten(step, record);
      else if (record.type === 'TargetGroupForgotten') this.#groupForgotten(record.targetGroupArn);
    }
    for (const { before, after } of tasks) {
      if (before?.readiness !== 'HEALTHY') checkHealthy(step.state, after);
      if (before?.readiness !== 'UNHEALTHY') checkUnhealthy(step.state, after);
    }
    for (const target of step.state.targets.values()) this.#checkTarget(step, target);
    for (const task of ledger.tasks.values()) this.#checkTask(step.state, task);
    checkStops(step);
  }

  /** What commands and load balancers say. */
  #listen({ input, state }: Stepped): void {
    if (input.type === 'Observation' && input.observation.type === 'TargetHealthChanged') {
      for (const found of input.observation.targets) {
        const target = this.#known.get(nameOf(found));
        if (target === undefined || target.drainsUntil !== null) continue;
        if (!state.loadBalancers.has(input.observation.loadBalancerArn)) continue;
        this.#said.set(nameOf(found), found.state);
      }
    }
    if (input.type !== 'Command') return;
    const { command } = input;
    if (command.name !== 'DeregisterTargets' && command.name !== 'RegisterTargets') return;
    const { TargetGroupArn: targetGroupArn = '', Targets = [] } = command.input;
    const otherwise = state.targetGroups.get(targetGroupArn)?.port ?? 0;
    for (const { Id: id = '', Port: port = otherwise } of Targets) {
      this.#byHand.add(nameOf({ targetGroupArn, id, port }));
    }
  }

  #put({ state, now }: Stepped, target: Target): void {
    const name = nameOf(target);
    const before = this.#known.get(name);
    this.#known.set(name, target);
    if (before?.taskArn !== target.taskArn) this.#byHand.delete(name);
    if (before === undefined || target.health === null) this.#said.delete(name);
    if (target.drainsUntil === null || target.drainsUntil === before?.drainsUntil) return;
    insist(
      before?.drainsUntil === null,
      'drains once',
      () => `${name} drains until ${target.drainsUntil}, and did until ${before?.drainsUntil}`,
    );
    const { attributes } = state.targetGroups.get(target.targetGroupArn) ?? {};
    const seconds = Number(attributes?.['deregistration_delay.timeout_seconds']);
    const expected = now + (seconds * 1000) / this.timeScale;
    insist(
      Math.abs(target.drainsUntil - expected) <= 1,
      'deregistration delay',
      () => `${name} drains for ${(target.drainsUntil ?? 0) - now} ms: its group says ${seconds} s`,
    );
  }

  #forgotten({ state, now }: Stepped, named: Named): void {
    const name = nameOf(named);
    const target = this.#known.get(name);
    this.#known.delete(name);
    this.#said.delete(name);
    const task = state.tasks.get(target?.taskArn ?? '');
    insist(
      (target?.drainsUntil ?? Number.POSITIVE_INFINITY) <= now + 1 ||
        leadingTo(state, named.targetGroupArn).size === 0 ||
        (task === undefined ? isTerminated(state, named) : hasEnded(task)),
      'forgotten too soon',
      () => `${name} is forgotten, and drains until ${target?.drainsUntil}`,
    );
  }

  #groupForgotten(targetGroupArn: string): void {
    for (const [name, target] of this.#known) {
      if (target.targetGroupArn !== targetGroupArn) continue;
      this.#known.delete(name);
      this.#said.delete(name);
    }
  }

  #checkTarget({ state, input, now }: Stepped, target: Target): void {
    const name = nameOf(target);
    const { drainsUntil, health, taskArn } = target;
    insist(
      input.type !== 'TimePassed' || drainsUntil === null || drainsUntil >= now,
      'drains too long',
      () => `${name} drains ${now - (drainsUntil ?? 0)} ms longer than its group says`,
    );
    insist(
      drainsUntil === null || leadingTo(state, target.targetGroupArn).size > 0,
      'drains in vain',
      () => `${name} drains, and no listener leads to it`,
    );
    insist(
      health === null || health.state === this.#said.get(name),
      'target health',
      () => `${name} is ${health?.state}, and its load balancer says ${this.#said.get(name)}`,
    );
    insist(
      health !== null ||
        !this.#said.has(name) ||
        leadingTo(state, target.targetGroupArn).size === 0,
      'target health',
      () => `nothing is known of ${name}, and its load balancer says ${this.#said.get(name)}`,
    );
    if (taskArn === undefined) return;
    const task = state.tasks.get(taskArn);
    insist(
      task !== undefined && task.lastStatus !== 'STOPPED',
      'target of nothing',
      () => `${name} is registered for ${taskArn}, which is ${task?.lastStatus ?? 'unknown'}`,
    );
    if (task === undefined) return;
    insist(
      task.startedAt !== undefined,
      'registered too early',
      () => `${name} is registered for ${taskArn}, which is ${task.lastStatus}`,
    );
    insist(
      task.desiredStatus === 'RUNNING' || drainsUntil !== null || this.#byHand.has(name),
      'does not drain',
      () => `${name} gets requests, and its task ${taskArn} is to stop: ${task.stopCode}`,
    );
  }

  /** It is a target of each of its groups, once, where it is. */
  #checkTask(state: State, task: Task): void {
    if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') return;
    for (const asked of askedOf(state, task)) {
      const place = placeOf(state, task, asked);
      if (place === undefined) continue;
      const name = `${asked.targetGroupArn} ${place}`;
      if (this.#byHand.has(name)) continue;
      insist(
        this.#known.get(name)?.taskArn === task.taskArn,
        'not registered',
        () => `${task.taskArn} runs at ${place}, and is no target of ${asked.targetGroupArn}`,
      );
    }
    const asked = new Set(
      askedOf(state, task).map((one) => `${one.targetGroupArn} ${placeOf(state, task, one)}`),
    );
    for (const target of state.targets.values()) {
      insist(
        target.taskArn !== task.taskArn || asked.has(nameOf(target)),
        'registered elsewhere',
        () => `${task.taskArn} is registered as ${nameOf(target)}, not as ${[...asked]}`,
      );
    }
  }
}

/** Nothing is behind its targets any more. */
const hasEnded = ({ lastStatus, stopCode, containers }: Task): boolean =>
  lastStatus === 'STOPPED' ||
  stopCode === 'EssentialContainerExited' ||
  containers.every((container) => container.lastStatus === 'STOPPED');

function checkHealthy(state: State, task: Task | undefined): void {
  if (task?.desiredStatus !== 'RUNNING') return;
  const verdicts = verdictsOn(state, task);
  insist(
    task.readiness !== 'HEALTHY' || verdicts.every((verdict) => verdict === 'HEALTHY'),
    'healthy without targets',
    () => `${task.taskArn} counts as healthy, and its load balancers say ${verdicts}`,
  );
}

/** Somebody has said that it is ill, or its instance is away. */
function checkUnhealthy(state: State, task: Task | undefined): void {
  if (task?.readiness !== 'UNHEALTHY') return;
  const instance = state.containerInstances.get(task.containerInstanceArn ?? '');
  const statuses = task.containers.map(({ healthStatus }) => healthStatus);
  insist(
    task.desiredStatus !== 'RUNNING' ||
      instance?.agentConnected === false ||
      [...statuses, ...verdictsOn(state, task)].includes('UNHEALTHY'),
    'unhealthy without a cause',
    () => `${task.taskArn} counts as unhealthy, and nobody says so`,
  );
}

/** A container goes on until the last request to it may have ended. */
function checkStops({ state, effects, now }: Stepped): void {
  for (const effect of effects) {
    if (effect.type !== 'StopContainer') continue;
    const task = state.tasks.get(effect.taskArn);
    if (task === undefined || hasEnded(task)) continue;
    if (!task.containers.some(({ lastStatus }) => lastStatus === 'RUNNING')) continue;
    for (const target of state.targets.values()) {
      insist(
        target.taskArn !== task.taskArn || (target.drainsUntil ?? 0) <= now,
        'stopped while it drains',
        () => `${effect.containerName} of ${task.taskArn} is stopped, and ${nameOf(target)} drains`,
      );
    }
  }
}
