import type { Deployment as SdkDeployment, Service as SdkService } from '@aws-sdk/client-ecs';
import { scopeOf } from '../../../core/arn.ts';
import type { Deployment, Service } from '../../../core/model/service.ts';
import type { State } from '../../../core/state.ts';
import { renderTaskSet } from './task-set.ts';
import { date } from './times.ts';

/** A service as the API shows it; its counts are those of its deployments together. */
export function renderService(
  state: State,
  service: Service,
  { tags }: { readonly tags: boolean },
): SdkService {
  let runningCount = 0;
  let pendingCount = 0;
  for (const id of state.deploymentsByService.get(service.serviceArn) ?? []) {
    const tasks = state.tasksByDeployment.get(id);
    runningCount += tasks?.runningCount ?? 0;
    pendingCount += tasks?.pendingCount ?? 0;
  }
  return {
    serviceArn: service.serviceArn,
    serviceName: service.serviceName,
    clusterArn: service.clusterArn,
    loadBalancers: (service.loadBalancers ?? []).map((one) => ({ ...one })),
    serviceRegistries: [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount,
    pendingCount,
    launchType: service.launchType,
    capacityProviderStrategy: copy(service.capacityProviderStrategy),
    platformVersion: service.platformVersion,
    platformFamily: service.platformFamily,
    taskDefinition: service.taskDefinition,
    deploymentConfiguration: service.deploymentConfiguration,
    currentServiceDeployment: inProgress(state, service),
    deployments: service.deployments.map((deployment) => renderDeployment(state, deployment)),
    taskSets: service.taskSets?.map((taskSet) => renderTaskSet(state, service, taskSet, { tags })),
    roleArn: service.roleArn ?? linkedRole(service),
    events: service.events.map(({ id, createdAt, message }) => ({
      id,
      createdAt: new Date(createdAt),
      message,
    })),
    createdAt: date(service.createdAt),
    placementConstraints: [...service.placementConstraints],
    placementStrategy: [...service.placementStrategy],
    networkConfiguration: service.networkConfiguration,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: service.deploymentController,
    tags: tags ? [...service.tags] : undefined,
    createdBy: service.createdBy,
    enableECSManagedTags: service.enableECSManagedTags,
    propagateTags: service.propagateTags,
    enableExecuteCommand: service.enableExecuteCommand,
    availabilityZoneRebalancing: service.availabilityZoneRebalancing,
  };
}

function renderDeployment(state: State, deployment: Deployment): SdkDeployment {
  const tasks = state.tasksByDeployment.get(deployment.id);
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinition,
    desiredCount: deployment.desiredCount,
    pendingCount: tasks?.pendingCount ?? 0,
    runningCount: tasks?.runningCount ?? 0,
    failedTasks: deployment.failedTasks,
    createdAt: date(deployment.createdAt),
    updatedAt: date(deployment.updatedAt),
    capacityProviderStrategy: copy(deployment.capacityProviderStrategy),
    launchType: deployment.launchType,
    platformVersion: deployment.platformVersion,
    platformFamily: deployment.platformFamily,
    networkConfiguration: deployment.networkConfiguration,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  };
}

/** ARN of the service deployment that is under way. */
function inProgress(state: State, { deployments: [primary] }: Service): string | undefined {
  const story = state.serviceDeployments.get(primary?.serviceDeploymentArn ?? '');
  return story?.finishedAt === null ? story.serviceDeploymentArn : undefined;
}

/** Services in a VPC act through the role that AWS links to ECS. */
const linkedRole = (service: Service): string | undefined =>
  service.networkConfiguration === undefined
    ? undefined
    : `arn:aws:iam::${scopeOf(service.serviceArn).account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;

const copy = <T>(list: readonly T[] | undefined): T[] | undefined => list && [...list];
