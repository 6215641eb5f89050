import type { Deployment, Service } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { newDeployment, putDeployment } from './deployments.ts';
import { addEvent } from './events.ts';

/** AWS: half of the desired tasks, but at least 3 and at most 200. */
export const failureThreshold = (desiredCount: number): number =>
  Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));

/**
 * Fails a deployment that cannot start tasks and, where asked to, rolls back to what the last
 * completed deployment ran. True when it did so.
 */
export function breakCircuit(tx: Transaction, service: Service): boolean {
  const [primary] = service.deployments;
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  if (primary === undefined || !breaker?.enable || service.status !== 'ACTIVE') return false;
  if (primary.rolloutState !== 'IN_PROGRESS') return false;
  if (primary.consecutiveFailures < failureThreshold(service.desiredCount)) return false;

  const { serviceArn, lastCompleted } = service;
  const failed: Deployment = {
    ...primary,
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    updatedAt: tx.env.now,
  };
  addEvent(tx, service, `(deployment ${primary.id}) deployment failed: tasks failed to start.`);
  const target = breaker.rollback ? lastCompleted : null;
  if (target === null) {
    const deployments = [failed, ...service.deployments.slice(1)];
    tx.emit({ type: 'ServiceChanged', serviceArn, change: { deployments } });
    return true;
  }
  const reason = `ECS deployment circuit breaker: rolling back to deploymentId ${primary.id}.`;
  const rollback = newDeployment(tx, target, service.desiredCount, reason);
  addEvent(tx, service, `rolling back to deployment ${rollback.id}.`);
  putDeployment(
    tx,
    { ...service, deployments: [failed, ...service.deployments.slice(1)] },
    rollback,
  );
  return true;
}
