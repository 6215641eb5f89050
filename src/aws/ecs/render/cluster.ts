import type { ClusterField, KeyValuePair, Cluster as SdkCluster } from '@aws-sdk/client-ecs';
import { isFargateProvider } from '../../../core/capacity-providers/names.ts';
import type { Cluster } from '../../../core/model/cluster.ts';
import type { Service } from '../../../core/model/service.ts';
import type { LaunchType } from '../../../core/model/task.ts';
import type { State } from '../../../core/state.ts';

/** A cluster as the API shows it; `include` says which of the longer parts. */
export function renderCluster(
  state: State,
  cluster: Cluster,
  include: readonly ClusterField[],
): SdkCluster {
  const counts = state.countsByCluster.get(cluster.clusterArn);
  return {
    clusterArn: cluster.clusterArn,
    clusterName: cluster.clusterName,
    status: cluster.status,
    registeredContainerInstancesCount: registeredCount(state, cluster),
    runningTasksCount: counts?.running ?? 0,
    pendingTasksCount: counts?.pending ?? 0,
    activeServicesCount: servicesOf(state, cluster).filter(({ status }) => status === 'ACTIVE')
      .length,
    statistics: include.includes('STATISTICS') ? statistics(state, cluster) : [],
    tags: include.includes('TAGS') ? [...cluster.tags] : [],
    settings: include.includes('SETTINGS') ? [...cluster.settings] : [],
    configuration: include.includes('CONFIGURATIONS') ? cluster.configuration : undefined,
    capacityProviders: [...cluster.capacityProviders],
    defaultCapacityProviderStrategy: [...cluster.defaultCapacityProviderStrategy],
    serviceConnectDefaults: cluster.serviceConnectDefaults,
  };
}

/** ACTIVE and DRAINING ones. */
const registeredCount = (state: State, { clusterArn }: Cluster): number =>
  [...(state.containerInstancesByCluster.get(clusterArn) ?? [])].filter(
    (arn) => state.containerInstances.get(arn)?.status !== 'INACTIVE',
  ).length;

const servicesOf = (state: State, cluster: Cluster) =>
  [...(state.servicesByCluster.get(cluster.clusterArn) ?? [])].flatMap(
    (arn) => state.services.get(arn) ?? [],
  );

/** Services with a capacity provider strategy have no launch type of their own. */
const launchTypeOf = ({ launchType, capacityProviderStrategy = [] }: Service): LaunchType =>
  launchType ??
  (capacityProviderStrategy.some((item) => isFargateProvider(item.capacityProvider ?? ''))
    ? 'FARGATE'
    : 'EC2');

const LAUNCH_TYPES = { EC2: 'EC2', FARGATE: 'Fargate', EXTERNAL: 'External' } as const;

/** Tasks and services by launch type, in the order and spelling of AWS. */
function statistics(state: State, cluster: Cluster): KeyValuePair[] {
  const counts = new Map<string, number>();
  const count = (prefix: string, launchType: LaunchType | undefined, suffix: string) => {
    const key = `${prefix}${LAUNCH_TYPES[launchType ?? 'EC2']}${suffix}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const arn of state.tasksByCluster.get(cluster.clusterArn) ?? []) {
    const task = state.tasks.get(arn);
    if (task?.desiredStatus !== 'RUNNING') continue;
    count(task.lastStatus === 'RUNNING' ? 'running' : 'pending', task.launchType, 'TasksCount');
  }
  for (const service of servicesOf(state, cluster)) {
    if (service.status === 'INACTIVE') continue;
    count(service.status.toLowerCase(), launchTypeOf(service), 'ServiceCount');
  }
  const names = [
    ['running', 'TasksCount'],
    ['pending', 'TasksCount'],
    ['active', 'ServiceCount'],
    ['draining', 'ServiceCount'],
  ] as const;
  return names.flatMap(([prefix, suffix]) =>
    Object.values(LAUNCH_TYPES).map((launchType) => {
      const name = `${prefix}${launchType}${suffix}`;
      return { name, value: String(counts.get(name) ?? 0) };
    }),
  );
}
