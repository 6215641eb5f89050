import type { Deployment, DeploymentTarget, Service } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';

/** A deployment that is to bring a service to `target`. */
export const newDeployment = (
  tx: Transaction,
  target: DeploymentTarget,
  desiredCount: number,
): Deployment => {
  const id = `ecs-svc/${tx.env.ids.digits(19)}`;
  return {
    ...target,
    id,
    status: 'PRIMARY',
    desiredCount,
    failedTasks: 0,
    consecutiveFailures: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    createdAt: tx.env.now,
    updatedAt: tx.env.now,
  };
};

/** Makes it the service's primary deployment; what was primary stays ACTIVE until it has drained. */
export function putDeployment(tx: Transaction, service: Service, primary: Deployment): void {
  const others = service.deployments.map(
    (one): Deployment => ({ ...one, status: 'ACTIVE', desiredCount: 0, updatedAt: tx.env.now }),
  );
  const { taskDefinition, platformVersion, networkConfiguration } = primary;
  const launch = {
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
  };
  tx.emit({
    type: 'ServiceChanged',
    serviceArn: service.serviceArn,
    change: { deployments: [primary, ...others], taskDefinition, ...launch },
  });
}
