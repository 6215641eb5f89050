import { tokenKey } from '../apply.ts';
import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { clientException, invalidParameter } from '../errors.ts';
import { findCluster, findTask, findTaskDefinitionToRun } from '../find.ts';
import type { TaskDefinition, TaskOverride } from '../model/index.ts';
import { defaultSubnets } from '../network/default-vpc.ts';
import { launchOf } from '../services/start-tasks.ts';
import { validateTags } from '../tags/validate.ts';
import { validateFargateSize } from '../task-definitions/fargate.ts';
import type { Transaction } from '../transaction.ts';
import { createTask, managedTags } from './create-task.ts';
import { validateLaunch } from './launch.ts';
import { stopTask } from './stop-task.ts';

/** AWS: RunTask.count. */
const MOST_TASKS_A_CALL = 10;

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
  if (input.group?.startsWith('service:')) {
    throw invalidParameter(`The group "${input.group}" is invalid: "service:" is for services.`);
  }
  const taskDefinition = findTaskDefinitionToRun(tx.state, scope, input.taskDefinition);
  const launch = validateLaunch(scope, cluster, taskDefinition, input);
  validateOverrides(taskDefinition, input.overrides);
  validateTags(input.tags);
  const { launchType, capacityProviderName } = launchOf(launch);
  if (launchType !== 'FARGATE') {
    throw invalidParameter('No Container Instances were found in your cluster.');
  }

  const ids = input.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
  const subnets = defaultSubnets(scope.region).filter(({ subnetId }) => ids.includes(subnetId));
  // AWS: by default RunTask places at random among the zones.
  const first = Number.parseInt(tx.env.ids.hex(4), 16);
  const tags = [
    ...(input.tags ?? []),
    ...(input.propagateTags === 'TASK_DEFINITION' ? taskDefinition.tags : []),
    ...(input.enableECSManagedTags ? managedTags(cluster) : []),
  ];
  const taskArns = Array.from({ length: count }, (_, i) => {
    const subnet = subnets[(first + i) % subnets.length];
    if (subnet === undefined) throw new Error('A launch without a subnet was accepted');
    return createTask(tx, {
      scope,
      cluster,
      taskDefinition,
      launchType,
      capacityProviderName,
      platformVersion: launch.platformVersion,
      subnet,
      group: input.group ?? `family:${taskDefinition.family}`,
      startedBy: input.startedBy,
      overrides: input.overrides,
      enableExecuteCommand: input.enableExecuteCommand,
      clientToken,
      tags,
    }).taskArn;
  });
  return { taskArns, failures: [] };
}

function validateOverrides(taskDefinition: TaskDefinition, overrides: TaskOverride = {}): void {
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
