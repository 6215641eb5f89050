import { nameOf } from '../arn.ts';
import { scaled } from '../env.ts';
import type { ServiceLoadBalancer, Target, Task } from '../model/index.ts';
import { addEvent, addEventAgain } from '../services/events.ts';
import type { TargetNews, Transaction } from '../transaction.ts';
import { targetsOfTask } from './find.ts';

/** What services do with load balancers: register their tasks, and take them out again. */

/** The load balancers that tasks of that deployment stand behind. */
export function loadBalancersFor(tx: Transaction, task: Task): readonly ServiceLoadBalancer[] {
  const service = tx.state.services.get(task.serviceArn ?? '');
  const deployment = service?.deployments.find(({ id }) => id === task.deploymentId);
  return deployment?.loadBalancers ?? [];
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

/** Where the load balancer reaches the task: its own address, or a port of its instance. */
function placeOf(
  { state }: Transaction,
  task: Task,
  { targetGroupArn, containerName, containerPort }: ServiceLoadBalancer,
): { id: string; port: number } | undefined {
  if (state.targetGroups.get(targetGroupArn)?.targetType === 'ip') {
    const id = task.networkInterface?.privateIpv4Address;
    return id === undefined ? undefined : { id, port: containerPort };
  }
  const id = state.containerInstances.get(task.containerInstanceArn ?? '')?.ec2InstanceId;
  const port = task.containers
    .find(({ name }) => name === containerName)
    ?.networkBindings.find((binding) => binding.containerPort === containerPort)?.hostPort;
  return id === undefined || port === undefined ? undefined : { id, port };
}

/**
 * The task is being stopped: its targets get no new requests, and those under way may end until
 * the deregistration delay of their group has passed. True if there is anything to wait for.
 */
export function drainTask(tx: Transaction, task: Task): boolean {
  const targets = targetsOfTask(tx.state, task.taskArn);
  for (const target of targets) {
    const delay = deregistrationDelay(tx, target);
    tx.emit({ type: 'TargetPut', target: { ...target, drainsUntil: tx.env.now + delay } });
    note(tx, task, target, 'deregistered');
  }
  return targets.length > 0;
}

/** The task has ended: nothing is behind its targets any more. */
export function forgetTargets(tx: Transaction, task: Task): void {
  for (const target of targetsOfTask(tx.state, task.taskArn)) {
    if (target.drainsUntil === null) note(tx, task, target, 'deregistered');
    forget(tx, target);
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
  if (target.taskArn !== undefined) tx.touchTask(target.taskArn);
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
  for (const { targetGroupArn, id, port, health } of targetsOfTask(tx.state, task.taskArn)) {
    if (health?.state !== 'unhealthy') continue;
    const instance = id.startsWith('i-') ? ` (instance ${id})` : '';
    addEvent(
      tx,
      service,
      `(task ${nameOf(task.taskArn)})${instance} (port ${port}) is unhealthy in (target-group ${targetGroupArn}) due to (reason ${health.description ?? health.reason})`,
    );
  }
}
