import type { InstanceType } from '../model/index.ts';
import type { Purchase, SavingsPlan } from './inputs.ts';
import { FREE_TIER } from './prices.ts';
import { HOURS_PER_MONTH } from './workload.ts';

/** So many (tasks, instances) for so many hours of a month. */
export interface Hours {
  readonly hours: number;
  readonly count: number;
}

/** How these hours are bought. */
export interface Terms {
  /** 0–1. */
  readonly spotShare: number;
  readonly spotDiscount: number;
  readonly purchase: Purchase;
}

/** Dollars of a month, not rounded; `onDemand`: of one task for an hour. */
export const monthOfFargate = (
  tasks: readonly Hours[],
  onDemand: number,
  { spotShare, spotDiscount, purchase }: Terms,
): number => {
  const spot = totalHours(tasks) * spotShare * onDemand * (1 - spotDiscount);
  const rest = tasks.map(({ hours, count }) => ({
    hours,
    usd: count * (1 - spotShare) * onDemand,
  }));
  return spot + withPlan(rest, purchase.savingsPlan, purchase.savingsPlan?.discount.fargate);
};

/** Dollars of a month, not rounded. The free tier goes first, then reservations, then the plan. */
export const monthOfEc2 = (
  instances: readonly Hours[],
  { instanceType, usdPerHour }: Pick<InstanceType, 'instanceType' | 'usdPerHour'>,
  { spotShare, spotDiscount, purchase }: Terms,
): number => {
  const hours = totalHours(instances);
  const spot = hours * spotShare * usdPerHour * (1 - spotDiscount);
  const notSpot = hours * (1 - spotShare);
  const isFree = purchase.freeTier === true && instanceType === FREE_TIER.instanceType;
  const free = isFree ? Math.min(1, FREE_TIER.hoursPerMonth / Math.max(notSpot, 1e-9)) : 0;
  const reservations = (purchase.reservations ?? []).filter(
    (reservation) => reservation.instanceType === instanceType,
  );
  const reserved = reservations.reduce((sum, { count }) => sum + count, 0);
  const fee = reservations.reduce(
    (sum, { count, discount }) => sum + count * HOURS_PER_MONTH * usdPerHour * (1 - discount),
    0,
  );
  const rest = instances.map(({ hours, count }) => ({
    hours,
    usd: Math.max(0, count * (1 - spotShare) * (1 - free) - reserved) * usdPerHour,
  }));
  return spot + fee + withPlan(rest, purchase.savingsPlan, purchase.savingsPlan?.discount.ec2);
};

const totalHours = (all: readonly Hours[]): number =>
  all.reduce((sum, { hours, count }) => sum + hours * count, 0);

/** With the plan's commitment paid in every hour of the month, and what it covers taken off. */
const withPlan = (
  stretches: readonly { readonly hours: number; readonly usd: number }[],
  plan: SavingsPlan | undefined,
  discount = 0,
): number => {
  const covered = (usd: number) =>
    plan === undefined ? 0 : Math.min(usd, plan.usdPerHour / (1 - discount));
  const rest = stretches.reduce((sum, { hours, usd }) => sum + hours * (usd - covered(usd)), 0);
  return rest + HOURS_PER_MONTH * (plan?.usdPerHour ?? 0);
};
