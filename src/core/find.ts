import {
  clusterArn,
  containerInstanceArn,
  resourceOf,
  type Scope,
  serviceArn,
  taskDefinitionArn,
} from './arn.ts';
import { clientException, clusterNotFound, invalidParameter, serviceNotFound } from './errors.ts';
import type { Cluster } from './model/cluster.ts';
import type { ContainerInstance } from './model/container-instance.ts';
import type { Service } from './model/service.ts';
import type { Task } from './model/task.ts';
import type { TaskDefinition } from './model/task-definition.ts';
import type { State } from './state.ts';
import { revisionsKey } from './task-definitions/family.ts';

/** How commands name things: by short name or ARN, with `default` for a cluster not named. */

export const clusterArnOf = (scope: Scope, nameOrArn: string | undefined): string =>
  nameOrArn?.startsWith('arn:') ? nameOrArn : clusterArn(scope, nameOrArn || 'default');

/** The ACTIVE cluster of that name or ARN; throws ClusterNotFoundException. */
export function findCluster(state: State, scope: Scope, nameOrArn: string | undefined): Cluster {
  const cluster = state.clusters.get(clusterArnOf(scope, nameOrArn));
  if (cluster === undefined || cluster.status !== 'ACTIVE') throw clusterNotFound();
  return cluster;
}

export const serviceArnOf = (scope: Scope, cluster: Cluster, nameOrArn: string): string => {
  if (!nameOrArn.startsWith('arn:')) return serviceArn(scope, cluster.clusterName, nameOrArn);
  const [, ...names] = (resourceOf(nameOrArn) ?? '').split('/');
  // The old form of a service's ARN does not name its cluster.
  return names.length === 1 ? serviceArn(scope, cluster.clusterName, names[0] ?? '') : nameOrArn;
};

/** The service of that name or ARN, whatever its status; throws ServiceNotFoundException. */
export function findService(
  state: State,
  scope: Scope,
  cluster: Cluster,
  nameOrArn: string | undefined,
): Service {
  if (!nameOrArn) throw invalidParameter('Service name or ARN must be given: service is empty.');
  const service = state.services.get(serviceArnOf(scope, cluster, nameOrArn));
  if (service === undefined || service.clusterArn !== cluster.clusterArn) throw serviceNotFound();
  return service;
}

/** The container instance with that id or ARN, if the cluster has it, whatever its status. */
export function findContainerInstance(
  state: State,
  scope: Scope,
  cluster: Cluster,
  idOrArn: string,
): ContainerInstance | undefined {
  const arn = idOrArn.startsWith('arn:')
    ? idOrArn
    : containerInstanceArn(scope, cluster.clusterName, idOrArn);
  const found = state.containerInstances.get(arn);
  return found?.clusterArn === cluster.clusterArn ? found : undefined;
}

/** The task with that id or ARN, if the cluster has it. */
export function findTask(state: State, cluster: Cluster, idOrArn: string): Task | undefined {
  const arn = idOrArn.startsWith('arn:') ? idOrArn : state.taskArnById.get(idOrArn);
  const task = state.tasks.get(arn ?? '');
  return task?.clusterArn === cluster.clusterArn ? task : undefined;
}

/**
 * `FAMILY`, `FAMILY:REVISION` or an ARN of either; a family alone means its newest ACTIVE
 * revision. Undefined when there is none.
 */
export function lookUpTaskDefinition(
  state: State,
  scope: Scope,
  reference: string,
): TaskDefinition | undefined {
  const name = resourceOf(reference)?.replace(/^task-definition\//, '') ?? reference;
  const [family = '', revision] = name.split(':');
  if (revision !== undefined) {
    return state.taskDefinitions.get(taskDefinitionArn(scope, family, Number(revision)));
  }
  for (let n = state.revisions.get(revisionsKey(scope, family)) ?? 0; n > 0; n -= 1) {
    const taskDefinition = state.taskDefinitions.get(taskDefinitionArn(scope, family, n));
    if (taskDefinition?.status === 'ACTIVE') return taskDefinition;
  }
  return undefined;
}

/** An ACTIVE revision to run; throws ClientException or InvalidParameterException. */
export function findTaskDefinitionToRun(
  state: State,
  scope: Scope,
  reference: string | undefined,
): TaskDefinition {
  if (!reference) throw clientException('TaskDefinition must be given: taskDefinition is empty.');
  const taskDefinition = lookUpTaskDefinition(state, scope, reference);
  if (taskDefinition === undefined) throw clientException('TaskDefinition not found.');
  if (taskDefinition.status !== 'ACTIVE') {
    throw clientException('TaskDefinition is inactive');
  }
  return taskDefinition;
}
