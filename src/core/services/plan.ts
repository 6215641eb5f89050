import { liveOf } from '../counts.ts';
import type { TaskBuckets } from '../state.ts';

/** What the rolling rule looks at. */
export interface RolloutView {
  /** Tasks the service should have; 0 when it is being deleted. */
  readonly desired: number;
  /** In per cent of `desired`; AWS: DeploymentConfiguration. */
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** Tasks of the primary deployment that are where they can stay. */
  readonly primary: TaskBuckets;
  /** Tasks to be replaced, in the order in which they go: draining instances, then oldest first. */
  readonly leaving: readonly TaskBuckets[];
  /** Tasks on their way out: they hold their resources, and count for nothing else. */
  readonly stopping: number;
  /** So many tasks can be placed now; Infinity where nobody has tried yet. */
  readonly placeable: number;
  /** Starting is put off for a while. */
  readonly throttled: boolean;
  /** One task more than desired, to restore the balance of the zones. */
  readonly rebalancing: boolean;
  /** Up to `n` of the tasks, those that should go first; fewer where some are protected. */
  choose(tasks: ReadonlySet<string>, n: number, why: PlannedStop['why']): string[];
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
  /** `makesRoom`: unhealthy, and in the place of its own replacement. */
  readonly why: 'surplus' | 'unhealthy' | 'makesRoom' | 'replaced';
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
  const { primary, leaving, placeable } = view;
  const floor = healthyFloor(view.desired, view.minimumHealthyPercent);
  const ceiling = taskCeiling(view.desired, view.maximumPercent);
  const desired = view.desired + (view.rebalancing ? 1 : 0);
  const stop: PlannedStop[] = [];
  const leavingHealthy = sum(leaving, ({ healthy }) => healthy.size);
  let live = liveOf(primary) + sum(leaving, liveOf);
  let healthy = primary.healthy.size + leavingHealthy;

  const take = (tasks: ReadonlySet<string>, n: number, why: PlannedStop['why']): number => {
    const taken = n <= 0 ? [] : view.choose(tasks, Math.min(n, tasks.size), why);
    for (const taskArn of taken) stop.push({ taskArn, why });
    live -= taken.length;
    return taken.length;
  };

  // Tasks to be replaced that serve nobody yet (or no longer) go at once: the floor needs them not.
  for (const { starting, unhealthy } of leaving) {
    take(starting, starting.size, 'replaced');
    take(unhealthy, unhealthy.size, 'unhealthy');
  }

  // Scaling in: what is not ready first.
  const surplus = Math.max(0, primary.starting.size + primary.healthy.size - desired);
  const surplusStarting = take(primary.starting, surplus, 'surplus');
  // Where protected tasks that are not ready stay, the ready ones are still bound by the floor.
  const surplusReady = Math.min(surplus - surplusStarting, healthy - floor);
  const surplusHealthy = take(primary.healthy, surplusReady, 'surplus');
  healthy -= surplusHealthy;
  const starting = primary.starting.size - surplusStarting;
  const ready = primary.healthy.size - surplusHealthy;

  // An unhealthy task goes once its replacement is ready …
  const replacements = Math.max(0, ready + primary.unhealthy.size - desired);
  const replaced = take(primary.unhealthy, replacements, 'unhealthy');

  const missing = Math.max(0, desired - starting - ready);
  const wanted = view.throttled ? 0 : missing;
  const allowed = (): number => Math.max(0, Math.min(wanted, ceiling - live));
  let start = Math.min(allowed(), placeable);

  // … or, where there is no room for a replacement, one at a time.
  if (start === 0 && wanted > 0 && replaced === 0 && view.stopping === 0) {
    // Where room on instances is missing, only what frees some of it.
    take(primary.unhealthy, 1, placeable === 0 ? 'makesRoom' : 'unhealthy');
    start = Math.min(allowed(), placeable);
  }

  // Tasks to be replaced go when others have taken their place, or to make room for these. Room
  // under the ceiling is there at once; room on instances only when what is stopping is gone.
  const spare = Math.max(0, healthy - floor);
  const surplusOld = Math.max(0, ready + leavingHealthy - desired);
  const room = wanted - start - (start < allowed() ? view.stopping : 0);
  let mayGo = Math.min(spare, Math.max(surplusOld, room));
  for (const tasks of leaving) mayGo -= take(tasks.healthy, mayGo, 'replaced');
  start = Math.min(allowed(), placeable);

  const moving = start > 0 || stop.length > 0 || starting > 0 || view.stopping > 0;
  const stuck = missing > 0 || leavingHealthy > 0;
  return { start, stop, blocked: stuck && !moving && !view.throttled };
}

const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((total, item) => total + value(item), 0);
