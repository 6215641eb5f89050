import type { Container, Task } from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';
import { describeTasks, type TaskQuery, taskId } from './tasks.ts';

export interface HealthyExpectation extends Patience {
  /** How many at least; default 1. */
  readonly count?: number | undefined;
  /** Default: `2 tasks of the service cats that are RUNNING and HEALTHY`. */
  readonly expected?: string | undefined;
  /** The container whose health counts; default: the health of the whole task. */
  readonly container?: string | undefined;
}

/**
 * The tasks that are RUNNING and whose health checks say that they are HEALTHY. When some are, they
 * earn their share of the points. Symptoms: `missing` (no task at all), `unhealthy` (one is), `unknown`
 * (all run, but nothing says how they are: there is no health check, or it has not spoken yet),
 * `differs` (too few run).
 */
export const expectHealthy = (
  context: CheckContext,
  query: TaskQuery,
  { count = 1, container, expected, ...patience }: HealthyExpectation = {},
): Promise<Task[]> =>
  eventually(patience, context, async () => {
    const tasks = await describeTasks(context, query);
    const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING');
    const healths = running.map((task) => healthOf(task, container));
    const healthy = running.filter((_task, index) => healths[index] === 'HEALTHY');
    if (healthy.length >= count) return healthy;
    throw new Unmet({
      expected: expected ?? `${tasksInWords(query, count)} RUNNING and HEALTHY`,
      observed: tasks.length === 0 ? 'no task' : tasks.map(inWords).join('; '),
      symptom: symptomOf(tasks, running, healths, count),
      credit: healthy.length / count,
    });
  });

const healthOf = ({ containers = [], healthStatus }: Task, name: string | undefined) =>
  name === undefined
    ? healthStatus
    : containers.find((container) => container.name === name)?.healthStatus;

const symptomOf = (
  tasks: readonly Task[],
  running: readonly Task[],
  healths: readonly (string | undefined)[],
  count: number,
): string => {
  if (tasks.length === 0) return 'missing';
  if (healths.includes('UNHEALTHY')) return 'unhealthy';
  return running.length < count ? 'differs' : 'unknown';
};

const tasksInWords = ({ cluster, serviceName, family }: TaskQuery, count: number): string => {
  const of = serviceName === undefined ? (family ?? cluster) : `the service ${serviceName}`;
  return count === 1 ? `a task of ${of} that is` : `${count} tasks of ${of} that are`;
};

/** `task 0123abcd is RUNNING (web UNHEALTHY, log UNKNOWN)` */
const inWords = (task: Task): string => {
  const healths = (task.containers ?? []).map(
    ({ name, healthStatus = 'UNKNOWN' }: Container) => `${name} ${healthStatus}`,
  );
  return `task ${taskId(task).slice(0, 8)} is ${task.lastStatus} (${healths.join(', ')})`;
};
