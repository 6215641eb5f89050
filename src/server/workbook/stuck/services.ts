import { nameOf } from '../../../core/arn.ts';
import type { Cluster, Deployment, Service } from '../../../core/model/index.ts';
import { ago, clustersOf, plural, type Ranked, type Seen, sentence, span, word } from './seen.ts';

/** Services that are not as they are wanted, with what blocks them. */
export const servicesInTheWay = (seen: Seen): Ranked[] =>
  clustersOf(seen).flatMap((cluster) =>
    [...(seen.state.servicesByCluster.get(cluster.clusterArn) ?? [])]
      .flatMap((arn) => seen.state.services.get(arn) ?? [])
      .filter(({ status }) => status === 'ACTIVE')
      .flatMap((service) => {
        const says = blocks(seen, service);
        if (says.length === 0) return [];
        return [
          {
            rank: service.placementBlocked === null ? 42 : 38,
            about: `Service ${service.serviceName}`,
            says: [counts(seen, service), ...says].join(' '),
            tries: tries(seen, cluster, service),
          },
        ];
      }),
  );

const running = (
  { state }: Seen,
  { deployments }: Service,
): { running: number; pending: number } => {
  const tasks = deployments.map(({ id }) => state.tasksByDeployment.get(id));
  return {
    running: tasks.reduce((sum, one) => sum + (one?.runningCount ?? 0), 0),
    pending: tasks.reduce((sum, one) => sum + (one?.pendingCount ?? 0), 0),
  };
};

const counts = (seen: Seen, service: Service): string => {
  const found = running(seen, service);
  const pending = found.pending === 0 ? '' : ` and ${found.pending} pending`;
  return `It wants ${plural(service.desiredCount, 'task')}; ${found.running} running${pending}.`;
};

const blocks = (seen: Seen, service: Service): string[] => {
  const [primary] = service.deployments;
  const { placementBlocked, desiredCount } = service;
  const found = running(seen, service);
  const says = [
    ...(placementBlocked === null ? [] : [`It ${sentence(placementBlocked)}`]),
    ...service.deployments.flatMap((deployment) => ofDeployment(seen, deployment)),
  ];
  if (says.length > 0) return says;
  if (primary?.rolloutState === 'IN_PROGRESS' && found.running === desiredCount)
    return [`Its deployment is not complete yet: ${sentence(primary.rolloutStateReason)}`];
  if (found.running >= desiredCount) return [];
  const [event] = service.events;
  const last = event && ` Its newest event, of ${ago(seen, event.createdAt)}: ${event.message}`;
  return [`Nothing blocks it that is known.${last ?? ''}`];
};

const ofDeployment = (
  { now }: Seen,
  { taskDefinition, rolloutState, rolloutStateReason, failedTasks, throttledUntil }: Deployment,
): string[] => {
  const revision = nameOf(taskDefinition);
  const throttled =
    throttledUntil !== undefined && throttledUntil > now
      ? ` It tries again in ${span(throttledUntil - now)}.`
      : '';
  if (rolloutState === 'FAILED')
    return [`Its deployment of ${revision} has FAILED: ${sentence(rolloutStateReason)}`];
  if (rolloutState === 'COMPLETED' || failedTasks === 0) return [];
  return [
    `In its deployment of ${revision}, ${plural(failedTasks, 'task')} failed to start or to become healthy.${throttled}`,
  ];
};

const tries = (
  { state }: Seen,
  { clusterName, clusterArn }: Cluster,
  { serviceName, placementBlocked }: Service,
): Ranked['tries'] => {
  const cluster = word(clusterName);
  const events = {
    say: 'What it says itself, newest first:',
    command: `aws ecs describe-services --cluster ${cluster} --services ${word(serviceName)} --query 'services[].events[:5].message'`,
  };
  if (placementBlocked === null) return [events];
  const hasInstances = (state.containerInstancesByCluster.get(clusterArn)?.size ?? 0) > 0;
  return [
    events,
    hasInstances
      ? {
          say: 'What is left on the container instances:',
          command: `aws ecs describe-container-instances --cluster ${cluster} --container-instances $(aws ecs list-container-instances --cluster ${cluster} --query containerInstanceArns --output text) --query 'containerInstances[].[ec2InstanceId,status,agentConnected,remainingResources]'`,
        }
      : {
          say: 'Which container instances have registered with the cluster:',
          command: `aws ecs list-container-instances --cluster ${cluster}`,
        },
  ];
};
