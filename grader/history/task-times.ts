import type { Task } from '@aws-sdk/client-ecs';
import type { Stretch } from './extremes.ts';

/**
 * What a task can be counted as, from what DescribeTasks tells of its past:
 * - `running`: from RUNNING until it was told to stop, or ended by itself. Never fewer than the
 *   healthy ones: when a task became healthy, ECS does not tell afterwards.
 * - `live`: the same from its creation, so also PROVISIONING and PENDING; what maximumPercent bounds.
 * - `present`: from its creation until it is STOPPED, which is how long it takes up room.
 */
export type CountedAs = 'running' | 'live' | 'present';

/** When the task counted; undefined: never. */
export const stretchOf = (task: Task, as: CountedAs): Stretch | undefined => {
  const { createdAt, startedAt, stoppingAt, executionStoppedAt, stoppedAt } = task;
  const end = as === 'present' ? [stoppedAt] : [stoppingAt, executionStoppedAt, stoppedAt];
  const to = Math.min(...end.map((date) => date?.getTime() ?? Number.POSITIVE_INFINITY));
  const begin = as === 'running' ? startedAt : createdAt;
  if (begin === undefined) return undefined;
  const from = begin.getTime();
  return to <= from ? undefined : { from, to };
};
