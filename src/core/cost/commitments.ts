import type { Purchase, Reservation, SavingsPlan } from './inputs.ts';
import type { Demand } from './lines.ts';
import { dollars, EC2_SERVICE, type Meter } from './meters.ts';
import { FREE_TIER, instancePrice, regionPricing } from './prices.ts';

type Add = (meter: Meter, amount: number) => void;

/**
 * Takes off what the free tier still gives; `left` is in hours of this month, and the answer is
 * what is left after it. AWS: all instances of the account together.
 */
export function coverByFreeTier(demands: readonly Demand[], left: number, add: Add): number {
  let hours = left;
  for (const demand of demands) {
    const { meter } = demand;
    if (meter.coveredAs !== 'ec2' || meter.instanceType !== FREE_TIER.instanceType) continue;
    const amount = Math.min(demand.amount, hours * meter.amountsPerUnit);
    if (amount <= 0) continue;
    demand.amount -= amount;
    hours -= amount / meter.amountsPerUnit;
    const description = `$0.00 per ${meter.instanceType} Instance Hour under the monthly free tier`;
    add({ ...meter, usdPerUnit: 0, description }, amount);
  }
  return hours;
}

/** Charges the reservations for a stretch of so many hours, and takes off what they cover. */
export function coverByReservations(
  demands: readonly Demand[],
  reservations: readonly Reservation[],
  hours: number,
  add: Add,
  usdPerHour?: (instanceType: string) => number | undefined,
): void {
  for (const { instanceType, count, discount, region = 'us-east-1' } of reservations) {
    const price = instancePrice(instanceType, usdPerHour);
    if (price === undefined || count === 0) continue;
    const fee: Meter = {
      service: EC2_SERVICE,
      region,
      usageType: `${regionPricing(region).ec2Prefix}HeavyUsage:${instanceType}`,
      description: `${dollars(price.usd * (1 - discount))} per reserved ${instanceType} Instance Hour, used or not`,
      unit: 'Hrs',
      usdPerUnit: price.usd * (1 - discount),
      listPrice: price,
      amountsPerUnit: 3_600,
      coveredAs: 'none',
    };
    add(fee, count * hours * fee.amountsPerUnit);
    const demand = demands.find(
      ({ meter }) =>
        meter.coveredAs === 'ec2' && meter.instanceType === instanceType && meter.region === region,
    );
    if (demand === undefined) continue;
    const amount = Math.min(demand.amount, count * hours * demand.meter.amountsPerUnit);
    if (amount <= 0) continue;
    demand.amount -= amount;
    const description = `${instanceType} Instance Hours covered by a reservation`;
    add({ ...demand.meter, usdPerUnit: 0, description }, amount);
  }
}

/** Charges the plan for so many hours, and takes off what it covers, the largest discount first. */
export function coverBySavingsPlan(
  demands: readonly Demand[],
  { usdPerHour, discount }: SavingsPlan,
  hours: number,
  add: Add,
): void {
  if (usdPerHour === 0) return;
  const fee: Meter = {
    service: 'Savings Plans for AWS Compute usage',
    region: 'global',
    usageType: 'ComputeSP',
    description: `${dollars(usdPerHour)} per hour committed, used or not`,
    unit: 'Hrs',
    usdPerUnit: usdPerHour,
    listPrice: null,
    amountsPerUnit: 3_600,
    coveredAs: 'none',
  };
  add(fee, hours * fee.amountsPerUnit);
  let usd = usdPerHour * hours;
  const order: readonly ('fargate' | 'ec2')[] =
    discount.fargate >= discount.ec2 ? ['fargate', 'ec2'] : ['ec2', 'fargate'];
  for (const kind of order) {
    for (const demand of demands) {
      const { meter } = demand;
      if (meter.coveredAs !== kind) continue;
      const rate = (meter.usdPerUnit * (1 - discount[kind])) / meter.amountsPerUnit;
      const amount = Math.min(demand.amount, usd / rate);
      if (amount <= 0) continue;
      demand.amount -= amount;
      usd = Math.max(0, usd - amount * rate);
      const description = `${meter.usageType} covered by the Savings Plan`;
      add({ ...meter, usdPerUnit: 0, description }, amount);
    }
  }
}

/** Must the bill look at each hour by itself? A commitment unused in one hour is lost. */
export const isHourly = ({ reservations, savingsPlan }: Purchase): boolean =>
  (reservations?.length ?? 0) > 0 || savingsPlan !== undefined;
