import { tokenKey } from '../apply.ts';
import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { clientException, invalidParameter } from '../errors.ts';
import { findCluster, findTask, findTaskDefinitionToRun } from '../find.ts';
import type { Cluster, Tag, TaskDefinition, TaskOverride } from '../model/index.ts';
import { validatePlacement } from '../placement/validate.ts';
import { validateTags } from '../tags/validate.ts';
import { validateFargateSize } from '../task-definitions/fargate.ts';
import type { Transaction } from '../transaction.ts';
import { createTask, managedTags } from './create-task.ts';
import { validateLaunch } from './launch.ts';
import { placesFor } from './run-task-places.ts';
import { stopTask } from './stop-task.ts';

/** AWS: RunTask.count. */
export const MOST_TASKS_A_CALL = 10;

export function runTask(
  tx: Transaction,
  scope: Scope,
  input: Commands['RunTask']['input'],
): CommandOutput<'RunTask'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const { count = 1, clientToken } = input;
  if (count < 1 || count > MOST_TASKS_A_CALL) {
    throw invalidParameter(`count is ${count}: expected a number from 1 to ${MOST_TASKS_A_CALL}.`);
  }
  if (clientToken !== undefined) {
    const repeated = tx.state.taskArnsByToken.get(tokenKey(cluster.clusterArn, clientToken));
    if (repeated !== undefined) return { taskArns: [...repeated], failures: [] };
  }
  const taskDefinition = findTaskDefinitionToRun(tx.state, scope, input.taskDefinition);
  const launch = validateLaunch(tx.state, scope, cluster, taskDefinition, input);
  const onFargate = launch.platformVersion !== undefined;
  const { placementConstraints = [], placementStrategy = [] } = input;
  const fromTaskDefinition = taskDefinition.placementConstraints?.length;
  validatePlacement({ placementConstraints, placementStrategy }, { onFargate, fromTaskDefinition });
  const group = validateGroup(input.group, taskDefinition);
  validateOverrides(taskDefinition, input.overrides);
  validateTags(input.tags);

  const wanted = { ...input, count, group, placementConstraints, placementStrategy };
  const { places, failures } = placesFor(tx, scope, cluster, taskDefinition, launch, wanted);
  const tags = tagsFor(cluster, taskDefinition, input);
  const taskArns = places.map(
    (place) =>
      createTask(tx, {
        ...place,
        scope,
        cluster,
        taskDefinition,
        launchType: onFargate ? 'FARGATE' : 'EC2',
        platformVersion: launch.platformVersion,
        group,
        networkConfiguration: input.networkConfiguration,
        startedBy: input.startedBy,
        overrides: input.overrides,
        enableExecuteCommand: input.enableExecuteCommand,
        clientToken,
        tags,
      }).taskArn,
  );
  return { taskArns, failures };
}

/** The group of a task that belongs to no service; throws InvalidParameterException. */
export function validateGroup(group: string | undefined, { family }: TaskDefinition): string {
  if (group?.startsWith('service:')) {
    throw invalidParameter(`The group "${group}" is invalid: "service:" is for services.`);
  }
  return group ?? `family:${family}`;
}

/** What RunTask and StartTask put on a task. */
export const tagsFor = (
  cluster: Cluster,
  taskDefinition: TaskDefinition,
  input: Pick<Commands['RunTask']['input'], 'tags' | 'propagateTags' | 'enableECSManagedTags'>,
): Tag[] => [
  ...(input.tags ?? []),
  ...(input.propagateTags === 'TASK_DEFINITION' ? taskDefinition.tags : []),
  ...(input.enableECSManagedTags ? managedTags(cluster) : []),
];

export function validateOverrides(
  taskDefinition: TaskDefinition,
  overrides: TaskOverride = {},
): void {
  const names = taskDefinition.containerDefinitions.map(({ name }) => name);
  const unknown = overrides.containerOverrides?.find(({ name }) => !names.includes(name));
  if (unknown !== undefined) {
    throw clientException(
      `Override for container named ${unknown.name} is not a container in the TaskDefinition. It has ${names.join(', ')}.`,
    );
  }
  if (overrides.cpu !== undefined || overrides.memory !== undefined) {
    const { cpu = taskDefinition.cpu, memory = taskDefinition.memory } = overrides;
    if (taskDefinition.requiresCompatibilities?.includes('FARGATE'))
      validateFargateSize(cpu, memory);
  }
}

export function stopTaskCommand(
  tx: Transaction,
  scope: Scope,
  input: Commands['StopTask']['input'],
): CommandOutput<'StopTask'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const task = findTask(tx.state, cluster, input.task ?? '');
  if (task === undefined) {
    throw invalidParameter('The referenced task was not found.');
  }
  stopTask(tx, task, 'UserInitiated', input.reason ?? 'Task stopped by user');
  return { taskArn: task.taskArn };
}
