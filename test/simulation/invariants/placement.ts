import type {
  ContainerInstance,
  PlacementConstraint,
  PlacementStrategy,
  Service,
  Task,
  TaskDefinition,
} from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { attributesOf, EXPRESSIONS } from '../definitions.ts';
import { Violation } from '../violation.ts';
import { interfacesOf, type Taken, TYPES, takenBy } from './instances.ts';
import type { Stepped } from './invariants.ts';
import type { Ledger } from './ledger.ts';
import { checkShares } from './shares.ts';

/** What is on one instance while the tasks of a step are placed one after the other. */
interface Bearing {
  cpu: number;
  memory: number;
  interfaces: number;
  readonly ports: string[];
  /** Wanted RUNNING, by group. */
  readonly groups: Map<string, number>;
}

/** By container instance. */
type Bearings = Map<string, Bearing>;

/** What was asked of the place. */
interface Asked {
  readonly constraints: readonly PlacementConstraint[];
  readonly strategies: readonly PlacementStrategy[];
}

const SERVICE_DEFAULT: readonly PlacementStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'spread', field: 'instanceId' },
];

/**
 * Each task that the orchestrator placed is on an instance that may bear it, and on one that the
 * strategies rank first among all that could. Works task by task over plain lists.
 */
export function checkPlacement(ledger: Ledger, step: Stepped): void {
  const { records, state } = step;
  if (!records.some(({ type }) => type === 'TaskCreated')) return;
  // A scheduler may choose places before it carries out its stops, or after them.
  const views: Bearings[] = [new Map(), new Map()];
  const [, unstopped] = views;
  const changeAll = (task: Task, sign: 1 | -1) => {
    for (const view of views) change(state, view, task, sign);
  };
  for (const arn of ledger.onInstance.keys()) {
    for (const task of ledger.tasksOn(arn)) changeAll(task, 1);
  }
  const known = new Map(ledger.tasks);
  /** As they were before the scheduler stopped any. */
  const before = new Map<string, Task>();
  for (const record of records) {
    if (record.type === 'TaskCreated') {
      checkPlace(step, views, record.task);
      checkShares(step, [...before.values(), ...known.values()], record.task);
      changeAll(record.task, 1);
      known.set(record.task.taskArn, record.task);
    } else if (record.type === 'TaskChanged') {
      const was = known.get(record.taskArn);
      if (was === undefined) continue;
      const after = { ...was, ...record.change };
      changeAll(was, -1);
      if (after.lastStatus !== 'STOPPED') changeAll(after, 1);
      const stops = was.desiredStatus === 'RUNNING' && after.desiredStatus === 'STOPPED';
      if (stops) before.set(was.taskArn, was);
      if (stops && unstopped !== undefined && after.containerInstanceArn !== undefined) {
        const { groups } = bearingOf(unstopped, after.containerInstanceArn);
        groups.set(after.group, (groups.get(after.group) ?? 0) + 1);
      }
      known.set(record.taskArn, after);
      if (after.lastStatus === 'STOPPED') known.delete(record.taskArn);
    }
  }
}

function change(state: State, bearing: Bearings, task: Task, sign: 1 | -1): void {
  const arn = task.containerInstanceArn;
  const definition = state.taskDefinitions.get(task.taskDefinitionArn);
  if (arn === undefined || definition === undefined) return;
  const on = bearingOf(bearing, arn);
  const taken = takenBy(definition);
  on.cpu += sign * taken.cpu;
  on.memory += sign * taken.memory;
  on.interfaces += sign * taken.interfaces;
  for (const port of taken.ports) {
    if (sign === 1) on.ports.push(port);
    else on.ports.splice(on.ports.indexOf(port), 1);
  }
  if (task.desiredStatus === 'RUNNING') {
    on.groups.set(task.group, (on.groups.get(task.group) ?? 0) + sign);
  }
}

function bearingOf(bearing: Bearings, arn: string): Bearing {
  const known = bearing.get(arn);
  if (known !== undefined) return known;
  const none: Bearing = { cpu: 0, memory: 0, interfaces: 0, ports: [], groups: new Map() };
  bearing.set(arn, none);
  return none;
}

function checkPlace(step: Stepped, views: readonly Bearings[], task: Task): void {
  const faults = views.map((bearing) => faultOf(step, bearing, task));
  const [fault] = faults;
  if (fault === undefined || faults.includes(undefined)) return;
  throw new Violation(fault.invariant, fault.details);
}

/**
 * An instance that could take another task of the service; undefined: there is none, so a service
 * that says it cannot place one is right.
 */
export function placeFor(
  state: State,
  ledger: Ledger,
  service: Service,
): ContainerInstance | undefined {
  const [primary] = service.deployments;
  const definition = state.taskDefinitions.get(primary?.taskDefinition ?? '');
  if (primary === undefined || definition === undefined) return undefined;
  const bearing: Bearings = new Map();
  for (const arn of ledger.onInstance.keys()) {
    for (const task of ledger.tasksOn(arn)) change(state, bearing, task, 1);
  }
  const providers = primary.capacityProviderStrategy?.map(
    ({ capacityProvider }) => capacityProvider,
  );
  const group = `service:${service.serviceName}`;
  return [...state.containerInstances.values()].find(
    (instance) =>
      (providers?.includes(instance.capacityProviderName) ?? true) &&
      refusal(
        instance,
        bearingOf(bearing, instance.containerInstanceArn),
        takenBy(definition),
        askedFor(service, definition),
        group,
      ) === undefined,
  );
}

