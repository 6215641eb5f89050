import { noTasks } from '../counts.ts';
import { failedLoadBalancer } from '../load-balancers/serve.ts';
import type { Deployment, Service, TaskSource } from '../model/index.ts';
import type { DeploymentTasks } from '../state.ts';
import { stopTask } from '../tasks/stop-task.ts';
import type { Transaction } from '../transaction.ts';
import { failOnAlarm } from './alarms.ts';
import { Chooser } from './choose.ts';
import { breakCircuit } from './circuit-breaker.ts';
import { planDaemon } from './daemon.ts';
import { addEvent, addEventOnce, tasksMessage } from './events.ts';
import { type Place, placeTasks } from './place-tasks.ts';
import { type PlannedStop, planRollout, type RolloutPlan, type RolloutView } from './plan.ts';
import { rebalance } from './rebalance.ts';
import { advanceShift } from './shift/advance.ts';
import { shiftStoryOf, tasksWanted } from './shift/roles.ts';
import { startTasks } from './start-tasks.ts';
import { complete, retireDeployments } from './steady.ts';

const BLOCKED =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.';

/** What to do for a service now. */
export interface ServicePlan {
  readonly places: readonly Place[];
  readonly stop: readonly PlannedStop[];
  /** The percentages forbid every move. */
  readonly blocked: boolean;
  /** The event that says why tasks cannot be placed; null: nothing is in the way. */
  readonly refusal: string | null;
  /** When to look again although nothing happens; null: no need. */
  readonly dueAt: number | null;
}

/** Brings one service a step nearer to its desired count and its primary deployment. */
export function reconcileService(tx: Transaction, arn: string): void {
  const service = tx.state.services.get(arn);
  if (service === undefined) return;
  if (service.status === 'INACTIVE') {
    if (tx.env.now >= (service.dueAt ?? Number.POSITIVE_INFINITY)) {
      tx.emit({ type: 'ServiceForgotten', serviceArn: arn });
    }
    return;
  }
  if (breakCircuit(tx, service) || failOnAlarm(tx, service)) return;

  const primary = service.deployments[0];
  if (primary === undefined) return;
  if (shiftStoryOf(tx.state, primary) === undefined) {
    const plan = bring(tx, service, primary);
    note(tx, service, { placementBlocked: plan.refusal, dueAt: plan.dueAt });
  } else shift(tx, arn);
  retireDeployments(tx, arn);
  complete(tx, arn);
}

/** Traffic first: only when it has moved do tasks go. Each deployment looks after its own. */
function shift(tx: Transaction, arn: string): void {
  let dueAt = advanceShift(tx, arn);
  let placementBlocked: string | null = null;
  const service = tx.state.services.get(arn);
  if (service === undefined) return;
  for (const deployment of service.deployments) {
    const plan = bring(tx, service, deployment);
    placementBlocked ??= plan.refusal;
    dueAt = earlier(dueAt, plan.dueAt);
  }
  note(tx, service, { placementBlocked, dueAt });
}

/** Does what is to be done for a deployment now; `dueAt`: when to look again. */
function bring(tx: Transaction, service: Service, deployment: Deployment): ServicePlan {
  const throttledUntil = throttleEnds(deployment, tx.env.now);
  const throttled = throttledUntil !== undefined;
  const story = shiftStoryOf(tx.state, service.deployments[0]);
  const wanted = story === undefined ? service.desiredCount : tasksWanted(story, deployment);
  const plan =
    service.schedulingStrategy === 'DAEMON'
      ? planDaemon(tx, service, deployment, throttled)
      : planReplicas(tx, service, deployment, wanted, throttled);
  carryOut(tx, service, deployment, plan);
  const dueAt = earlier(
    earlier(throttledUntil ?? null, plan.dueAt),
    bakesUntil(deployment, tx.env.now),
  );
  return { ...plan, dueAt };
}

/** Until when no task is to be started; null: for good (AWS: a FAILED deployment starts no more). */
function throttleEnds(
  { rolloutState, throttledUntil }: Deployment,
  now: number,
): number | null | undefined {
  if (rolloutState === 'FAILED') return null;
  return throttledUntil !== undefined && now < throttledUntil ? throttledUntil : undefined;
}

/** When its bake time is over; null: it does not bake. */
const bakesUntil = (
  { rolloutState, bakesUntil: until = 0 }: Deployment,
  now: number,
): number | null => (rolloutState === 'IN_PROGRESS' && now < until ? until : null);

