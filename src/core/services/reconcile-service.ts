import { scopeOf } from '../arn.ts';
import { noTasks } from '../counts.ts';
import type { Deployment, Service } from '../model/index.ts';
import { hasHealthCheck } from '../tasks/health.ts';
import { stopTask } from '../tasks/stop-task.ts';
import type { Transaction } from '../transaction.ts';
import { breakCircuit } from './circuit-breaker.ts';
import { addEvent, tasksMessage } from './events.ts';
import { type PlannedStop, planRollout, type RolloutPlan } from './plan.ts';
import { startTasks } from './start-tasks.ts';

/** Deleted services can be described for an hour more. */
const INACTIVE_SERVICE_KEPT = 3_600_000;

const BLOCKED =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.';

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
  if (breakCircuit(tx, service)) return;

  const primary = service.deployments[0];
  if (primary === undefined) return;
  const plan = planFor(tx, service, primary);
  carryOut(tx, service, primary, plan);
  retireDeployments(tx, arn);
  complete(tx, arn);
}

function planFor(tx: Transaction, service: Service, primary: Deployment): RolloutPlan {
  const { now } = tx.env;
  const throttledUntil = primary.throttledUntil ?? 0;
  const throttled = now < throttledUntil;
  setDue(tx, service, throttled ? throttledUntil : null);

  const tasksOf = (id: string) => tx.state.tasksByDeployment.get(id) ?? noTasks();
  const withTasks = tx.state.deploymentsByService.get(service.serviceArn) ?? new Set<string>();
  return planRollout({
    desired: service.status === 'DRAINING' ? 0 : service.desiredCount,
    ...service.deploymentConfiguration,
    primary: tasksOf(primary.id),
    others: [...withTasks].filter((id) => id !== primary.id).map(tasksOf),
    throttled,
  });
}

function setDue(tx: Transaction, service: Service, dueAt: number | null): void {
  if (service.dueAt === dueAt) return;
  tx.emit({ type: 'ServiceChanged', serviceArn: service.serviceArn, change: { dueAt } });
}

function carryOut(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  { start, stop, blocked }: RolloutPlan,
): void {
  for (const planned of stop) {
    const task = tx.state.tasks.get(planned.taskArn);
    const reason = stoppedReason(planned, primary);
    if (task !== undefined) stopTask(tx, task, 'ServiceSchedulerInitiated', reason);
  }
  if (stop.length > 0) {
    const arns = stop.map(({ taskArn }) => taskArn);
    addEvent(tx, service, tasksMessage('stopped', 'running task', arns));
  }
  if (start > 0) startTasks(tx, scopeOf(service.serviceArn), service, primary, start);
  if (blocked) addEvent(tx, service, BLOCKED);
}

const stoppedReason = ({ why }: PlannedStop, { id }: Deployment): string =>
  why === 'unhealthy'
    ? 'Task failed container health checks'
    : `Scaling activity initiated by (deployment ${id})`;

/** Older deployments stay listed until their last task is gone. */
function retireDeployments(tx: Transaction, arn: string): void {
  const service = tx.state.services.get(arn);
  if (service === undefined || service.deployments.length === 1) return;
  const withTasks = tx.state.deploymentsByService.get(arn);
  const deployments = service.deployments.filter(
    ({ id, status }) => status === 'PRIMARY' || withTasks?.has(id),
  );
  if (deployments.length === service.deployments.length) return;
  tx.emit({ type: 'ServiceChanged', serviceArn: arn, change: { deployments } });
}

/** The rollout is COMPLETED and the service steady, or, when being deleted, INACTIVE. */
function complete(tx: Transaction, arn: string): void {
  const service = tx.state.services.get(arn);
  const [primary, ...others] = service?.deployments ?? [];
  if (service === undefined || primary === undefined) return;
  const withTasks = tx.state.deploymentsByService.get(arn);
  if (service.status === 'DRAINING') {
    if (withTasks !== undefined && withTasks.size > 0) return;
    const dueAt = tx.env.now + INACTIVE_SERVICE_KEPT;
    const change = { status: 'INACTIVE', deployments: [], desiredCount: 0, dueAt } as const;
    tx.emit({ type: 'ServiceChanged', serviceArn: arn, change });
    return;
  }
  if (others.length > 0 || !isSteady(tx, service, primary)) return;
  if (primary.rolloutState === 'IN_PROGRESS') {
    const { taskDefinition, launchType, capacityProviderStrategy, platformVersion } = primary;
    const { platformFamily, networkConfiguration, serviceRevisionArn } = primary;
    const completed: Deployment = {
      ...primary,
      rolloutState: 'COMPLETED',
      rolloutStateReason: `ECS deployment ${primary.id} completed.`,
      updatedAt: tx.env.now,
    };
    const lastCompleted = {
      taskDefinition,
      launchType,
      capacityProviderStrategy,
      platformVersion,
      platformFamily,
      networkConfiguration,
      serviceRevisionArn,
    };
    const change = { deployments: [completed], lastCompleted };
    tx.emit({ type: 'ServiceChanged', serviceArn: arn, change });
    addEvent(tx, service, `(deployment ${primary.id}) deployment completed.`);
  }
  addEvent(tx, service, 'has reached a steady state.');
}

/** Exactly one deployment, running = desired, and healthy where there is a check to tell. */
function isSteady(tx: Transaction, service: Service, primary: Deployment): boolean {
  const tasks = tx.state.tasksByDeployment.get(primary.id) ?? noTasks();
  const { starting, healthy, unhealthy, stopping, runningCount } = tasks;
  const taskDefinition = tx.state.taskDefinitions.get(primary.taskDefinition);
  const checked = taskDefinition !== undefined && hasHealthCheck(taskDefinition);
  return (
    runningCount === service.desiredCount &&
    starting.size + healthy.size === service.desiredCount &&
    unhealthy.size === 0 &&
    stopping.size === 0 &&
    (!checked || starting.size === 0)
  );
}
