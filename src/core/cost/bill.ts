import { scopeOf } from '../arn.ts';
import {
  coverByFreeTier,
  coverByReservations,
  coverBySavingsPlan,
  isHourly,
} from './commitments.ts';
import { type Purchase, validatePurchase } from './inputs.ts';
import { type BillLine, type Demand, Demands } from './lines.ts';
import { EC2_SERVICE, ECS_SERVICE, type Flow, instanceFlows, taskFlows } from './meters.ts';
import { sumOfCents } from './money.ts';
import { billedSeconds, monthOf, type Period, slicesOf } from './periods.ts';
import { FREE_TIER, regionPricing } from './prices.ts';
import type { InstanceUsage, TaskUsage, Usage } from './usage.ts';

/** As AWS makes it: the usage of a line is summed and then rounded to cents; totals add the lines. */
export interface Bill {
  readonly period: Period;
  readonly lines: readonly BillLine[];
  /** Always with the two that are metered here. */
  readonly services: readonly { readonly service: string; readonly usd: number }[];
  readonly totalUsd: number;
  /** What a reader must know to trust the amounts, in sentences. */
  readonly notes: readonly string[];
}

export interface BillRequest {
  readonly usage: Usage;
  /** Commitments are charged to its end, or to now if that comes first. */
  readonly period: Period;
  /** Until when what still runs has run. */
  readonly now: number;
  readonly purchase?: Purchase | undefined;
  /** Stretches each run, to price a lesson in which time is fast; default 1: seconds as they were. */
  readonly scale?: number | undefined;
  /** On demand by instance type, if not the table's. */
  readonly usdPerHour?: ((instanceType: string) => number | undefined) | undefined;
}

/** The bill of what ran in the period. Throws `CostInputError`. */
export function billOf(request: BillRequest): Bill {
  const { usage, period, now, purchase = {}, scale = 1, usdPerHour } = request;
  validatePurchase(purchase);
  const sources = sourcesOf(usage, purchase, usdPerHour);
  const billed = new Demands();
  const { add } = billed;
  let month = Number.NaN;
  let freeHours = 0;
  for (const slice of slicesOf(period, isHourly(purchase) ? 'hour' : 'month')) {
    if (monthOf(slice.from).from !== month) {
      month = monthOf(slice.from).from;
      freeHours = purchase.freeTier ? FREE_TIER.hoursPerMonth : 0;
    }
    const used = demandsIn(sources, slice, now, scale);
    const hours = (Math.max(0, Math.min(slice.to, now) - slice.from) * scale) / 3_600_000;
    freeHours = coverByFreeTier(used, freeHours, add);
    coverByReservations(used, purchase.reservations ?? [], hours, add, usdPerHour);
    if (purchase.savingsPlan) coverBySavingsPlan(used, purchase.savingsPlan, hours, add);
    for (const { meter, amount } of used) if (amount > 0) add(meter, amount);
  }
  return write(period, billed.lines(), notesOf(usage, sources, scale));
}

interface Source {
  readonly run: TaskUsage | InstanceUsage;
  /** Undefined: no price is known. */
  readonly flows: readonly Flow[] | undefined;
}

const sourcesOf = (
  { tasks, instances }: Usage,
  purchase: Purchase,
  usdPerHour: BillRequest['usdPerHour'],
): Source[] => [
  ...tasks.map((run) => ({ run, flows: taskFlows(run, purchase) })),
  ...instances.map((run) => ({ run, flows: instanceFlows(run, purchase, usdPerHour) })),
];

/** By meter. */
const demandsIn = (
  sources: readonly Source[],
  slice: Period,
  now: number,
  scale: number,
): Demand[] => {
  const demands = new Demands();
  for (const { run, flows } of sources) {
    if (flows === undefined || flows.length === 0) continue;
    const seconds = billedSeconds(run, slice, now, scale);
    if (seconds === 0) continue;
    for (const { meter, amountPerSecond } of flows) demands.add(meter, seconds * amountPerSecond);
  }
  return demands.sorted();
};

const write = (period: Period, lines: readonly BillLine[], notes: readonly string[]): Bill => {
  const names = [...new Set([ECS_SERVICE, EC2_SERVICE, ...lines.map(({ service }) => service)])];
  const services = names.map((service) => ({
    service,
    usd: sumOfCents(lines.filter((line) => line.service === service).map(({ usd }) => usd)),
  }));
  return { period, lines, services, totalUsd: sumOfCents(lines.map(({ usd }) => usd)), notes };
};

const notesOf = (usage: Usage, sources: readonly Source[], scale: number): string[] => {
  const notes: string[] = [];
  const regions = (arns: readonly string[]) => [...new Set(arns.map((arn) => scopeOf(arn).region))];
  const fargate = usage.tasks.filter(({ launchType }) => launchType === 'FARGATE');
  for (const region of regions(fargate.map(({ taskArn }) => taskArn))) {
    if (!regionPricing(region).fargateKnown)
      notes.push(`Fargate in ${region} is priced as in us-east-1: its own price list is not here.`);
  }
  for (const region of regions(usage.instances.map(({ instanceArn }) => instanceArn))) {
    if (!regionPricing(region).ec2Known)
      notes.push(`EC2 in ${region} is priced as in us-east-1: its own price list is not here.`);
  }
  const unknown = new Set(
    sources.flatMap(({ run, flows }) =>
      flows === undefined && 'instanceType' in run ? [run.instanceType] : [],
    ),
  );
  if (unknown.size > 0)
    notes.push(
      `No price is known for ${[...unknown].join(', ')}: these instances are not in the bill.`,
    );
  if ([...usage.tasks, ...usage.instances].some(({ spot }) => spot))
    notes.push('Spot prices move; the discount used here is an assumption.');
  if (scale !== 1) notes.push(`Every run counts as ${scale} times as long as it was.`);
  return notes;
};
