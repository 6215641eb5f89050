import { nameOf, scopeOf, serviceDeploymentArn, serviceRevisionArn } from '../arn.ts';
import type { Deployment, DeploymentTarget, Service } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { recordDeployment, stopStory } from './service-deployments.ts';
import { firstStage } from './shift/begin.ts';

type Owner = Pick<Service, 'serviceArn' | 'clusterArn' | 'serviceName'>;

/** A deployment that is to bring a service to `target`. */
export const newDeployment = (
  tx: Transaction,
  owner: Owner,
  target: DeploymentTarget,
  desiredCount: number,
): Deployment => {
  const scope = scopeOf(owner.serviceArn);
  const cluster = nameOf(owner.clusterArn);
  const arnId = () => tx.env.ids.digits(19);
  const id = `ecs-svc/${tx.env.ids.digits(19)}`;
  return {
    ...target,
    id,
    serviceDeploymentArn: serviceDeploymentArn(scope, cluster, owner.serviceName, arnId()),
    serviceRevisionArn: serviceRevisionArn(scope, cluster, owner.serviceName, arnId()),
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

/** What the service itself shows of its primary deployment's target; no member is undefined. */
export const targetMembers = (deployment: DeploymentTarget): Partial<Service> => {
  const { taskDefinition, platformVersion, platformFamily, networkConfiguration, loadBalancers } =
    deployment;
  return {
    taskDefinition,
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(platformFamily === undefined ? {} : { platformFamily }),
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    ...(loadBalancers === undefined ? {} : { loadBalancers }),
  };
};

/** Makes it the service's primary deployment; what was primary stays ACTIVE until it has drained. */
export function putDeployment(tx: Transaction, service: Service, primary: Deployment): void {
  // As it is now: the command that begins a deployment may have changed its configuration.
  const { deploymentConfiguration } = tx.state.services.get(service.serviceArn) ?? service;
  const shift = firstStage(tx, deploymentConfiguration, service);
  const others = service.deployments.map(
    (one): Deployment => ({
      ...one,
      status: 'ACTIVE',
      desiredCount: one.id === shift?.sourceDeploymentId ? primary.desiredCount : 0,
      updatedAt: tx.env.now,
    }),
  );
  const [replaced] = service.deployments;
  if (replaced !== undefined) stopStory(tx, replaced, 'Another deployment was started.');
  const isSource = ({ id }: Deployment) => id === shift?.sourceDeploymentId;
  const sources = [
    ...service.deployments.filter(isSource),
    ...service.deployments.filter((one) => !isSource(one)),
  ].map(({ serviceRevisionArn }) => serviceRevisionArn);
  tx.emit({
    type: 'ServiceChanged',
    serviceArn: service.serviceArn,
    change: { deployments: [primary, ...others], ...targetMembers(primary) },
  });
  recordDeployment(tx, { ...service, deploymentConfiguration }, primary, sources, shift);
}
