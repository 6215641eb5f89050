import type { Deployment, Service } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { newDeployment } from './deployments.ts';
import { addEvent } from './events.ts';

/** AWS: half of the desired tasks, but at least 3 and at most 200. */
export const failureThreshold = (desiredCount: number): number =>
  Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));

/**
 * Fails a deployment that cannot start tasks and, where asked to, rolls back to the last completed
 * one. True when it did so.
 */
export function breakCircuit(tx: Transaction, service: Service): boolean {
  const [primary, ...others] = service.deployments;
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  if (primary === undefined || !breaker?.enable || service.status !== 'ACTIVE') return false;
  if (primary.rolloutState !== 'IN_PROGRESS') return false;
  if (primary.consecutiveFailures < failureThreshold(service.desiredCount)) return false;

  const back = breaker.rollback ? rollbackOf(tx, service, others) : undefined;
  const outcome =
    back === undefined ? 'tasks failed to start.' : `rolling back to deploymentId ${back.id}.`;
  const failed: Deployment = {
    ...primary,
    status: back === undefined ? 'PRIMARY' : 'ACTIVE',
    rolloutState: 'FAILED',
    rolloutStateReason: `ECS deployment circuit breaker: ${outcome}`,
    updatedAt: tx.env.now,
  };
  addEvent(tx, service, `(deployment ${primary.id}) deployment failed: tasks failed to start.`);
  if (back !== undefined) addEvent(tx, service, `rolling back to deployment ${back.id}.`);
  const older = others.filter(({ id }) => id !== back?.id);
  const deployments = back === undefined ? [failed, ...older] : [back, failed, ...older];
  const { taskDefinition } = back ?? service;
  const change = { deployments, taskDefinition };
  tx.emit({ type: 'ServiceChanged', serviceArn: service.serviceArn, change });
  return true;
}

/** The last completed deployment as primary again, or, if it has drained, one like it. */
function rollbackOf(
  tx: Transaction,
  service: Service,
  others: readonly Deployment[],
): Deployment | undefined {
  const { lastCompleted, desiredCount } = service;
  if (lastCompleted === null) return undefined;
  const completed = others.find(({ rolloutState }) => rolloutState === 'COMPLETED');
  const again = completed ?? newDeployment(tx, service, lastCompleted, desiredCount);
  return {
    ...again,
    status: 'PRIMARY',
    desiredCount,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${again.id} in progress.`,
    updatedAt: tx.env.now,
  };
}
