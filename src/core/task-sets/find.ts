import type { Scope } from '../arn.ts';
import { invalidParameter, Refusal } from '../errors.ts';
import { findCluster, findService } from '../find.ts';
import type { Service, TaskSet } from '../model/index.ts';
import type { State } from '../state.ts';

/** The service whose task sets a command is about; throws where it cannot have any. */
export function findServiceWithTaskSets(
  state: State,
  scope: Scope,
  input: { readonly cluster?: string | undefined; readonly service?: string | undefined },
): Service {
  const cluster = findCluster(state, scope, input.cluster);
  const service = findService(state, scope, cluster, input.service);
  if (service.status !== 'ACTIVE') {
    throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  }
  if (service.deploymentController.type !== 'EXTERNAL') {
    throw invalidParameter(
      `Task sets are for services with the EXTERNAL deployment controller: ${service.serviceName} has ${service.deploymentController.type}.`,
    );
  }
  return service;
}

/** By id or ARN; undefined when the service has no such task set. */
export const lookUpTaskSet = (
  { taskSets = [] }: Service,
  idOrArn: string | undefined,
): TaskSet | undefined =>
  taskSets.find(({ id, taskSetArn }) => id === idOrArn || taskSetArn === idOrArn);

/** Throws TaskSetNotFoundException. */
export function findTaskSet(service: Service, idOrArn: string | undefined): TaskSet {
  const taskSet = lookUpTaskSet(service, idOrArn);
  if (taskSet !== undefined) return taskSet;
  throw new Refusal(
    'TaskSetNotFoundException',
    'The specified task set was not found. DescribeTaskSets lists those of a service.',
  );
}
