import { FARGATE_SIZES } from '../task-definitions/fargate.ts';
import { CostInputError, expectNumber } from './inputs.ts';
import type { Architecture } from './prices.ts';

/** AWS's calculator takes 730 hours a month. */
export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

/** So many copies for so many hours of a day. */
export interface Stretch {
  readonly hours: number;
  readonly copies: number;
}

/** What is to run, day by day. */
export interface Workload {
  /** Of one task: what it asks for, in vCPU and GB. */
  readonly vCpu: number;
  readonly memoryGB: number;
  /** Hours of a day, at most 24 together; in what is left nothing runs. */
  readonly day: readonly Stretch[];
  /** On which it runs so; default all, 730 / 24. */
  readonly daysPerMonth?: number | undefined;
  /** Default X86_64. */
  readonly architecture?: Architecture | undefined;
}

/** One copy count for each of the 24 hours of a day. */
export const byHour = (copies: readonly number[]): Stretch[] => {
  if (copies.length !== 24)
    throw new CostInputError(`Expected 24 numbers of copies, one an hour; found ${copies.length}.`);
  return copies.map((count) => ({ hours: 1, copies: count }));
};

/** Throws `CostInputError` that names what is out of range. */
export function validateWorkload({ vCpu, memoryGB, day, daysPerMonth = 1 }: Workload): void {
  for (const [what, value] of [
    ['vCPU', vCpu],
    ['memory (GB)', memoryGB],
  ] as const) {
    expectNumber(what, value, Number.MIN_VALUE, Number.POSITIVE_INFINITY);
  }
  expectNumber('days a month', daysPerMonth, 0, 31);
  for (const { hours, copies } of day) {
    expectNumber('hours', hours, 0, 24);
    expectNumber('copies', copies, 0, Number.POSITIVE_INFINITY);
    if (!Number.isInteger(copies))
      throw new CostInputError(`Expected a whole number of copies; found ${copies}.`);
  }
  expectNumber('hours of a day together', hoursOf(day), 0, 24 + 1e-9);
}

const hoursOf = (day: readonly Stretch[]): number => day.reduce((sum, { hours }) => sum + hours, 0);

/** Hours of all tasks together, in a month. */
export const taskHours = ({ day, daysPerMonth = DAYS_PER_MONTH }: Workload): number =>
  daysPerMonth * day.reduce((sum, { hours, copies }) => sum + hours * copies, 0);

export const peakCopies = ({ day }: Workload): number =>
  day.reduce((peak, { hours, copies }) => (hours > 0 ? Math.max(peak, copies) : peak), 0);

/** The same day with so many copies at its busiest; where one runs, at least one goes on running. */
export const withPeak = (day: readonly Stretch[], copies: number): Stretch[] => {
  const peak = Math.max(1, ...day.map((stretch) => stretch.copies));
  return day.map((stretch) => ({
    ...stretch,
    copies: Math.ceil((stretch.copies * copies) / peak),
  }));
};

/** What one has to buy of Fargate. */
export interface FargateSize {
  /** CPU units. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

/**
 * The sizes of Fargate that hold the task and cannot be made smaller; the cheapest is one of them.
 * Throws `CostInputError` when there is none.
 */
export function fargateSizesFor({ vCpu, memoryGB }: Workload): FargateSize[] {
  const fitting = [...FARGATE_SIZES].flatMap(([cpu, memories]): FargateSize[] => {
    const memoryMiB = memories.find((mib) => mib >= memoryGB * 1024);
    return cpu < vCpu * 1024 || memoryMiB === undefined ? [] : [{ cpu, memoryMiB }];
  });
  if (fitting.length > 0) return fitting;
  throw new CostInputError(
    `Fargate has no size for ${vCpu} vCPU and ${memoryGB} GB: at most 16 vCPU and 120 GB.`,
  );
}
