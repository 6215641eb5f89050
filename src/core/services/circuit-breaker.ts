import type { Deployment, Service, Shift } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { newDeployment, targetMembers } from './deployments.ts';
import { addEvent } from './events.ts';
import { continueStory, stopStory } from './service-deployments.ts';
import { hooksAt } from './shift/hooks.ts';
import { canRollBack, shiftStoryOf, sourceOf } from './shift/roles.ts';
import { firstStageBack } from './shift/stages.ts';

/** AWS: DeploymentCircuitBreaker, the bounds of BOUNDED_PERCENT. */
const FEWEST_FAILURES = 3;
const MOST_FAILURES = 200;
const ROLLED_BACK = 'Service deployment rolled back';
const DEFAULT_THRESHOLD = { type: 'BOUNDED_PERCENT', value: 50 } as const;

/** So many failed tasks fail a deployment; a part of a task counts as one. */
export function failureThreshold({
  desiredCount,
  deploymentConfiguration: { deploymentCircuitBreaker },
}: Pick<Service, 'desiredCount' | 'deploymentConfiguration'>): number {
  const { type, value = 50 } =
    deploymentCircuitBreaker?.thresholdConfiguration ?? DEFAULT_THRESHOLD;
  const percentage = Math.max(1, Math.ceil((desiredCount * value) / 100));
  switch (type) {
    case 'COUNT':
      return value;
    case 'UNBOUNDED_PERCENT':
      return percentage;
    default:
      return Math.min(MOST_FAILURES, Math.max(FEWEST_FAILURES, percentage));
  }
}

/** Failures that count: by default those since a task last became healthy. */
export const failuresOf = (service: Service, deployment: Deployment): number =>
  service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask === false
    ? deployment.failedTasks
    : deployment.consecutiveFailures;

/**
 * Fails a deployment that cannot start tasks and, where asked to, rolls back to the last completed
 * one. True when it did so.
 */
export function breakCircuit(tx: Transaction, service: Service): boolean {
  const [primary] = service.deployments;
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  if (primary === undefined || !breaker?.enable || service.status !== 'ACTIVE') return false;
  if (primary.rolloutState !== 'IN_PROGRESS') return false;
  if (failuresOf(service, primary) < failureThreshold(service)) return false;
  const shifting = shiftStoryOf(tx.state, primary);
  if (shifting !== undefined && !canRollBack(shifting)) return false;

  addEvent(tx, service, `(deployment ${primary.id}) deployment failed: tasks failed to start.`);
  continueStory(tx, primary, { triggered: true, failureCount: failuresOf(service, primary) });
  const cause = 'ECS deployment circuit breaker';
  const reason = shifting && `${ROLLED_BACK} because the circuit breaker threshold was exceeded.`;
  if (!breaker.rollback || !rollBack(tx, service, primary, cause, reason)) {
    failDeployment(tx, service, primary, `${cause}: tasks failed to start.`);
  }
  return true;
}

/** The primary deployment stays, as FAILED. */
export function failDeployment(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  rolloutStateReason: string,
): void {
  const failed: Deployment = {
    ...primary,
    rolloutState: 'FAILED',
    rolloutStateReason,
    updatedAt: tx.env.now,
  };
  stopStory(tx, primary, rolloutStateReason);
  const change = { deployments: [failed, ...service.deployments.slice(1)] };
  tx.emit({ type: 'ServiceChanged', serviceArn: service.serviceArn, change });
}

/**
 * Brings the service back to what it last completed; false when it never completed anything, or is
 * on the way back already.
 */
export function rollBack(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  cause: string,
  reason = `${ROLLED_BACK}: ${cause}.`,
): boolean {
  const story = tx.state.serviceDeployments.get(primary.serviceDeploymentArn);
  if (story?.status === 'ROLLBACK_IN_PROGRESS') return false;
  const others = service.deployments.slice(1);
  const back = deploymentBack(tx, service, primary, others);
  if (back === undefined) return false;
  const shift = stageBack(tx, primary);
  const failed: Deployment = {
    ...primary,
    status: 'ACTIVE',
    desiredCount: shift === undefined ? primary.desiredCount : 0,
    rolloutState: 'FAILED',
    rolloutStateReason: `${cause}: rolling back to deploymentId ${back.id}.`,
    updatedAt: tx.env.now,
  };
  addEvent(tx, service, `rolling back to deployment ${back.id}.`);
  continueStory(tx, primary, {
    status: 'ROLLBACK_IN_PROGRESS',
    deploymentId: back.id,
    ...(shift === undefined ? {} : { shift, statusReason: reason }),
    rollback: {
      reason,
      startedAt: tx.env.now,
      serviceRevisionArn: back.serviceRevisionArn,
    },
  });
  const older = others.filter(({ id }) => id !== back.id);
  const change = { deployments: [back, failed, ...older], ...targetMembers(back) };
  tx.emit({ type: 'ServiceChanged', serviceArn: service.serviceArn, change });
  return true;
}

/** The last completed deployment as primary again, or, if it has drained, one like it. */
function deploymentBack(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  others: readonly Deployment[],
): Deployment | undefined {
  const { desiredCount } = service;
  const again =
    shiftStoryOf(tx.state, primary) === undefined
      ? lastCompletedOf(tx, service, others)
      : sourceOf(tx.state, service);
  if (again === undefined) return undefined;
  const { serviceDeploymentArn } = primary;
  return {
    ...again,
    status: 'PRIMARY',
    desiredCount,
    serviceDeploymentArn,
    consecutiveFailures: 0,
    bakesUntil: undefined,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${again.id} in progress.`,
    updatedAt: tx.env.now,
  };
}

function lastCompletedOf(
  tx: Transaction,
  service: Service,
  others: readonly Deployment[],
): Deployment | undefined {
  const { lastCompleted, desiredCount } = service;
  if (lastCompleted === null) return undefined;
  const completed = others.find(
    ({ serviceRevisionArn, rolloutState }) =>
      serviceRevisionArn === lastCompleted.serviceRevisionArn && rolloutState === 'COMPLETED',
  );
  const { serviceRevisionArn } = lastCompleted;
  return {
    ...(completed ?? newDeployment(tx, service, lastCompleted, desiredCount)),
    serviceRevisionArn,
  };
}

/** The stage in which the way back begins; undefined: of a rolling deployment. */
function stageBack(tx: Transaction, primary: Deployment): Shift | undefined {
  const story = shiftStoryOf(tx.state, primary);
  if (story === undefined) return undefined;
  const stage = firstStageBack(story.shift.stage);
  const hooks = hooksAt(tx, story.deploymentConfiguration, stage);
  return { ...story.shift, stage, startedAt: tx.env.now, hooks };
}
