import { bakeTime } from '../alarms/monitored.ts';
import { noTasks } from '../counts.ts';
import type { Deployment, Service, TaskSource } from '../model/index.ts';
import { hasHealthCheck } from '../tasks/health.ts';
import type { Transaction } from '../transaction.ts';
import { addEvent } from './events.ts';
import { changeDeployment } from './failures.ts';
import { endStory } from './service-deployments.ts';
import { shiftStoryOf, sourceOf } from './shift/roles.ts';

/** Deleted services can be described for an hour more. */
const INACTIVE_SERVICE_KEPT = 3_600_000;

/**
 * Older deployments stay listed until their last task is gone. AWS: and, when alarms are watched,
 * until the bake time is over, so that there is one to go back to.
 */
export function retireDeployments(tx: Transaction, arn: string): void {
  const service = tx.state.services.get(arn);
  if (service === undefined || service.deployments.length === 1) return;
  const [primary] = service.deployments;
  if (primary?.rolloutState === 'IN_PROGRESS' && bakeTime(tx.state, tx.env, primary) > 0) return;
  const withTasks = tx.state.deploymentsByService.get(arn);
  const source = sourceOf(tx.state, service);
  const deployments = service.deployments.filter(
    (one) => one.status === 'PRIMARY' || one === source || withTasks?.has(one.id),
  );
  if (deployments.length === service.deployments.length) return;
  tx.emit({ type: 'ServiceChanged', serviceArn: arn, change: { deployments } });
}

/** The rollout is COMPLETED and the service steady, or, when being deleted, INACTIVE. */
export function complete(tx: Transaction, arn: string): void {
  const service = tx.state.services.get(arn);
  const [primary, ...others] = service?.deployments ?? [];
  if (service === undefined || primary === undefined) return;
  if (service.status === 'DRAINING') {
    becomeInactive(tx, service);
    return;
  }
  const withTasks = tx.state.deploymentsByService.get(arn);
  if (others.some(({ id }) => withTasks?.has(id))) return;
  const steady = isSteady(tx, service, primary);
  if (primary.rolloutState === 'IN_PROGRESS') {
    const story = shiftStoryOf(tx.state, primary);
    // One that shifts traffic is over when the tasks that it came from are gone.
    const over =
      story === undefined
        ? steady && !bakes(tx, service, primary)
        : story.shift.stage === 'CLEAN_UP';
    if (!over) return;
    completeRollout(tx, service, primary);
  }
  if (steady) addEvent(tx, service, 'has reached a steady state.');
}

/** Whether its alarms are to be watched longer; the bake time begins when it is first steady. */
function bakes(tx: Transaction, service: Service, primary: Deployment): boolean {
  if (primary.bakesUntil !== undefined) return tx.env.now < primary.bakesUntil;
  const time = bakeTime(tx.state, tx.env, primary);
  if (time === 0) return false;
  changeDeployment(tx, service, { ...primary, bakesUntil: tx.env.now + time });
  return true;
}

/** A service that is being deleted is gone with its last task. */
export function becomeInactive(tx: Transaction, { serviceArn }: Service): void {
  const withTasks = tx.state.deploymentsByService.get(serviceArn);
  if (withTasks !== undefined && withTasks.size > 0) return;
  const dueAt = tx.env.now + INACTIVE_SERVICE_KEPT;
  const change = { status: 'INACTIVE', deployments: [], desiredCount: 0, dueAt } as const;
  tx.emit({ type: 'ServiceChanged', serviceArn, change });
}

function completeRollout(tx: Transaction, service: Service, primary: Deployment): void {
  const completed: Deployment = {
    ...primary,
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${primary.id} completed.`,
    updatedAt: tx.env.now,
  };
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion } = primary;
  const { platformFamily, networkConfiguration, loadBalancers, targetGroupArns } = primary;
  const lastCompleted = {
    taskDefinition,
    launchType,
    capacityProviderStrategy,
    platformVersion,
    platformFamily,
    networkConfiguration,
    loadBalancers,
    ...(targetGroupArns === undefined ? {} : { targetGroupArns }),
    serviceRevisionArn: primary.serviceRevisionArn,
  };
  endStory(tx, completed);
  const change = { deployments: [completed], lastCompleted };
  tx.emit({ type: 'ServiceChanged', serviceArn: service.serviceArn, change });
  addEvent(tx, service, `(deployment ${primary.id}) deployment completed.`);
}

/** Running = desired, and healthy where there is a check to tell. */
export function isSteady(
  tx: Transaction,
  service: Pick<Service, 'desiredCount'>,
  primary: TaskSource,
): boolean {
  const tasks = tx.state.tasksByDeployment.get(primary.id) ?? noTasks();
  const { starting, healthy, unhealthy, stopping, draining, runningCount } = tasks;
  const taskDefinition = tx.state.taskDefinitions.get(primary.taskDefinition);
  const checked =
    (taskDefinition !== undefined && hasHealthCheck(taskDefinition)) ||
    (primary.loadBalancers ?? []).length > 0;
  return (
    runningCount === service.desiredCount &&
    starting.size + healthy.size === service.desiredCount &&
    unhealthy.size === 0 &&
    stopping.size === 0 &&
    draining.healthy.size + draining.starting.size + draining.unhealthy.size === 0 &&
    (!checked || starting.size === 0)
  );
}
