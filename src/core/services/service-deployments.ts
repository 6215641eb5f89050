import { alarmsFor } from '../alarms/monitored.ts';
import { scopeOf } from '../arn.ts';
import type {
  Deployment,
  Service,
  ServiceDeployment,
  ServiceRevision,
  Shift,
} from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { failureThreshold } from './circuit-breaker.ts';

/** The stories of a service's deployments: ServiceDeployment and ServiceRevision of the API. */

/** A deployment began; `sources`: the revisions that it replaces. */
export function recordDeployment(
  tx: Transaction,
  service: Service,
  deployment: Deployment,
  sources: readonly string[],
  shift?: Shift,
): void {
  const { serviceArn, clusterArn } = service;
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion } = deployment;
  const { platformFamily, networkConfiguration, loadBalancers, targetGroupArns } = deployment;
  const { serviceRevisionArn } = deployment;
  const serviceRevision: ServiceRevision = {
    serviceRevisionArn,
    serviceArn,
    clusterArn,
    taskDefinition,
    launchType,
    capacityProviderStrategy,
    platformVersion,
    platformFamily,
    networkConfiguration,
    loadBalancers,
    targetGroupArns,
    createdAt: tx.env.now,
  };
  tx.emit({ type: 'ServiceRevisionPut', serviceRevision });
  const serviceDeployment: ServiceDeployment = {
    serviceDeploymentArn: deployment.serviceDeploymentArn,
    serviceArn,
    clusterArn,
    deploymentId: deployment.id,
    sourceServiceRevisionArns: sources,
    targetServiceRevisionArn: serviceRevisionArn,
    status: 'IN_PROGRESS',
    deploymentConfiguration: service.deploymentConfiguration,
    alarms: alarmsFor(tx.state, scopeOf(serviceArn), service.deploymentConfiguration),
    shift,
    failureCount: 0,
    threshold: failureThreshold(service),
    triggered: false,
    createdAt: tx.env.now,
    startedAt: tx.env.now,
    updatedAt: tx.env.now,
    finishedAt: null,
    stoppedAt: null,
  };
  tx.emit({ type: 'ServiceDeploymentPut', serviceDeployment });
}

/** Changes the story of that deployment, unless it has ended already. */
export function continueStory(
  tx: Transaction,
  { serviceDeploymentArn }: Pick<Deployment, 'serviceDeploymentArn'>,
  change: Partial<ServiceDeployment>,
): void {
  const before = tx.state.serviceDeployments.get(serviceDeploymentArn);
  if (before === undefined || before.finishedAt !== null) return;
  // What broke the circuit stays as it was counted then; what follows is the way back.
  const counted = before.triggered ? { failureCount: before.failureCount } : {};
  const serviceDeployment = { ...before, ...change, ...counted, updatedAt: tx.env.now };
  tx.emit({ type: 'ServiceDeploymentPut', serviceDeployment });
}

/** The deployment reached what it was to bring, or what it was rolled back to. */
export function endStory(tx: Transaction, deployment: Deployment): void {
  const story = tx.state.serviceDeployments.get(deployment.serviceDeploymentArn);
  const status = story?.status === 'ROLLBACK_IN_PROGRESS' ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL';
  continueStory(tx, deployment, {
    status,
    failureCount: deployment.failedTasks,
    finishedAt: tx.env.now,
  });
}

/** Another deployment took its place, or it failed and nothing is rolled back. */
export function stopStory(tx: Transaction, deployment: Deployment, statusReason: string): void {
  continueStory(tx, deployment, {
    status: 'STOPPED',
    statusReason,
    failureCount: deployment.failedTasks,
    stoppedAt: tx.env.now,
    finishedAt: tx.env.now,
  });
}
