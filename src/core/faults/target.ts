import { instanceArn, nameOf, resourceOf, type Scope, scopeOf } from '../arn.ts';
import { invalidParameter } from '../errors.ts';
import type { Container, Instance, Service, Task } from '../model/index.ts';
import { defaultSubnets } from '../network/default-vpc.ts';
import type { State } from '../state.ts';
import { isOf } from './in-force.ts';

export type Target =
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'instance'; readonly instance: Instance }
  | { readonly kind: 'zone'; readonly zone: string };

/**
 * What a person means by that text: a task, an EC2 or a container instance (by id or ARN), a zone
 * (by name), or a service (by ARN, `NAME` or `CLUSTER/NAME`), of which it is the running task that
 * is newest. Throws InvalidParameterException.
 */
export function findTarget(state: State, scope: Scope, text: string): Target {
  if (!text.startsWith('arn:') || isOf(scope, scopeOf(text))) {
    const task = state.tasks.get(state.taskArnById.get(text) ?? text);
    if (task !== undefined && isOf(scope, scopeOf(task.taskArn))) return { kind: 'task', task };
    const instance = findInstance(state, scope, text);
    if (instance !== undefined) return { kind: 'instance', instance };
    const zones = defaultSubnets(scope.region).map(({ availabilityZone }) => availabilityZone);
    if (zones.includes(text)) return { kind: 'zone', zone: text };
    const service = findService(state, scope, text);
    if (service !== undefined) return { kind: 'task', task: newestTask(state, service) };
  }
  throw invalidParameter(
    `There is no instance and no task '${text.slice(0, 200)}' in account ${scope.account}, region ${scope.region}, and no zone or service of that name. Expected the id or ARN of a task, an EC2 instance or a container instance, a zone such as ${scope.region}a, or the name of a service.`,
  );
}

function findInstance(state: State, scope: Scope, text: string): Instance | undefined {
  const registered =
    state.containerInstances.get(text) ??
    [...state.containerInstances.values()].find(
      ({ containerInstanceArn: arn }) => nameOf(arn) === text && isOf(scope, scopeOf(arn)),
    );
  const arn = text.startsWith('i-') ? instanceArn(scope, text) : text;
  return state.instances.get(registered?.instanceArn ?? arn);
}

function findService(state: State, scope: Scope, text: string): Service | undefined {
  const named = (resourceOf(text) ?? text).replace(/^service\//, '');
  const found = [...state.services.values()].filter(
    ({ serviceArn, status }) =>
      status !== 'INACTIVE' &&
      isOf(scope, scopeOf(serviceArn)) &&
      (serviceArn === text || serviceArn.endsWith(`/${named}`)),
  );
  if (found.length > 1) {
    const names = found.map(({ serviceArn }) => resourceOf(serviceArn)?.replace('service/', ''));
    throw invalidParameter(
      `There are several services '${named}': say which, ${names.join(', ')}.`,
    );
  }
  return found[0];
}

function newestTask({ tasks, tasksByCluster }: State, service: Service): Task {
  let newest: Task | undefined;
  for (const arn of tasksByCluster.get(service.clusterArn) ?? []) {
    const task = tasks.get(arn);
    if (task?.serviceArn !== service.serviceArn || !isRunning(task)) continue;
    if ((task.startedAt ?? 0) >= (newest?.startedAt ?? 0)) newest = task;
  }
  if (newest !== undefined) return newest;
  throw invalidParameter(
    `The service ${service.serviceName} has no task that is RUNNING: expected one. Wait until it has.`,
  );
}

const isRunning = ({ lastStatus, desiredStatus }: Task): boolean =>
  lastStatus === 'RUNNING' && desiredStatus === 'RUNNING';

/** That container of the task; default: its first essential one that runs. Throws as above. */
export function findContainer(state: State, task: Task, name: string | undefined): Container {
  const { containers, taskArn, taskDefinitionArn, lastStatus } = task;
  if (name !== undefined) {
    const named = containers.find((one) => one.name === name);
    if (named?.lastStatus === 'RUNNING') return named;
    const there = containers.map((one) => `${one.name} (${one.lastStatus})`).join(', ');
    throw invalidParameter(
      `Expected a container of task ${nameOf(taskArn)} that is RUNNING; found ${there}. '${name.slice(0, 100)}' is none.`,
    );
  }
  const definitions = state.taskDefinitions.get(taskDefinitionArn)?.containerDefinitions ?? [];
  const isEssential = ({ name: of }: Container) =>
    definitions.find((definition) => definition.name === of)?.essential !== false;
  const running = containers.filter((one) => one.lastStatus === 'RUNNING');
  const found = running.find(isEssential) ?? running[0];
  if (found !== undefined) return found;
  throw invalidParameter(
    `No container of task ${nameOf(taskArn)} is RUNNING (the task is ${lastStatus}): expected one that is.`,
  );
}
