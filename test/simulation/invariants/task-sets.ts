import type { Service, Task } from '../../../src/core/model/index.ts';

/** Each task set has its share of the tasks, part of a task counting as one, and all of them run. */
export function haveTheirShares(
  { taskSets = [], desiredCount }: Service,
  tasks: readonly Task[],
): boolean {
  const runs = ({ lastStatus, desiredStatus }: Task) =>
    lastStatus === 'RUNNING' && desiredStatus === 'RUNNING';
  const wanted = taskSets.map(({ scale }) => {
    let n = 0;
    while (n * 100 < desiredCount * scale.value) n += 1;
    return n;
  });
  return (
    tasks.every(runs) &&
    tasks.length === wanted.reduce((sum, n) => sum + n, 0) &&
    taskSets.every(
      ({ id, status }, index) =>
        status !== 'DRAINING' &&
        tasks.filter(({ deploymentId }) => deploymentId === id).length === wanted[index],
    )
  );
}
