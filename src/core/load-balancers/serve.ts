import { nameOf } from '../arn.ts';
import { scaled } from '../env.ts';
import type { HealthStatus, Instance, ServiceLoadBalancer, Target, Task } from '../model/index.ts';
import { addEvent, addEventAgain } from '../services/events.ts';
import { startedFor } from '../services/failures.ts';
import { ownLoadBalancers } from '../services/shift/traffic.ts';
import type { TargetNews, Transaction } from '../transaction.ts';
import { targetKey } from './apply.ts';
import { loadBalancersLeadingTo, targetsAt, targetsOfTask } from './find.ts';
import { describedHealth, NOT_REGISTERED } from './target-health.ts';

/** What services do with load balancers: register their tasks, and take them out again. */

/** The load balancers that tasks of that deployment stand behind. */
function loadBalancersFor(tx: Transaction, task: Task): readonly ServiceLoadBalancer[] {
  const service = tx.state.services.get(task.serviceArn ?? '');
  const source = startedFor(service, task);
  return source === undefined ? [] : ownLoadBalancers(source);
}

/** The task runs: it becomes a target of each of its target groups. */
export function registerTask(tx: Transaction, task: Task): void {
  const registered: Target[] = loadBalancersFor(tx, task).flatMap((loadBalancer) => {
    const place = placeOf(tx, task, loadBalancer);
    if (place === undefined) return [];
    return {
      ...place,
      targetGroupArn: loadBalancer.targetGroupArn,
      availabilityZone: task.availabilityZone,
      taskArn: task.taskArn,
      health: null,
      registeredAt: tx.env.now,
      drainsUntil: null,
    };
  });
  for (const target of registered) {
    tx.emit({ type: 'TargetPut', target });
    note(tx, task, target, 'registered');
  }
}

/**
 * Where the load balancer reaches the task: its own address, or a port of its instance; undefined:
 * nowhere, since its group was deleted.
 */
function placeOf(
  { state }: Transaction,
  task: Task,
  { targetGroupArn, containerName, containerPort }: ServiceLoadBalancer,
): { id: string; port: number } | undefined {
  const group = state.targetGroups.get(targetGroupArn);
  if (group === undefined) return undefined;
  if (group.targetType === 'ip') {
    const id = task.networkInterface?.privateIpv4Address;
    return id === undefined ? undefined : { id, port: containerPort };
  }
  const id = state.containerInstances.get(task.containerInstanceArn ?? '')?.ec2InstanceId;
  const port = task.containers
    .find(({ name }) => name === containerName)
    ?.networkBindings.find((binding) => binding.containerPort === containerPort)?.hostPort;
  return id === undefined || port === undefined ? undefined : { id, port };
}

/** The task's target for that load balancer; undefined: it is none (any more). */
function targetFor(
  tx: Transaction,
  task: Task,
  loadBalancer: ServiceLoadBalancer,
): Target | undefined {
  const place = placeOf(tx, task, loadBalancer);
  const { targetGroupArn } = loadBalancer;
  const target = place && tx.state.targets.get(targetKey({ targetGroupArn, ...place }));
  return target?.taskArn === task.taskArn ? target : undefined;
}

/**
 * What each load balancer that the task is behind makes of it. One that was told to send it nothing
 * any more, although it is to run, has lost it: it is as good as unhealthy.
 */
export const targetVerdicts = (tx: Transaction, task: Task): HealthStatus[] =>
  loadBalancersFor(tx, task).map((loadBalancer) => {
    if (task.startedAt === undefined) return 'UNKNOWN';
    const target = targetFor(tx, task, loadBalancer);
    if (target === undefined || target.drainsUntil !== null) return 'UNHEALTHY';
    if (target.health === null) return 'UNKNOWN';
    return target.health.state === 'healthy' ? 'HEALTHY' : 'UNHEALTHY';
  });

/** The first of the load balancers for which the task counts as unhealthy. */
export const failedLoadBalancer = (tx: Transaction, task: Task): ServiceLoadBalancer | undefined =>
  loadBalancersFor(tx, task)[targetVerdicts(tx, task).indexOf('UNHEALTHY')];

/**
 * The task is being stopped: its targets get no new requests, and those under way may end until
 * the deregistration delay of their group has passed. True if there is anything to wait for.
 */
