import type {
  ServiceDeployment as SdkServiceDeployment,
  ServiceRevision as SdkServiceRevision,
  ServiceDeploymentBrief,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import type { Deployment, ServiceDeployment, ServiceRevision } from '../../../core/model/index.ts';
import { failuresOf } from '../../../core/services/circuit-breaker.ts';
import type { State } from '../../../core/state.ts';
import { date } from './times.ts';

/** As ListServiceDeployments shows it. */
export const renderServiceDeploymentBrief = (story: ServiceDeployment): ServiceDeploymentBrief => ({
  serviceDeploymentArn: story.serviceDeploymentArn,
  serviceArn: story.serviceArn,
  clusterArn: story.clusterArn,
  startedAt: date(story.startedAt),
  createdAt: date(story.createdAt),
  finishedAt: date(story.finishedAt ?? undefined),
  targetServiceRevisionArn: story.targetServiceRevisionArn,
  status: story.status,
  statusReason: story.statusReason,
});

export function renderServiceDeployment(
  state: State,
  story: ServiceDeployment,
): SdkServiceDeployment {
  const deployments = state.services.get(story.serviceArn)?.deployments ?? [];
  const current = deployments.find(({ id }) => id === story.deploymentId);
  const { rollback, deploymentConfiguration } = story;
  return {
    ...renderServiceDeploymentBrief(story),
    stoppedAt: date(story.stoppedAt ?? undefined),
    updatedAt: date(story.updatedAt),
    sourceServiceRevisions: story.sourceServiceRevisionArns.map((arn) =>
      summary(state, deployments, arn),
    ),
    targetServiceRevision: summary(state, deployments, story.targetServiceRevisionArn),
    deploymentConfiguration,
    rollback: rollback && { ...rollback, startedAt: date(rollback.startedAt) },
    deploymentCircuitBreaker: {
      status: breakerStatus(story),
      failureCount: failureCount(state, story, current),
      threshold: story.threshold,
    },
    alarms: {
      status: alarmsStatus(story),
      alarmNames: [...(story.alarms?.alarmNames ?? [])],
      triggeredAlarmNames: [...(story.alarms?.triggeredAlarmNames ?? [])],
    },
  };
}

function alarmsStatus({ alarms, finishedAt }: ServiceDeployment) {
  if (!alarms?.monitored) return 'DISABLED';
  if (alarms.triggeredAlarmNames.length > 0) return 'TRIGGERED';
  return finishedAt === null ? 'MONITORING' : 'MONITORING_COMPLETE';
}

function breakerStatus({ triggered, finishedAt, deploymentConfiguration }: ServiceDeployment) {
  if (!deploymentConfiguration.deploymentCircuitBreaker?.enable) return 'DISABLED';
  if (triggered) return 'TRIGGERED';
  return finishedAt === null ? 'MONITORING' : 'MONITORING_COMPLETE';
}

/** What a deployment counts now while it goes on; what it had counted once it has ended. */
function failureCount(
  state: State,
  story: ServiceDeployment,
  current: Deployment | undefined,
): number {
  const service = state.services.get(story.serviceArn);
  if (story.triggered || story.finishedAt !== null) return story.failureCount;
  return service === undefined || current === undefined ? 0 : failuresOf(service, current);
}

/** Tasks of a revision; none once its last deployment is gone. */
function summary(
  state: State,
  deployments: readonly Deployment[],
  arn: string,
): ServiceRevisionSummary {
  const deployment = deployments.find(({ serviceRevisionArn }) => serviceRevisionArn === arn);
  const tasks = state.tasksByDeployment.get(deployment?.id ?? '');
  return {
    arn,
    requestedTaskCount: deployment?.desiredCount ?? 0,
    runningTaskCount: tasks?.runningCount ?? 0,
    pendingTaskCount: tasks?.pendingCount ?? 0,
  };
}

export function renderServiceRevision(state: State, revision: ServiceRevision): SdkServiceRevision {
  const { capacityProviderStrategy, loadBalancers = [], createdAt, ...rest } = revision;
  const definitions = state.taskDefinitions.get(revision.taskDefinition)?.containerDefinitions;
  return {
    ...rest,
    capacityProviderStrategy: capacityProviderStrategy && [...capacityProviderStrategy],
    loadBalancers: loadBalancers.map((one) => ({ ...one })),
    serviceRegistries: [],
    containerImages: definitions?.map(({ name, image }) => ({ containerName: name, image })),
    guardDutyEnabled: false,
    createdAt: date(createdAt),
  };
}
