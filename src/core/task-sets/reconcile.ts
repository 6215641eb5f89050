import type { Service, TaskSet } from '../model/index.ts';
import { addEvent } from '../services/events.ts';
import { carryOut, earlier, note, planReplicas } from '../services/reconcile-service.ts';
import { becomeInactive, isSteady } from '../services/steady.ts';
import type { Transaction } from '../transaction.ts';
import { computedDesiredCount } from './computed-desired-count.ts';

/** Brings each task set of a service a step nearer to its own desired count, and retires it. */
export function reconcileTaskSets(tx: Transaction, arn: string): void {
  const service = tx.state.services.get(arn);
  if (service === undefined || service.status === 'INACTIVE') return;
  if (service.deploymentController.type !== 'EXTERNAL') return;

  const outcomes = (service.taskSets ?? []).map((taskSet) => bringToScale(tx, service, taskSet));
  const refusals = outcomes.flatMap(({ refusal }) => refusal ?? []);
  note(tx, service, {
    placementBlocked: refusals[0] ?? null,
    dueAt: outcomes.map(({ dueAt }) => dueAt).reduce(earlier, null),
  });
  follow(tx, arn);
  if (service.status === 'DRAINING') becomeInactive(tx, service);
}

/** As a service does with one deployment; task sets do not make room for each other. */
function bringToScale(tx: Transaction, service: Service, taskSet: TaskSet) {
  const { throttledUntil = 0 } = taskSet;
  const throttled = tx.env.now < throttledUntil;
  const wanted = computedDesiredCount(service, taskSet);
  const plan = planReplicas(tx, service, taskSet, wanted, throttled);
  carryOut(tx, service, taskSet, plan);
  return { refusal: plan.refusal, dueAt: earlier(throttled ? throttledUntil : null, plan.dueAt) };
}

/** Task sets that drain go with their last task; the others say whether they are steady. */
function follow(tx: Transaction, serviceArn: string): void {
  const service = tx.state.services.get(serviceArn);
  if (service?.taskSets === undefined) return;
  const withTasks = tx.state.deploymentsByService.get(serviceArn);
  const staying = service.taskSets.filter(
    ({ id, status }) =>
      withTasks?.has(id) || (status !== 'DRAINING' && service.status === 'ACTIVE'),
  );
  const taskSets = staying.map((taskSet) => withStability(tx, service, taskSet));
  const news =
    taskSets.length !== service.taskSets.length ||
    taskSets.some((taskSet, index) => taskSet !== staying[index]);
  if (!news) return;
  tx.emit({ type: 'ServiceChanged', serviceArn, change: { taskSets } });
  const steady = taskSets.every(({ stabilityStatus }) => stabilityStatus === 'STEADY_STATE');
  if (steady && taskSets.length > 0) addEvent(tx, service, 'has reached a steady state.');
}

function withStability(tx: Transaction, service: Service, taskSet: TaskSet): TaskSet {
  const share = { desiredCount: computedDesiredCount(service, taskSet) };
  const stabilityStatus = isSteady(tx, share, taskSet) ? 'STEADY_STATE' : 'STABILIZING';
  return stabilityStatus === taskSet.stabilityStatus
    ? taskSet
    : { ...taskSet, stabilityStatus, stabilityStatusAt: tx.env.now };
}
