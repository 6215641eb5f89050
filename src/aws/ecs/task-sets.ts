import type {
  CreateTaskSetRequest,
  CreateTaskSetResponse,
  DeleteTaskSetRequest,
  DeleteTaskSetResponse,
  DescribeTaskSetsRequest,
  DescribeTaskSetsResponse,
  TaskSet as SdkTaskSet,
  UpdateServicePrimaryTaskSetRequest,
  UpdateServicePrimaryTaskSetResponse,
  UpdateTaskSetRequest,
  UpdateTaskSetResponse,
} from '@aws-sdk/client-ecs';
import type { CommandOutput } from '../../core/commands.ts';
import { findServiceWithTaskSets, lookUpTaskSet } from '../../core/task-sets/find.ts';
import type { Context } from '../operation.ts';
import { supportedLaunchType } from './launch-type.ts';
import { missing } from './missing.ts';
import { renderTaskSet } from './render/task-set.ts';

export async function createTaskSet(
  context: Context,
  input: CreateTaskSetRequest,
): Promise<CreateTaskSetResponse> {
  const { controlPlane, scope } = context;
  const launchType = supportedLaunchType(input.launchType);
  const output = await controlPlane.execute('CreateTaskSet', scope, { ...input, launchType });
  return { taskSet: shown(context, output) };
}

export async function updateTaskSet(
  context: Context,
  input: UpdateTaskSetRequest,
): Promise<UpdateTaskSetResponse> {
  const { controlPlane, scope } = context;
  return { taskSet: shown(context, await controlPlane.execute('UpdateTaskSet', scope, input)) };
}

export async function updateServicePrimaryTaskSet(
  context: Context,
  input: UpdateServicePrimaryTaskSetRequest,
): Promise<UpdateServicePrimaryTaskSetResponse> {
  const { controlPlane, scope } = context;
  const output = await controlPlane.execute('UpdateServicePrimaryTaskSet', scope, input);
  return { taskSet: shown(context, output) };
}

export async function deleteTaskSet(
  context: Context,
  input: DeleteTaskSetRequest,
): Promise<DeleteTaskSetResponse> {
  const { controlPlane, scope } = context;
  return { taskSet: shown(context, await controlPlane.execute('DeleteTaskSet', scope, input)) };
}

export function describeTaskSets(
  { controlPlane: { state }, scope }: Context,
  { include = [], taskSets, ...names }: DescribeTaskSetsRequest,
): DescribeTaskSetsResponse {
  const service = findServiceWithTaskSets(state, scope, names);
  const all = (service.taskSets ?? []).map(({ id }) => id);
  const answer: Required<DescribeTaskSetsResponse> = { taskSets: [], failures: [] };
  for (const name of taskSets?.length ? taskSets : all) {
    const taskSet = lookUpTaskSet(service, name);
    const tags = include.includes('TAGS');
    if (taskSet === undefined) answer.failures?.push(missing(name));
    else answer.taskSets?.push(renderTaskSet(state, service, taskSet, { tags }));
  }
  return answer;
}

function shown(
  { controlPlane: { state } }: Context,
  { serviceArn, taskSet }: CommandOutput<'CreateTaskSet'>,
): SdkTaskSet | undefined {
  const service = state.services.get(serviceArn);
  return service && renderTaskSet(state, service, taskSet, { tags: true });
}