/** The first of the two times; null: never. */
export const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/**
 * By the rolling rule; asked again where not all that it would start finds a place. Deployments
 * between which traffic shifts do not make room for each other, and task sets never do. `wanted`:
 * tasks that `primary` should have.
 */
export function planReplicas(
  tx: Transaction,
  service: Service,
  primary: TaskSource,
  wanted: number,
  throttled: boolean,
): ServicePlan {
  const { state } = tx;
  const chooser = new Chooser(state, tx.env.now);
  const [newest] = service.deployments;
  const alone = newest === undefined || shiftStoryOf(state, newest) !== undefined;
  const ids = alone ? [primary.id] : (state.deploymentsByService.get(service.serviceArn) ?? []);
  const all = [...ids].map((id): [string, DeploymentTasks] => [
    id,
    state.tasksByDeployment.get(id) ?? noTasks(),
  ]);
  const own = state.tasksByDeployment.get(primary.id) ?? noTasks();
  const older = all.filter(([id]) => id !== primary.id).map(([, tasks]) => tasks);
  const rebalancing = throttled ? undefined : rebalance(tx, service, own);
  const view: RolloutView = {
    desired: service.status === 'DRAINING' ? 0 : wanted,
    ...service.deploymentConfiguration,
    primary: own,
    leaving: [...all.map(([, { draining }]) => draining), ...older],
    stopping: all.reduce((sum, [, { stopping }]) => sum + stopping.size, 0),
    placeable: Number.POSITIVE_INFINITY,
    throttled,
    rebalancing: rebalancing !== undefined,
    choose: (tasks, n, why) => {
      if (why === 'surplus') return chooser.inScaleInOrder(tasks, n);
      return why === 'makesRoom' ? chooser.freesRoom(tasks, n) : chooser.oldestFirst(tasks, n);
    },
  };
  const planned = (plan: RolloutPlan, places: readonly Place[], refusal: string | null) => ({
    ...plan,
    places,
    refusal,
    dueAt: chooser.protectionEnds,
  });
  const plan = planRollout(view);
  if (plan.start === 0) return planned(plan, [], null);
  if (typeof rebalancing === 'object') {
    const { places } = placeTasks(tx, service, primary, 1, new Set([rebalancing.zone]));
    return planned(plan, places, null);
  }
  const { places, refusal } = placeTasks(tx, service, primary, plan.start);
  if (refusal === null) return planned(plan, places, null);
  return planned(planRollout({ ...view, placeable: places.length }), places, refusal);
}

/** Stops and starts what is planned, and tells of it. */
export function carryOut(
  tx: Transaction,
  service: Service,
  primary: TaskSource,
  { places, stop, blocked, refusal }: ServicePlan,
): void {
  for (const planned of stop) {
    const task = tx.state.tasks.get(planned.taskArn);
    const reason = stoppedReason(tx, planned, primary);
    if (task !== undefined) stopTask(tx, task, 'ServiceSchedulerInitiated', reason);
  }
  if (stop.length > 0) {
    const arns = stop.map(({ taskArn }) => taskArn);
    addEvent(tx, service, tasksMessage('stopped', 'running task', arns), primary);
  }
  startTasks(tx, service, primary, places);
  // What was in the way before and still is need not be said again.
  const say = service.placementBlocked === null ? addEvent : addEventOnce;
  if (refusal !== null) say(tx, service, refusal, primary);
  else if (blocked) addEvent(tx, service, BLOCKED, primary);
}

function stoppedReason(tx: Transaction, { taskArn, why }: PlannedStop, { id }: TaskSource): string {
  if (why !== 'unhealthy' && why !== 'makesRoom') {
    return `Scaling activity initiated by (deployment ${id})`;
  }
  const task = tx.state.tasks.get(taskArn);
  const failed = task && failedLoadBalancer(tx, task);
  return failed === undefined
    ? 'Task failed container health checks'
    : `Task failed ELB health checks in (target-group ${failed.targetGroupArn})`;
}

/** Puts down what changed of the two. */
export function note(
  tx: Transaction,
  { serviceArn }: Service,
  change: Pick<Service, 'placementBlocked' | 'dueAt'>,
): void {
  const service = tx.state.services.get(serviceArn);
  if (service === undefined) return;
  const { placementBlocked, dueAt } = change;
  if (service.placementBlocked === placementBlocked && service.dueAt === dueAt) return;
  tx.emit({ type: 'ServiceChanged', serviceArn, change });
}
