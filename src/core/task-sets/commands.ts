import { nameOf, type Scope, taskSetArn } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { invalidParameter } from '../errors.ts';
import { findCluster, findTaskDefinitionToRun } from '../find.ts';
import type { Service, TaskSet } from '../model/index.ts';
import { validatePlacement } from '../placement/validate.ts';
import { targetMembers } from '../services/deployments.ts';
import { changeDeployment } from '../services/failures.ts';
import { validateLoadBalancers } from '../services/load-balancers.ts';
import { validateTags } from '../tags/validate.ts';
import { validateLaunch } from '../tasks/launch.ts';
import type { Transaction } from '../transaction.ts';
import { findServiceWithTaskSets, findTaskSet } from './find.ts';

type Input<N extends keyof Commands> = Commands[N]['input'];

export function createTaskSet(
  tx: Transaction,
  scope: Scope,
  input: Input<'CreateTaskSet'>,
): CommandOutput<'CreateTaskSet'> {
  const service = findServiceWithTaskSets(tx.state, scope, input);
  const { serviceArn, serviceName, taskSets = [] } = service;
  const repeated = taskSets.find(
    ({ clientToken }) => clientToken !== undefined && clientToken === input.clientToken,
  );
  if (repeated !== undefined) return { serviceArn, taskSet: repeated };
  const cluster = findCluster(tx.state, scope, input.cluster);
  const taskDefinition = findTaskDefinitionToRun(tx.state, scope, input.taskDefinition);
  const launch = validateLaunch(tx.state, scope, cluster, taskDefinition, input);
  const { loadBalancers: given, networkConfiguration, externalId, clientToken } = input;
  if (given !== undefined && given.length > 1) {
    throw invalidParameter(
      `There are ${given.length} load balancers: a task set can have only one target group.`,
    );
  }
  const { placementConstraints = [] } = taskDefinition;
  validatePlacement(service, {
    onFargate: launch.platformVersion !== undefined,
    fromTaskDefinition: placementConstraints.length,
  });
  const loadBalancers = validateLoadBalancers(tx.state, scope, taskDefinition, given);
  validateTags(input.tags);
  const { now, ids } = tx.env;
  const id = `ecs-svc/${ids.digits(19)}`;
  const taskSet: TaskSet = {
    ...launch,
    id,
    taskSetArn: taskSetArn(scope, nameOf(service.clusterArn), serviceName, id),
    taskDefinition: taskDefinition.taskDefinitionArn,
    networkConfiguration,
    loadBalancers,
    status: 'ACTIVE',
    scale: validateScale(input.scale),
    externalId,
    clientToken,
    failedTasks: 0,
    consecutiveFailures: 0,
    stabilityStatus: 'STABILIZING',
    stabilityStatusAt: now,
    createdAt: now,
    updatedAt: now,
    tags: input.tags ?? [],
  };
  tx.emit({ type: 'ServiceChanged', serviceArn, change: { taskSets: [...taskSets, taskSet] } });
  return { serviceArn, taskSet };
}

/** AWS: 0 to 100 per cent of the service's desired count; 0 where none is given. */
function validateScale({
  value = 0,
  unit = 'PERCENT',
}: Input<'UpdateTaskSet'>['scale'] = {}): TaskSet['scale'] {
  if (value >= 0 && value <= 100) return { value, unit };
  throw invalidParameter(`The scale is ${value}: expected 0 to 100 per cent.`);
}

export function updateTaskSet(
  tx: Transaction,
  scope: Scope,
  input: Input<'UpdateTaskSet'>,
): CommandOutput<'UpdateTaskSet'> {
  const service = findServiceWithTaskSets(tx.state, scope, input);
  const before = notDraining(findTaskSet(service, input.taskSet));
  const scale = validateScale(input.scale);
  return changed(tx, service, { ...before, scale });
}

/** The task set that was primary stays, as ACTIVE; the service shows what the new one runs. */
export function updateServicePrimaryTaskSet(
  tx: Transaction,
  scope: Scope,
  input: Input<'UpdateServicePrimaryTaskSet'>,
): CommandOutput<'UpdateServicePrimaryTaskSet'> {
  const service = findServiceWithTaskSets(tx.state, scope, input);
  const { serviceArn, taskSets = [] } = service;
  const chosen = notDraining(findTaskSet(service, input.primaryTaskSet));
  const primary: TaskSet = { ...chosen, status: 'PRIMARY', updatedAt: tx.env.now };
  const { launchType, capacityProviderStrategy } = primary;
  tx.emit({
    type: 'ServiceChanged',
    serviceArn,
    clear: launchType === undefined ? ['launchType'] : ['capacityProviderStrategy'],
    change: {
      ...targetMembers(primary),
      ...(launchType === undefined ? { capacityProviderStrategy } : { launchType }),
      taskSets: taskSets.map((one): TaskSet => {
        if (one.id === primary.id) return primary;
        return one.status === 'PRIMARY' ? { ...one, status: 'ACTIVE', updatedAt: tx.env.now } : one;
      }),
    },
  });
  return { serviceArn, taskSet: primary };
}

export function deleteTaskSet(
  tx: Transaction,
  scope: Scope,
  input: Input<'DeleteTaskSet'>,
): CommandOutput<'DeleteTaskSet'> {
  const service = findServiceWithTaskSets(tx.state, scope, input);
  const before = findTaskSet(service, input.taskSet);
  if (before.status === 'DRAINING') {
    return { serviceArn: service.serviceArn, taskSet: before };
  }
  if (before.scale.value > 0 && !input.force) {
    throw invalidParameter(
      `The task set is scaled to ${before.scale.value} per cent: scale it down to 0 first, or delete it with force.`,
    );
  }
  return changed(tx, service, { ...before, status: 'DRAINING' });
}

function changed(tx: Transaction, service: Service, taskSet: TaskSet) {
  const after: TaskSet = {
    ...taskSet,
    stabilityStatus: 'STABILIZING',
    stabilityStatusAt: tx.env.now,
    updatedAt: tx.env.now,
  };
  changeDeployment(tx, service, after);
  return { serviceArn: service.serviceArn, taskSet: after };
}

function notDraining(taskSet: TaskSet): TaskSet {
  if (taskSet.status !== 'DRAINING') return taskSet;
  throw invalidParameter(`The task set ${taskSet.id} is DRAINING: it was deleted.`);
}
