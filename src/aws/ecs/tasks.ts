import type {
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListTasksRequest,
  ListTasksResponse,
  RunTaskRequest,
  RunTaskResponse,
  Task as SdkTask,
  StartTaskRequest,
  StartTaskResponse,
  StopTaskRequest,
  StopTaskResponse,
} from '@aws-sdk/client-ecs';
import { taskArn } from '../../core/arn.ts';
import { findCluster, findService, findTask } from '../../core/find.ts';
import type { Task } from '../../core/model/task.ts';
import type { State } from '../../core/state.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';
import { supportedLaunchType } from './launch-type.ts';
import { checkLength } from './limits.ts';
import { missing } from './missing.ts';
import { renderTask } from './render/task.ts';

export async function runTask(
  { controlPlane, scope }: Context,
  input: RunTaskRequest,
): Promise<RunTaskResponse> {
  const { taskArns, failures } = await controlPlane.execute('RunTask', scope, {
    ...input,
    launchType: supportedLaunchType(input.launchType),
  });
  return { tasks: shown(controlPlane.state, taskArns), failures: [...failures] };
}

export async function startTask(
  { controlPlane, scope }: Context,
  input: StartTaskRequest,
): Promise<StartTaskResponse> {
  const { taskArns, failures } = await controlPlane.execute('StartTask', scope, input);
  return { tasks: shown(controlPlane.state, taskArns), failures: [...failures] };
}

const shown = (state: State, taskArns: readonly string[]): SdkTask[] =>
  taskArns.flatMap((arn) => {
    const task = state.tasks.get(arn);
    return task === undefined ? [] : renderTask(state, task, { tags: true });
  });

export async function stopTask(
  { controlPlane, scope }: Context,
  input: StopTaskRequest,
): Promise<StopTaskResponse> {
  const { taskArn: arn } = await controlPlane.execute('StopTask', scope, input);
  const task = controlPlane.state.tasks.get(arn);
  return { task: task && renderTask(controlPlane.state, task, { tags: true }) };
}

export function describeTasks(
  { controlPlane: { state }, scope }: Context,
  { cluster: clusterName, tasks = [], include = [] }: DescribeTasksRequest,
): DescribeTasksResponse {
  checkLength('tasks', tasks, 100);
  const cluster = findCluster(state, scope, clusterName);
  const tags = include.includes('TAGS');
  const answer: Required<DescribeTasksResponse> = { tasks: [], failures: [] };
  for (const idOrArn of tasks) {
    const task = findTask(state, cluster, idOrArn);
    if (task !== undefined) {
      answer.tasks?.push(renderTask(state, task, { tags }));
    } else {
      const arn = idOrArn.startsWith('arn:')
        ? idOrArn
        : taskArn(scope, cluster.clusterName, idOrArn);
      answer.failures?.push(missing(arn));
    }
  }
  return answer;
}

/** Without `desiredStatus`: the tasks that should run. */
export function listTasks(
  { controlPlane: { state }, scope }: Context,
  input: ListTasksRequest,
): ListTasksResponse {
  const cluster = findCluster(state, scope, input.cluster);
  const serviceArn =
    input.serviceName && findService(state, scope, cluster, input.serviceName).serviceArn;
  const { desiredStatus = 'RUNNING', launchType, family, startedBy, containerInstance } = input;
  const isListed = (task: Task): boolean =>
    task.desiredStatus === desiredStatus &&
    (serviceArn === undefined || task.serviceArn === serviceArn) &&
    (launchType === undefined || task.launchType === launchType) &&
    (family === undefined || familyOf(task.taskDefinitionArn) === family) &&
    (startedBy === undefined || task.startedBy === startedBy) &&
    (containerInstance === undefined ||
      task.containerInstanceArn === containerInstance ||
      task.containerInstanceArn?.endsWith(`/${containerInstance}`) === true);
  const listed = [...(state.tasksByCluster.get(cluster.clusterArn) ?? [])].filter((arn) => {
    const task = state.tasks.get(arn);
    return task !== undefined && isListed(task);
  });
  const { arns, nextToken } = page(listed.sort(compareText), input);
  return { taskArns: arns, nextToken };
}

/** `arn:…:task-definition/FAMILY:REVISION` */
const familyOf = (taskDefinitionArn: string): string =>
  taskDefinitionArn.slice(taskDefinitionArn.indexOf('/') + 1, taskDefinitionArn.lastIndexOf(':'));
