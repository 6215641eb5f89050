import type { ContainerInstance, Task } from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { describeContainerInstances, nameInWords, zoneOf } from './container-instances.ts';
import { describeTasks, type TaskQuery } from './tasks.ts';

/** A task and the container instance that it was placed on. */
export interface PlacedTask {
  readonly task: Task;
  readonly instance: ContainerInstance;
}

/**
 * The tasks of the query that are on container instances of the cluster, oldest first. Left out:
 * tasks on Fargate, and those whose instance is no longer registered.
 */
export const describePlacedTasks = async (
  context: CheckContext,
  query: TaskQuery,
): Promise<PlacedTask[]> => {
  const [tasks, instances] = await Promise.all([
    describeTasks(context, query),
    describeContainerInstances(context, query.cluster),
  ]);
  const byArn = new Map(instances.map((one) => [one.containerInstanceArn, one]));
  return tasks.flatMap((task) => {
    const instance = byArn.get(task.containerInstanceArn);
    return instance === undefined ? [] : [{ task, instance }];
  });
};

/** How many tasks are where; `by`: the zone, or the container instance (by its ARN). */
export const countPlaced = (
  placed: readonly PlacedTask[],
  by: 'zone' | 'instance',
): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { instance } of placed) {
    const key = by === 'zone' ? zoneOf(instance) : (instance.containerInstanceArn ?? '');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
};

/** `2 on i-0123 (t3.small, us-east-1a), 1 on i-4567 (t3.medium, us-east-1b)`, or `no task`. */
export const placedInWords = (placed: readonly PlacedTask[]): string => {
  if (placed.length === 0) return 'no task';
  const names = new Map(
    placed.map(({ instance }) => [instance.containerInstanceArn ?? '', nameInWords(instance)]),
  );
  return [...countPlaced(placed, 'instance')]
    .map(([arn, count]) => `${count} on ${names.get(arn)}`)
    .sort()
    .join(', ');
};
