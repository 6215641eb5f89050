import type { InstanceType } from '../model/index.ts';
import { coverByFreeTier, coverByReservations, coverBySavingsPlan } from './commitments.ts';
import type { Purchase } from './inputs.ts';
import { type BillLine, Demands } from './lines.ts';
import { type Flow, instanceFlows, taskFlows } from './meters.ts';
import { FREE_TIER } from './prices.ts';
import { type FargateSize, HOURS_PER_MONTH, type Workload } from './workload.ts';

/** So many (tasks, instances) for so many hours of a month. */
export interface Hours {
  readonly hours: number;
  readonly count: number;
}

/** How these hours are bought. */
export interface Terms {
  /** 0–1. */
  readonly spotShare: number;
  readonly purchase: Purchase;
}

/** Regions differ in price; see `regionPricing`. */
const ARN = { ecs: 'arn:aws:ecs:us-east-1::', ec2: 'arn:aws:ec2:us-east-1::' } as const;

/** A month of such tasks, line by line. Reservations and the free tier are of EC2 alone. */
export const monthOfFargate = (
  tasks: readonly Hours[],
  { cpu, memoryMiB }: FargateSize,
  architecture: Workload['architecture'] = 'X86_64',
  { spotShare, purchase: { spotDiscount, savingsPlan } }: Terms,
): BillLine[] => {
  const purchase = { spotDiscount, savingsPlan };
  const size = { cpu, memoryMiB, architecture, ephemeralGiB: 0 };
  const flows = (spot: boolean) =>
    taskFlows({ taskArn: ARN.ecs, launchType: 'FARGATE', spot, ...size }, purchase);
  return monthOf(tasks, { onDemand: flows(false), spot: flows(true) }, spotShare, purchase);
};

/** A month of such instances, line by line; of the reservations those of their type. */
export const monthOfEc2 = (
  instances: readonly Hours[],
  { instanceType, usdPerHour }: Pick<InstanceType, 'instanceType' | 'usdPerHour'>,
  { spotShare, purchase: given }: Terms,
): BillLine[] => {
  const reservations = given.reservations?.filter((one) => one.instanceType === instanceType);
  const purchase = { ...given, reservations };
  const price = () => usdPerHour;
  const flows = (spot: boolean) =>
    instanceFlows({ instanceArn: ARN.ec2, instanceType, spot }, purchase, price) ?? [];
  const bought = { onDemand: flows(false), spot: flows(true) };
  return monthOf(instances, bought, spotShare, purchase, price);
};

/** The free tier goes first, then reservations, then the plan, as on a bill. */
const monthOf = (
  stretches: readonly Hours[],
  flows: Readonly<Record<'onDemand' | 'spot', readonly Flow[]>>,
  spotShare: number,
  purchase: Purchase,
  usdPerHour?: () => number,
): BillLine[] => {
  const { freeTier, reservations = [], savingsPlan } = purchase;
  const billed = new Demands();
  let freeHours = freeTier ? FREE_TIER.hoursPerMonth : 0;
  for (const { hours, count } of byCount(stretches)) {
    const used = new Demands();
    for (const [kind, share] of [
      ['onDemand', 1 - spotShare],
      ['spot', spotShare],
    ] as const) {
      const seconds = hours * 3_600 * count * share;
      for (const { meter, amountPerSecond } of flows[kind]) {
        if (seconds > 0) used.add(meter, seconds * amountPerSecond);
      }
    }
    const demands = used.sorted();
    freeHours = coverByFreeTier(demands, freeHours, billed.add);
    coverByReservations(demands, reservations, hours, billed.add, usdPerHour);
    if (savingsPlan) coverBySavingsPlan(demands, savingsPlan, hours, billed.add);
    for (const { meter, amount } of demands) if (amount > 0) billed.add(meter, amount);
  }
  return billed.lines();
};

/**
 * Stretches in which as many run are one, in whatever order they were given; in what the month has
 * left nothing runs, and what was committed to is paid all the same.
 */
const byCount = (stretches: readonly Hours[]): Hours[] => {
  const given = stretches.reduce((sum, { hours }) => sum + hours, 0);
  const hoursOf = new Map([[0, Math.max(0, HOURS_PER_MONTH - given)]]);
  for (const { hours, count } of stretches) hoursOf.set(count, (hoursOf.get(count) ?? 0) + hours);
  return [...hoursOf].sort(([a], [b]) => a - b).map(([count, hours]) => ({ hours, count }));
};