/** Could it take a task of the service if nothing else were there? */
export function fitsAlone(state: State, service: Service, instance: ContainerInstance): boolean {
  const definition = state.taskDefinitions.get(service.deployments[0]?.taskDefinition ?? '');
  if (definition === undefined) return false;
  const nothing = bearingOf(new Map(), instance.containerInstanceArn);
  const asked = askedFor(service, definition);
  const group = `service:${service.serviceName}`;
  return refusal(instance, nothing, takenBy(definition), asked, group) === undefined;
}

/** What is wrong with the place of that task; undefined: nothing. */
function faultOf(
  { state, input }: Stepped,
  bearing: Bearings,
  task: Task,
): { readonly invariant: string; readonly details: string } | undefined {
  const chosen = state.containerInstances.get(task.containerInstanceArn ?? '');
  const definition = state.taskDefinitions.get(task.taskDefinitionArn);
  if (chosen === undefined || definition === undefined) return undefined;
  const service = state.services.get(task.serviceArn ?? '');
  const byHand = input.type === 'Command' && input.command.name === 'StartTask';
  if (byHand && service === undefined) return undefined;
  const asked = askedFor(service, definition);
  const taken = takenBy(definition);
  const whyNot = (instance: ContainerInstance) =>
    refusal(instance, bearingOf(bearing, instance.containerInstanceArn), taken, asked, task.group);
  const why = whyNot(chosen);
  if (why !== undefined) return { invariant: 'placement', details: `${describe(task)}: ${why}` };
  const { capacityProviderName } = task;
  if (capacityProviderName !== undefined && capacityProviderName !== chosen.capacityProviderName) {
    const details = `${describe(task)}, which is not of ${capacityProviderName}`;
    return { invariant: 'placement', details };
  }
  if (service === undefined || service.schedulingStrategy === 'DAEMON') return undefined;

  // Which zones count while one of them is on its way out is nobody's promise.
  const all = [...state.containerInstances.values()].filter(({ status }) => status !== 'INACTIVE');
  if (all.some((instance) => instance.status !== 'ACTIVE' || !instance.agentConnected)) {
    return undefined;
  }
  if (service.availabilityZoneRebalancing === 'ENABLED') return undefined;
  let best = all.filter(
    (instance) =>
      whyNot(instance) === undefined &&
      (capacityProviderName === undefined ||
        instance.capacityProviderName === capacityProviderName),
  );
  for (const strategy of asked.strategies) {
    const scored = best.map((instance) => ({
      instance,
      score: score(strategy, instance, all, bearing, task.group),
    }));
    const least = Math.min(...scored.map((one) => one.score));
    best = scored.filter((one) => one.score === least).map(({ instance }) => instance);
    if (best.includes(chosen)) continue;
    const scores = scored.map(
      (one) => `${one.instance.containerInstanceArn.slice(-8)} ${one.score}`,
    );
    const details = `${describe(task)} by ${JSON.stringify(strategy)}: ${scores.join(', ')}`;
    return { invariant: 'strategy', details };
  }
  return undefined;
}

const askedFor = (service: Service | undefined, definition: TaskDefinition): Asked => {
  const own = definition.placementConstraints ?? [];
  if (service === undefined) return { constraints: own, strategies: [] };
  const { placementConstraints, placementStrategy } = service;
  return {
    constraints: [...placementConstraints, ...own],
    strategies: placementStrategy.length > 0 ? placementStrategy : SERVICE_DEFAULT,
  };
};

/** Less is better. */
function score(
  { type, field = '' }: PlacementStrategy,
  instance: ContainerInstance,
  all: readonly ContainerInstance[],
  bearing: Bearings,
  group: string,
): number {
  if (type === 'random') return 0;
  const on = bearingOf(bearing, instance.containerInstanceArn);
  if (type === 'binpack') {
    return field.toLowerCase() === 'cpu'
      ? instance.registered.cpu - on.cpu
      : instance.registered.memoryMiB - on.memory;
  }
  const valueOf = (one: ContainerInstance) =>
    field === 'instanceId' || field === 'host'
      ? one.containerInstanceArn
      : attributesOf(one.attributes).get(field.replace('attribute:', ''));
  return all
    .filter((one) => valueOf(one) === valueOf(instance))
    .reduce(
      (sum, one) => sum + (bearingOf(bearing, one.containerInstanceArn).groups.get(group) ?? 0),
      0,
    );
}

/** Why the instance may not bear the task; undefined: it may. */
function refusal(
  instance: ContainerInstance,
  on: Bearing,
  taken: Taken,
  { constraints }: Asked,
  group: string,
): string | undefined {
  if (instance.status !== 'ACTIVE') return `it is ${instance.status}`;
  if (!instance.agentConnected) return 'its agent is not connected';
  const attributes = attributesOf(instance.attributes);
  const type = TYPES[attributes.get('ecs.instance-type') ?? ''];
  if (type === undefined) return undefined;
  if (on.cpu + taken.cpu > type.cpu) return 'no CPU is left';
  const memory = Math.min(type.memory, instance.registered.memoryMiB);
  if (on.memory + taken.memory > memory) return 'no memory is left';
  if (on.interfaces + taken.interfaces > interfacesOf(instance, type.interfaces))
    return 'no interface is left';
  if (taken.ports.some((port) => on.ports.includes(port))) return 'its port is taken';
  for (const { type: kind, expression } of constraints) {
    if (kind === 'distinctInstance' && (on.groups.get(group) ?? 0) > 0) {
      return 'another task of the group is on it';
    }
    const known = EXPRESSIONS.find((one) => one.expression === expression);
    if (kind === 'memberOf' && known?.holds(attributes) === false) return `not so: ${expression}`;
  }
  return undefined;
}

const describe = (task: Task): string => `${task.group} on ${task.containerInstanceArn}`;
