import {
  ClusterNotFoundException,
  DescribeTasksCommand,
  ListTasksCommand,
  ServiceNotFoundException,
  type Task,
} from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

export interface TaskQuery {
  readonly cluster: string;
  readonly serviceName?: string | undefined;
  readonly family?: string | undefined;
  /** Default RUNNING. ECS remembers STOPPED tasks for about an hour. */
  readonly desiredStatus?: 'RUNNING' | 'STOPPED' | undefined;
}

export interface TaskExpectation extends Patience {
  /** How many at least; default 1. */
  readonly count?: number | undefined;
  /** In words: `two running tasks that are healthy`. */
  readonly expected: string;
  readonly where: (task: Task) => boolean;
}

/** The tasks that match. Symptoms: `missing` (no task at all), `differs`. */
export const expectTasks = (
  context: CheckContext,
  query: TaskQuery,
  { count = 1, expected, where, ...patience }: TaskExpectation,
): Promise<Task[]> =>
  eventually(patience, context, async () => {
    const tasks = await describeTasks(context, query);
    const matching = tasks.filter(where);
    if (matching.length >= count) return matching;
    throw new Unmet({
      expected,
      observed: tasks.length === 0 ? 'no task' : tasks.map(inWords).join('; '),
      symptom: tasks.length === 0 ? 'missing' : 'differs',
    });
  });

/** The first task that matches. */
export const expectTask = async (
  context: CheckContext,
  query: TaskQuery,
  expectation: Omit<TaskExpectation, 'count'>,
): Promise<Task> => {
  const [task] = await expectTasks(context, query, expectation);
  if (task === undefined) throw new Error('expectTasks answered no task, though it wanted one');
  return task;
};

/** All tasks of the query, oldest first. */
export const describeTasks = async (
  { ecs, signal }: CheckContext,
  query: TaskQuery,
): Promise<Task[]> => {
  const options = { abortSignal: signal };
  const tasks: Task[] = [];
  try {
    let nextToken: string | undefined;
    do {
      const page = await ecs.send(new ListTasksCommand({ ...query, nextToken }), options);
      nextToken = page.nextToken;
      if (page.taskArns === undefined || page.taskArns.length === 0) continue;
      const described = await ecs.send(
        new DescribeTasksCommand({ cluster: query.cluster, tasks: page.taskArns }),
        options,
      );
      tasks.push(...(described.tasks ?? []));
    } while (nextToken !== undefined);
  } catch (error) {
    if (error instanceof ClusterNotFoundException || error instanceof ServiceNotFoundException) {
      return [];
    }
    throw error;
  }
  return tasks.sort((a, b) => timeOf(a) - timeOf(b));
};

/** Milliseconds since the epoch at which the task was created. */
export const timeOf = ({ createdAt }: Task): number => createdAt?.getTime() ?? 0;

/** The last part of the task's ARN. */
export const taskId = ({ taskArn = '' }: Task): string =>
  taskArn.slice(taskArn.lastIndexOf('/') + 1);

/** The subnet that the task's network interface is in. */
export const subnetOf = (task: Task): string | undefined => detailOf(task, 'subnetId');

/** The id of the task's network interface. */
export const networkInterfaceOf = (task: Task): string | undefined =>
  detailOf(task, 'networkInterfaceId');

/** The private IPv4 address of the task's network interface. */
export const privateAddressOf = (task: Task): string | undefined =>
  detailOf(task, 'privateIPv4Address');

const detailOf = (task: Task, name: string): string | undefined =>
  task.attachments?.flatMap(({ details }) => details ?? []).find((detail) => detail.name === name)
    ?.value;

/** `task 0123abcd is RUNNING and HEALTHY` */
const inWords = (task: Task): string => {
  const what = [task.lastStatus, task.healthStatus !== 'UNKNOWN' && task.healthStatus]
    .filter((word) => typeof word === 'string')
    .join(' and ');
  const why = task.lastStatus === 'STOPPED' && task.stoppedReason ? ` (${task.stoppedReason})` : '';
  return `task ${taskId(task).slice(0, 8)} is ${what}${why}`;
};
