import type { Service, TaskSet } from '../model/index.ts';

/**
 * Tasks that a task set should have. AWS: TaskSet.computedDesiredCount, its share of the service's
 * desired count, always rounded up; none once it drains.
 */
export const computedDesiredCount = (
  { desiredCount }: Pick<Service, 'desiredCount'>,
  { status, scale }: Pick<TaskSet, 'status' | 'scale'>,
): number =>
  // Millionths are what fractions of floating point leave behind.
  status === 'DRAINING' ? 0 : Math.ceil(Number(((desiredCount * scale.value) / 100).toFixed(6)));
