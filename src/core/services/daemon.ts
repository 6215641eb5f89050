import { noLoad } from '../counts.ts';
import type { ContainerInstance, Deployment, Service, Task } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { Chooser } from './choose.ts';
import { changeDeployment } from './failures.ts';
import { groupOf, type Place, placeOn } from './place-tasks.ts';
import { healthyFloor, type PlannedStop } from './plan.ts';
import type { ServicePlan } from './reconcile-service.ts';

/**
 * DAEMON: one task on each active container instance that meets the constraints. A new instance
 * gets one; an old revision is replaced instance by instance, as many at a time as the floor lets
 * go (AWS: the ceiling is always 100 per cent); on a draining instance the daemon stops last.
 */
export function planDaemon(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  throttled: boolean,
): ServicePlan {
  const live = liveTasks(tx, service);
  const eligible = eligibleInstances(tx, service, primary, live);
  const desired = eligible.length;
  countDesired(tx, service, primary, desired);

  const chooser = new Chooser(tx.state, tx.env.now);
  const stop: PlannedStop[] = [];
  const places: Place[] = [];
  let refusal: string | null = null;
  let held = false;
  // What runs where no daemon belongs any more goes in any case: it is no help to the floor.
  const healthy = eligible
    .flatMap(({ containerInstanceArn }) => live.get(containerInstanceArn)?.[0] ?? [])
    .filter(({ readiness }) => readiness === 'HEALTHY').length;
  let spare =
    healthy - healthyFloor(desired, service.deploymentConfiguration.minimumHealthyPercent);

  for (const instance of eligible) {
    const [first, ...others] = live.get(instance.containerInstanceArn) ?? [];
    for (const { taskArn } of others) stop.push({ taskArn, why: 'surplus' });
    if (!instance.agentConnected) continue;
    if (first === undefined) {
      if (throttled) continue;
      const found = placeHere(tx, service, primary, instance);
      places.push(...found.places);
      refusal ??= found.refusal;
    } else if (first.readiness === 'UNHEALTHY') {
      stop.push({ taskArn: first.taskArn, why: 'unhealthy' });
    } else if (first.deploymentId !== primary.id) {
      const serves = first.readiness === 'HEALTHY';
      if (chooser.free(first.taskArn) === undefined || (serves && spare <= 0)) {
        held = true;
        continue;
      }
      if (serves) spare -= 1;
      stop.push({ taskArn: first.taskArn, why: 'replaced' });
    }
  }
  const kept = new Set(eligible.map(({ containerInstanceArn }) => containerInstanceArn));
  for (const [arn, tasks] of live) {
    if (kept.has(arn) || waitsForOthers(tx, service, arn)) continue;
    for (const { taskArn } of tasks) {
      if (chooser.free(taskArn) !== undefined) stop.push({ taskArn, why: 'surplus' });
    }
  }
  const blocked = held && stop.length === 0 && places.length === 0 && !isMoving(tx, service, live);
  return { places, stop, blocked, refusal, dueAt: chooser.protectionEnds };
}

/** Something is under way that may let go what the floor holds. */
function isMoving(
  tx: Transaction,
  { serviceArn }: Service,
  live: ReadonlyMap<string, readonly Task[]>,
): boolean {
  const ids = [...(tx.state.deploymentsByService.get(serviceArn) ?? [])];
  return (
    ids.some((id) => (tx.state.tasksByDeployment.get(id)?.stopping.size ?? 0) > 0) ||
    [...live.values()].some((tasks) => tasks.some(({ readiness }) => readiness === 'STARTING'))
  );
}

/** Tasks of the service that are to run, by container instance. */
function liveTasks(tx: Transaction, { serviceArn }: Service): Map<string, Task[]> {
  const live = new Map<string, Task[]>();
  for (const id of tx.state.deploymentsByService.get(serviceArn) ?? []) {
    const tasks = tx.state.tasksByDeployment.get(id);
    for (const buckets of tasks === undefined ? [] : [tasks, tasks.draining]) {
      for (const arn of [...buckets.healthy, ...buckets.starting, ...buckets.unhealthy]) {
        const task = tx.state.tasks.get(arn);
        if (task?.containerInstanceArn === undefined) continue;
        const there = live.get(task.containerInstanceArn);
        if (there === undefined) live.set(task.containerInstanceArn, [task]);
        else there.push(task);
      }
    }
  }
  return live;
}

/** Active instances that bear a task of the service, or could if they had room. */
function eligibleInstances(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  live: ReadonlyMap<string, readonly Task[]>,
): ContainerInstance[] {
  if (service.status === 'DRAINING') return [];
  const eligible: ContainerInstance[] = [];
  for (const arn of tx.state.containerInstancesByCluster.get(service.clusterArn) ?? []) {
    const instance = tx.state.containerInstances.get(arn);
    if (instance?.status !== 'ACTIVE') continue;
    if (!instance.agentConnected && !live.has(arn)) continue;
    const empty = { instance: { ...instance, agentConnected: true }, load: noLoad() };
    if (placeOn(tx, service, primary, empty).places.length > 0) eligible.push(instance);
  }
  return eligible;
}

function placeHere(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  instance: ContainerInstance,
) {
  const load = tx.state.loads.get(instance.containerInstanceArn) ?? noLoad();
  const before = [...load.tasks].some(
    (arn) => tx.state.tasks.get(arn)?.serviceArn === service.serviceArn,
  );
  // The one that is stopping goes first.
  if (before) return { places: [], refusal: null };
  return placeOn(tx, service, primary, { instance, load });
}

/** On a draining instance the daemon goes when the tasks that it serves have gone. */
function waitsForOthers(tx: Transaction, service: Service, containerInstanceArn: string): boolean {
  const instance = tx.state.containerInstances.get(containerInstanceArn);
  if (service.status === 'DRAINING' || instance?.status !== 'DRAINING') return false;
  const tasks = tx.state.loads.get(containerInstanceArn)?.tasks ?? new Set();
  return [...tasks].some((arn) => {
    const other = tx.state.services.get(tx.state.tasks.get(arn)?.serviceArn ?? '');
    return other?.schedulingStrategy === 'REPLICA' && groupOf(other) !== groupOf(service);
  });
}

/** The API shows how many tasks there should be. */
function countDesired(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  desiredCount: number,
): void {
  if (service.desiredCount === desiredCount && primary.desiredCount === desiredCount) return;
  const { serviceArn } = service;
  tx.emit({ type: 'ServiceChanged', serviceArn, change: { desiredCount } });
  changeDeployment(tx, service, { ...primary, desiredCount });
}
