import type {
  DeploymentLifecycleHookDetail,
  ServiceDeployment as SdkServiceDeployment,
  ServiceRevision as SdkServiceRevision,
  ServiceDeploymentBrief,
  ServiceDeploymentLifecycleStage,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import type {
  Deployment,
  HookRun,
  ServiceDeployment,
  ServiceRevision,
} from '../../../core/model/index.ts';
import { failuresOf } from '../../../core/services/circuit-breaker.ts';
import { ownLoadBalancers } from '../../../core/services/shift/traffic.ts';
import { sharesOfTarget } from '../../../core/services/shift/weights.ts';
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
      summary(state, deployments, story, arn),
    ),
    targetServiceRevision: summary(state, deployments, story, story.targetServiceRevisionArn),
    lifecycleStage: stageOf(story),
    lifecycleHookDetails: story.shift?.hooks.map(renderHook),
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
  story: ServiceDeployment,
  arn: string,
): ServiceRevisionSummary {
  const deployment = deployments.find(({ serviceRevisionArn }) => serviceRevisionArn === arn);
  const tasks = state.tasksByDeployment.get(deployment?.id ?? '');
  return {
    arn,
    requestedTaskCount: deployment?.desiredCount ?? 0,
    runningTaskCount: tasks?.runningCount ?? 0,
    pendingTaskCount: tasks?.pendingCount ?? 0,
    ...weights(story, arn),
  };
}

/** What the traffic that shifts comes to for that revision; only the first source has any. */
function weights(story: ServiceDeployment, arn: string) {
  if (story.shift === undefined) return {};
  const { production, test } = sharesOfTarget(story);
  const isTarget = arn === story.targetServiceRevisionArn;
  const isSource = arn === story.sourceServiceRevisionArns[0];
  const share = (percent: number) => (isTarget ? percent : isSource ? 100 - percent : 0);
  return {
    requestedTestTrafficWeight: share(test),
    requestedProductionTrafficWeight: share(production),
  };
}

/** The stage before each step has a name for hooks only. */
const stageOf = ({ shift }: ServiceDeployment): ServiceDeploymentLifecycleStage | undefined =>
  shift?.stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 'PRODUCTION_TRAFFIC_SHIFT' : shift?.stage;

const renderHook = (run: HookRun): DeploymentLifecycleHookDetail => ({
  hookId: run.hookId,
  targetType: run.targetType,
  targetArn: run.targetArn,
  status: run.status,
  expiresAt: date(run.expiresAt),
  timeoutAction: run.timeoutAction,
});

export function renderServiceRevision(state: State, revision: ServiceRevision): SdkServiceRevision {
  const {
    capacityProviderStrategy,
    loadBalancers = [],
    targetGroupArns,
    createdAt,
    ...rest
  } = revision;
  const definitions = state.taskDefinitions.get(revision.taskDefinition)?.containerDefinitions;
  return {
    ...rest,
    capacityProviderStrategy: capacityProviderStrategy && [...capacityProviderStrategy],
    loadBalancers: loadBalancers.map((one) => ({ ...one })),
    serviceRegistries: [],
    resolvedConfiguration: {
      loadBalancers: ownLoadBalancers(revision).map(
        ({ targetGroupArn, advancedConfiguration }) => ({
          targetGroupArn,
          productionListenerRule: advancedConfiguration?.productionListenerRule,
        }),
      ),
    },
    containerImages: definitions?.map(({ name, image }) => ({ containerName: name, image })),
    guardDutyEnabled: false,
    createdAt: date(createdAt),
  };
}
