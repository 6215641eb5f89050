import { expectNumber } from './inputs.ts';

/** What the two ways cost, and how they pack; all that a break-even hangs on. */
export interface Rates {
  /** One task on Fargate for an hour. */
  readonly fargateUsdPerTaskHour: number;
  /** One instance for an hour, used or not. */
  readonly ec2UsdPerInstanceHour: number;
  /** How many tasks one instance holds, 1 or more. */
  readonly tasksPerInstance: number;
  /** As many instances there are at least; default 1. */
  readonly minimumInstances?: number | undefined;
}

/** Where the lines cross; null: they do not, Fargate is never dearer. */
export interface BreakEven {
  /** Share of the places on an instance that are taken, over time: above it EC2 is cheaper. */
  readonly utilisation: number | null;
  /** Tasks around the clock: the smallest number for which EC2 is cheaper … */
  readonly firstTasks: number | null;
  /** … and the one from which on it always is: just after a new instance it may not be. */
  readonly alwaysFromTasks: number | null;
}

/**
 * Fargate costs f·n an hour for n tasks; EC2 e·max(m, ⌈n/k⌉). EC2 is cheaper on full instances
 * only if e < f·k; with n tasks on i instances it is if n > e·i/f.
 */
export function breakEvenOf(rates: Rates): BreakEven {
  const { fargateUsdPerTaskHour: f, ec2UsdPerInstanceHour: e, tasksPerInstance: k } = rates;
  const { minimumInstances: m = 1 } = rates;
  expectNumber('the price of a task', f, 0, Number.POSITIVE_INFINITY);
  expectNumber('the price of an instance', e, 0, Number.POSITIVE_INFINITY);
  expectNumber('tasks on an instance', k, 1, Number.POSITIVE_INFINITY);
  expectNumber('the least number of instances', m, 1, Number.POSITIVE_INFINITY);
  // So near to each other that no number of tasks one could run tells them apart.
  if (e >= f * k * (1 - 1e-9))
    return { utilisation: null, firstTasks: null, alwaysFromTasks: null };
  const most = (instances: number) => Math.floor((e * instances) / f);
  const firstTasks = most(m) + 1;
  // On i instances there are at least k(i − 1) + 1 tasks. Even these are too few for EC2 up to:
  const last = Math.ceil((f * (k - 1)) / (f * k - e)) + 1;
  let alwaysFromTasks = firstTasks;
  for (let i = last; i > m; i -= 1) {
    const fewest = k * (i - 1) + 1;
    if (f * fewest > e * i) continue;
    alwaysFromTasks = Math.min(most(i), k * i) + 1;
    break;
  }
  return { utilisation: e / (f * k), firstTasks, alwaysFromTasks };
}

/**
 * Hours a day above which always-on EC2 is cheaper than so many tasks on Fargate; null: it is not
 * even around the clock.
 */
export const breakEvenHours = (rates: Rates, tasks: number): number | null => {
  const { fargateUsdPerTaskHour, ec2UsdPerInstanceHour, tasksPerInstance } = rates;
  expectNumber('tasks', tasks, 1, Number.POSITIVE_INFINITY);
  const instances = Math.max(rates.minimumInstances ?? 1, Math.ceil(tasks / tasksPerInstance));
  const hours = (24 * ec2UsdPerInstanceHour * instances) / (fargateUsdPerTaskHour * tasks);
  return hours < 24 ? hours : null;
};
