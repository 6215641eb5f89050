import { scopeOf } from '../arn.ts';
import type {
  Deployment,
  LaunchType,
  Service,
  Tag,
  TaskDefinition,
  TaskSource,
} from '../model/index.ts';
import { createTask, managedTags } from '../tasks/create-task.ts';
import type { Transaction } from '../transaction.ts';
import { addEvent, tasksMessage } from './events.ts';
import { groupOf, type Place } from './place-tasks.ts';

/** Starts a task of that deployment at each of the places. */
export function startTasks(
  tx: Transaction,
  service: Service,
  deployment: TaskSource,
  places: readonly Place[],
): void {
  const cluster = tx.state.clusters.get(service.clusterArn);
  const taskDefinition = tx.state.taskDefinitions.get(deployment.taskDefinition);
  if (cluster === undefined || taskDefinition === undefined || places.length === 0) return;
  const tags = [
    ...(service.enableECSManagedTags ? managedTags(cluster, service) : []),
    ...propagated(service, taskDefinition),
  ];
  const started = places.map(
    ({ subnet, containerInstance, capacityProviderName }) =>
      createTask(tx, {
        scope: scopeOf(service.serviceArn),
        cluster,
        taskDefinition,
        launchType: containerInstance === undefined ? 'FARGATE' : 'EC2',
        capacityProviderName,
        platformVersion: deployment.platformVersion,
        subnet,
        containerInstance,
        group: groupOf(service),
        networkConfiguration: deployment.networkConfiguration,
        startedBy: deployment.id,
        service,
        deploymentId: deployment.id,
        enableExecuteCommand: service.enableExecuteCommand,
        tags,
      }).taskArn,
  );
  addEvent(tx, service, tasksMessage('started', 'task', started), deployment);
}

const propagated = (service: Service, taskDefinition: TaskDefinition): readonly Tag[] => {
  if (service.propagateTags === 'SERVICE') return service.tags;
  return service.propagateTags === 'TASK_DEFINITION' ? taskDefinition.tags : [];
};

/** Launch type, by itself or through a FARGATE capacity provider. */
export function launchOf({
  launchType,
  capacityProviderStrategy,
}: Pick<Deployment, 'launchType' | 'capacityProviderStrategy'>): {
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string | undefined;
} {
  const [first] = capacityProviderStrategy ?? [];
  if (first === undefined) return { launchType: launchType ?? 'EC2' };
  const capacityProviderName = first.capacityProvider;
  return {
    launchType: capacityProviderName?.startsWith('FARGATE') ? 'FARGATE' : 'EC2',
    capacityProviderName,
  };
}
