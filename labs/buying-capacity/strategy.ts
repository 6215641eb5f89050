// What the checks of this lab say of capacity provider strategies.
import { type describeTasks, type expectCluster, taskId } from '../../grader/library.ts';

type Cluster = Awaited<ReturnType<typeof expectCluster>>;
type Strategy = NonNullable<Cluster['defaultCapacityProviderStrategy']>;
export type Task = Awaited<ReturnType<typeof describeTasks>>[number];

export const short = (task: Task): string => taskId(task).slice(0, 8);

/** `FARGATE base 1 weight 1, FARGATE_SPOT base 0 weight 3` */
export const inWords = (strategy: Strategy): string =>
  strategy
    .map(
      ({ capacityProvider, base = 0, weight = 0 }) =>
        `${capacityProvider} base ${base} weight ${weight}`,
    )
    .join(', ') || 'no capacity provider strategy';

/** One on demand at least, and of the others a quarter. */
export const isOnDemandFirst = (strategy: Strategy): boolean => {
  const of = (name: string) => strategy.find(({ capacityProvider }) => capacityProvider === name);
  const [onDemand, spot] = [of('FARGATE'), of('FARGATE_SPOT')];
  return (
    onDemand?.base === 1 && onDemand.weight === 1 && (spot?.base ?? 0) === 0 && spot?.weight === 3
  );
};
