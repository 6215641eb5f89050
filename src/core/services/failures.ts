import { nameOf } from '../arn.ts';
import { type Env, scaled } from '../env.ts';
import { tellUnhealthyTargets } from '../load-balancers/serve.ts';
import type { Deployment, Readiness, Service, Task, TaskSet } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { addEvent } from './events.ts';

export const FIRST_DELAY = 10_000;
/** AWS: the delay between attempts grows to at most 27 minutes. */
export const LONGEST_DELAY = 27 * 60_000;
/** So many failures in a row are a pattern, not an accident. */
export const PATTERN = 3;

/** How long to wait before the next start after so many failures in a row, ms. */
export const throttleDelay = (failures: number, env: Env): number =>
  failures < PATTERN
    ? 0
    : scaled(env, Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - PATTERN)));

/** A task stopped by itself: a failure of its deployment, if it was never ready. */
export function noteStopped(tx: Transaction, task: Task): void {
  if (task.readiness === 'STARTING') noteFailure(tx, task);
}

/** A task became ready, or failed its health checks without ever having been. */
export function noteReadiness(tx: Transaction, before: Readiness, task: Task): void {
  if (task.readiness === 'HEALTHY') noteSuccess(tx, task);
  else {
    if (task.healthStatus === 'UNHEALTHY') tellFailedChecks(tx, task);
    tellUnhealthyTargets(tx, task);
    if (before === 'STARTING') noteFailure(tx, task);
  }
}

function tellFailedChecks(tx: Transaction, { serviceArn = '', taskArn }: Task): void {
  const service = tx.state.services.get(serviceArn);
  if (service === undefined) return;
  addEvent(tx, service, `(task ${nameOf(taskArn)}) failed container health checks.`);
}

/** The deployment or task set that the task was started for, if the service still has it. */
export const startedFor = (
  service: Service | undefined,
  { deploymentId }: Task,
): Deployment | TaskSet | undefined =>
  service?.deployments.find(({ id }) => id === deploymentId) ??
  service?.taskSets?.find(({ id }) => id === deploymentId);

function noteFailure(tx: Transaction, task: Task): void {
  const service = tx.state.services.get(task.serviceArn ?? '');
  const deployment = startedFor(service, task);
  if (service === undefined || deployment === undefined) return;
  const consecutiveFailures = deployment.consecutiveFailures + 1;
  const delay = throttleDelay(consecutiveFailures, tx.env);
  const throttledUntil = delay === 0 ? deployment.throttledUntil : tx.env.now + delay;
  changeDeployment(tx, service, {
    ...deployment,
    failedTasks: deployment.failedTasks + 1,
    consecutiveFailures,
    throttledUntil,
  });
  if (consecutiveFailures >= PATTERN) {
    addEvent(tx, service, 'is unable to consistently start tasks successfully.');
  }
}

function noteSuccess(tx: Transaction, task: Task): void {
  const service = tx.state.services.get(task.serviceArn ?? '');
  const deployment = startedFor(service, task);
  if (service === undefined || deployment === undefined) return;
  if (deployment.consecutiveFailures === 0) return;
  changeDeployment(tx, service, {
    ...deployment,
    consecutiveFailures: 0,
    throttledUntil: undefined,
  });
}

/** Puts the changed deployment in the place of the one with its id. */
export function changeDeployment(
  tx: Transaction,
  { serviceArn, deployments, taskSets = [] }: Service,
  changed: Deployment | TaskSet,
): void {
  const change =
    'taskSetArn' in changed
      ? { taskSets: taskSets.map((one) => (one.id === changed.id ? changed : one)) }
      : { deployments: deployments.map((one) => (one.id === changed.id ? changed : one)) };
  tx.emit({ type: 'ServiceChanged', serviceArn, change });
}
