import { containerInstanceArn, type Scope } from '../arn.ts';
import type { CommandOutput, Commands, Failure } from '../commands.ts';
import { noLoad } from '../counts.ts';
import { invalidParameter } from '../errors.ts';
import { findCluster, findContainerInstance, findTaskDefinitionToRun } from '../find.ts';
import type { ContainerInstance } from '../model/index.ts';
import { needsOf, requiredAttributesOf } from '../placement/needs.ts';
import { type PlacementRequest, refusalOf } from '../placement/place.ts';
import { validateTags } from '../tags/validate.ts';
import type { Transaction } from '../transaction.ts';
import { tagsFor, validateGroup, validateOverrides } from './commands.ts';
import { createTask } from './create-task.ts';
import { subnetOn, subnetsFor, validateLaunch, zonesFor } from './launch.ts';

/** AWS: StartTask.containerInstances. */
const MOST_INSTANCES = 10;

/**
 * Starts one task on each of the container instances named. Nobody asks for constraints or
 * strategies here, and a host port that is taken already is left to the engine, where the second
 * task fails to bind it. What an instance cannot give at all is a failure (AWS: API failure
 * reasons).
 */
export function startTask(
  tx: Transaction,
  scope: Scope,
  input: Commands['StartTask']['input'],
): CommandOutput<'StartTask'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const { containerInstances = [], networkConfiguration, overrides } = input;
  if (containerInstances.length === 0 || containerInstances.length > MOST_INSTANCES) {
    throw invalidParameter(
      `containerInstances names ${containerInstances.length}: expected 1 to ${MOST_INSTANCES}.`,
    );
  }
  const taskDefinition = findTaskDefinitionToRun(tx.state, scope, input.taskDefinition);
  validateLaunch(tx.state, scope, cluster, taskDefinition, {
    launchType: 'EC2',
    networkConfiguration,
  });
  const group = validateGroup(input.group, taskDefinition);
  validateOverrides(taskDefinition, overrides);
  validateTags(input.tags);

  const subnets = subnetsFor(scope, networkConfiguration);
  const request = {
    needs: { ...needsOf(taskDefinition, overrides), ports: [] },
    requiredAttributes: requiredAttributesOf(taskDefinition),
    zones: zonesFor(taskDefinition, subnets),
    constraints: [],
    group,
  };
  const tags = tagsFor(cluster, taskDefinition, input);
  const taskArns: string[] = [];
  const failures: Failure[] = [];
  for (const idOrArn of containerInstances) {
    const containerInstance = findContainerInstance(tx.state, scope, cluster, idOrArn);
    if (containerInstance === undefined) {
      const arn = idOrArn.startsWith('arn:')
        ? idOrArn
        : containerInstanceArn(scope, cluster.clusterName, idOrArn);
      failures.push({ arn, reason: 'MISSING' });
      continue;
    }
    const failure = failureOn(tx, containerInstance, request);
    if (failure !== undefined) {
      failures.push(failure);
      continue;
    }
    const { taskArn } = createTask(tx, {
      scope,
      cluster,
      taskDefinition,
      launchType: 'EC2',
      subnet: subnetOn(containerInstance, subnets),
      containerInstance,
      group,
      networkConfiguration: input.networkConfiguration,
      startedBy: input.startedBy,
      overrides,
      enableExecuteCommand: input.enableExecuteCommand,
      tags,
    });
    taskArns.push(taskArn);
  }
  return { taskArns, failures };
}

function failureOn(
  { state }: Transaction,
  instance: ContainerInstance,
  request: Omit<PlacementRequest, 'count' | 'strategies'>,
): Failure | undefined {
  const { containerInstanceArn: arn, status } = instance;
  if (status !== 'ACTIVE') {
    return { arn, reason: 'INACTIVE', detail: `The container instance is ${status}.` };
  }
  const reason = refusalOf({ instance, load: state.loads.get(arn) ?? noLoad() }, request);
  return reason && { arn, reason };
}
