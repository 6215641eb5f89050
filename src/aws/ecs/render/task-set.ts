import type { TaskSet as SdkTaskSet } from '@aws-sdk/client-ecs';
import type { Service, TaskSet } from '../../../core/model/index.ts';
import type { State } from '../../../core/state.ts';
import { computedDesiredCount } from '../../../core/task-sets/computed-desired-count.ts';
import { date } from './times.ts';

export function renderTaskSet(
  state: State,
  service: Service,
  taskSet: TaskSet,
  { tags }: { readonly tags: boolean },
): SdkTaskSet {
  const tasks = state.tasksByDeployment.get(taskSet.id);
  const { capacityProviderStrategy, loadBalancers = [] } = taskSet;
  return {
    id: taskSet.id,
    taskSetArn: taskSet.taskSetArn,
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    externalId: taskSet.externalId,
    status: taskSet.status,
    taskDefinition: taskSet.taskDefinition,
    computedDesiredCount: computedDesiredCount(service, taskSet),
    pendingCount: tasks?.pendingCount ?? 0,
    runningCount: tasks?.runningCount ?? 0,
    createdAt: date(taskSet.createdAt),
    updatedAt: date(taskSet.updatedAt),
    launchType: taskSet.launchType,
    capacityProviderStrategy: capacityProviderStrategy && [...capacityProviderStrategy],
    platformVersion: taskSet.platformVersion,
    platformFamily: taskSet.platformFamily,
    networkConfiguration: taskSet.networkConfiguration,
    loadBalancers: loadBalancers.map((one) => ({ ...one })),
    serviceRegistries: [],
    scale: taskSet.scale,
    stabilityStatus: taskSet.stabilityStatus,
    stabilityStatusAt: date(taskSet.stabilityStatusAt),
    tags: tags ? [...taskSet.tags] : undefined,
  };
}