export function drainTask(tx: Transaction, task: Task): boolean {
  for (const target of targetsOfTask(tx.state, task.taskArn)) {
    // Somebody was quicker than the service.
    if (target.drainsUntil !== null) continue;
    note(tx, task, target, 'deregistered');
    deregister(tx, target);
  }
  return targetsOfTask(tx.state, task.taskArn).length > 0;
}

/**
 * The target gets no new requests, and is gone when the deregistration delay of its group has
 * passed; at once, where no listener leads to it.
 */
export function deregister(tx: Transaction, target: Target): void {
  if (loadBalancersLeadingTo(tx.state, target.targetGroupArn).length === 0) forget(tx, target);
  else {
    const drainsUntil = tx.env.now + deregistrationDelay(tx, target);
    tx.emit({ type: 'TargetPut', target: { ...target, drainsUntil } });
  }
}

/** The task has ended: nothing is behind its targets any more. */
export function forgetTargets(tx: Transaction, task: Task): void {
  for (const target of targetsOfTask(tx.state, task.taskArn)) {
    if (target.drainsUntil === null) note(tx, task, target, 'deregistered');
    forget(tx, target);
  }
}

/** The instance is gone for good, and with it the targets that were registered by hand. */
export function deregisterInstance(tx: Transaction, { instanceId }: Instance): void {
  for (const target of targetsAt(tx.state, instanceId)) {
    if (target.taskArn === undefined) forget(tx, target);
  }
}

const deregistrationDelay = (tx: Transaction, { targetGroupArn }: Target): number => {
  const { attributes } = tx.state.targetGroups.get(targetGroupArn) ?? {};
  return scaled(tx.env, Number(attributes?.['deregistration_delay.timeout_seconds'] ?? 300) * 1000);
};

/** The time of a target has come: it has drained. */
export function targetDue(tx: Transaction, key: string): void {
  const target = tx.state.targets.get(key);
  if (target === undefined || (target.drainsUntil ?? Number.POSITIVE_INFINITY) > tx.env.now) return;
  forget(tx, target);
}

const forget = (tx: Transaction, { targetGroupArn, id, port }: Target): void =>
  tx.emit({ type: 'TargetForgotten', targetGroupArn, id, port });

function note(
  tx: Transaction,
  { serviceArn, taskArn }: Task,
  { targetGroupArn }: Target,
  verb: TargetNews['verb'],
): void {
  if (serviceArn !== undefined) tx.targetNews.push({ serviceArn, taskArn, targetGroupArn, verb });
}

/** The service events about what was registered and deregistered in this step, with its counts. */
export function tellOfTargets(tx: Transaction): void {
  const news = groupBy(tx.targetNews, ({ serviceArn }) => serviceArn);
  for (const [serviceArn, ofService] of news) {
    const service = tx.state.services.get(serviceArn);
    if (service === undefined) continue;
    const kinds = groupBy(ofService, ({ verb, targetGroupArn }) => `${verb} ${targetGroupArn}`);
    for (const targets of kinds.values()) {
      const [{ verb, targetGroupArn }] = targets;
      addEventAgain(
        tx,
        service,
        `${verb} ${targets.length} targets in (target-group ${targetGroupArn})`,
      );
    }
    const leaving = ofService.filter(({ verb }) => verb === 'deregistered');
    const tasks = new Set(leaving.map(({ taskArn }) => taskArn)).size;
    if (tasks > 0) addEventAgain(tx, service, `has begun draining connections on ${tasks} tasks.`);
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The service events about the targets for which the task counts as unhealthy. */
export function tellUnhealthyTargets(tx: Transaction, task: Task): void {
  const service = tx.state.services.get(task.serviceArn ?? '');
  if (service === undefined) return;
  const verdicts = targetVerdicts(tx, task);
  for (const [i, loadBalancer] of loadBalancersFor(tx, task).entries()) {
    if (verdicts[i] !== 'UNHEALTHY') continue;
    const { targetGroupArn, containerPort } = loadBalancer;
    const target = targetFor(tx, task, loadBalancer);
    const health = target === undefined ? NOT_REGISTERED : describedHealth(tx.state, target);
    const instance = target?.id.startsWith('i-') ? ` (instance ${target.id})` : '';
    addEvent(
      tx,
      service,
      `(task ${nameOf(task.taskArn)})${instance} (port ${target?.port ?? containerPort}) is unhealthy in (target-group ${targetGroupArn}) due to (reason ${health.description ?? health.reason})`,
    );
  }
}
