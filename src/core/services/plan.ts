import type { DeploymentTasks } from '../state.ts';

/** What the rolling rule looks at. */
export interface RolloutView {
  /** Tasks the service should have; 0 when it is being deleted. */
  readonly desired: number;
  /** In per cent of `desired`; AWS: DeploymentConfiguration. */
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly primary: DeploymentTasks;
  /** Oldest first. */
  readonly others: readonly DeploymentTasks[];
  /** Starting is put off for a while. */
  readonly throttled: boolean;
}

export interface RolloutPlan {
  /** So many tasks of the primary deployment to start. */
  readonly start: number;
  readonly stop: readonly PlannedStop[];
  /** There is work to do, and the two percentages forbid every move. */
  readonly blocked: boolean;
}

export interface PlannedStop {
  readonly taskArn: string;
  readonly why: 'surplus' | 'unhealthy' | 'oldDeployment';
}

/** Healthy tasks that a deployment must leave; AWS: rounded up. */
export const healthyFloor = (desired: number, minimumHealthyPercent: number): number =>
  Math.ceil((desired * minimumHealthyPercent) / 100);

/** Tasks RUNNING or PENDING that a deployment may have; AWS: rounded down. */
export const taskCeiling = (desired: number, maximumPercent: number): number =>
  Math.floor((desired * maximumPercent) / 100);

/**
 * The rolling rule: what to start and stop now, such that healthy tasks stay at the floor or above
 * and live tasks at the ceiling or below. Tasks being stopped are in neither count. Derived from
 * the tasks alone, so that it can be asked again at any moment. O(tasks to stop).
 */
export function planRollout(view: RolloutView): RolloutPlan {
  const { desired, primary, others } = view;
  const floor = healthyFloor(desired, view.minimumHealthyPercent);
  const ceiling = taskCeiling(desired, view.maximumPercent);
  const stop: PlannedStop[] = [];
  const oldHealthy = sum(others, ({ healthy }) => healthy.size);
  let live = liveOf(primary) + sum(others, liveOf);
  let healthy = primary.healthy.size + oldHealthy;

  const take = (tasks: Iterable<string>, n: number, why: PlannedStop['why']): number => {
    const taken = first(tasks, n);
    for (const taskArn of taken) stop.push({ taskArn, why });
    live -= taken.length;
    return taken.length;
  };

  // Old tasks that serve nobody yet (or no longer) can go at once: the floor does not need them.
  for (const old of others) {
    take(old.starting, Number.POSITIVE_INFINITY, 'oldDeployment');
    take(old.unhealthy, Number.POSITIVE_INFINITY, 'unhealthy');
  }

  // Scaling in: what is not ready first.
  const surplus = Math.max(0, primary.starting.size + primary.healthy.size - desired);
  const surplusStarting = take(primary.starting, surplus, 'surplus');
  const surplusHealthy = take(primary.healthy, surplus - surplusStarting, 'surplus');
  healthy -= surplusHealthy;
  const starting = primary.starting.size - surplusStarting;
  const ready = primary.healthy.size - surplusHealthy;

  // An unhealthy task goes once its replacement is ready …
  const replaced = Math.max(
    0,
    Math.min(primary.unhealthy.size, ready + primary.unhealthy.size - desired),
  );
  take(primary.unhealthy, replaced, 'unhealthy');

  const missing = Math.max(0, desired - starting - ready);
  const wanted = view.throttled ? 0 : missing;
  let start = Math.max(0, Math.min(wanted, ceiling - live));

  // … or, where the ceiling leaves no room for a replacement, one at a time.
  const left = primary.unhealthy.size - replaced;
  if (start === 0 && wanted > 0 && left > 0 && primary.stopping.size === 0) {
    take([...primary.unhealthy].slice(replaced), 1, 'unhealthy');
    start = Math.max(0, Math.min(wanted, ceiling - live));
  }

  // Old tasks go when new ones have taken their place, or to make room for these.
  const spare = Math.max(0, healthy - floor);
  const replacedOld = Math.max(0, ready + oldHealthy - desired);
  const room = Math.max(0, wanted - start);
  let mayGo = Math.min(spare, Math.max(replacedOld, room));
  for (const old of others) mayGo -= take(old.healthy, mayGo, 'oldDeployment');
  start = Math.max(start, Math.min(wanted, ceiling - live));

  const moving = start > 0 || stop.length > 0 || starting > 0 || stoppingOf(view) > 0;
  const stuck = missing > 0 || oldHealthy > 0;
  return { start, stop, blocked: stuck && !moving && !view.throttled };
}

const liveOf = ({ starting, healthy, unhealthy }: DeploymentTasks): number =>
  starting.size + healthy.size + unhealthy.size;

const stoppingOf = ({ primary, others }: RolloutView): number =>
  primary.stopping.size + sum(others, ({ stopping }) => stopping.size);

const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((total, item) => total + value(item), 0);

function first(items: Iterable<string>, n: number): string[] {
  const taken: string[] = [];
  if (n <= 0) return taken;
  for (const item of items) {
    taken.push(item);
    if (taken.length >= n) break;
  }
  return taken;
}
