import { type Scope, taskArn } from '../arn.ts';
import type { CommandOutput, Commands, Failure } from '../commands.ts';
import { scaled } from '../env.ts';
import { invalidParameter } from '../errors.ts';
import { findCluster, findTask } from '../find.ts';
import type { Cluster, Task } from '../model/index.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';

/** AWS: UpdateTaskProtection takes so many tasks in one call. */
const MOST_TASKS = 10;
export const DEFAULT_MINUTES = 120;
export const MOST_MINUTES = 2880;

/** Is the task kept from being stopped by scale-in and deployments at that time? */
export const isProtected = ({ protectedUntil }: Task, now: number): boolean =>
  protectedUntil === null || (protectedUntil !== undefined && now < protectedUntil);

/**
 * Protects tasks of services from scale-in and deployments for 1 to 2880 minutes (default 120), or
 * takes that back. Protecting again counts from now. Others than running tasks of services are
 * `failures`.
 */
export function updateTaskProtection(
  tx: Transaction,
  scope: Scope,
  input: Commands['UpdateTaskProtection']['input'],
): CommandOutput<'UpdateTaskProtection'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const { tasks = [], protectionEnabled, expiresInMinutes = DEFAULT_MINUTES } = input;
  if (protectionEnabled === undefined) {
    throw invalidParameter('protectionEnabled must be given: true or false.');
  }
  if (tasks.length < 1 || tasks.length > MOST_TASKS) {
    throw invalidParameter(`tasks must name 1 to ${MOST_TASKS}, found ${tasks.length}.`);
  }
  if (expiresInMinutes < 1 || expiresInMinutes > MOST_MINUTES) {
    throw invalidParameter(
      `expiresInMinutes must be between 1 and ${MOST_MINUTES}, found ${expiresInMinutes}.`,
    );
  }
  const { protectable, failures } = protectableTasks(tx.state, scope, cluster, tasks);
  const duration = protectionEnabled ? scaled(tx.env, expiresInMinutes * 60_000) : 0;
  for (const task of protectable) {
    tx.changeTask(task, { protectedUntil: tx.env.now + duration });
  }
  return { taskArns: protectable.map((task) => task.taskArn), failures };
}

/** Sorts out the tasks that can have protection, each once; and why the others cannot. */
export function protectableTasks(
  state: State,
  scope: Scope,
  cluster: Cluster,
  names: readonly string[],
): { readonly protectable: Task[]; readonly failures: Failure[] } {
  const protectable = new Map<string, Task>();
  const failures: Failure[] = [];
  for (const name of names) {
    const task = findTask(state, cluster, name);
    if (task === undefined) {
      const arn = name.startsWith('arn:') ? name : taskArn(scope, cluster.clusterName, name);
      failures.push({ arn, reason: 'MISSING' });
    } else if (task.serviceArn === undefined || task.desiredStatus === 'STOPPED') {
      failures.push({
        arn: task.taskArn,
        reason: 'TASK_NOT_VALID',
        detail:
          task.serviceArn === undefined
            ? 'The task is not part of an Amazon ECS service.'
            : 'The task is being stopped or has stopped.',
      });
    } else {
      protectable.set(task.taskArn, task);
    }
  }
  return { protectable: [...protectable.values()], failures };
}
