import type { Group } from '@aws-sdk/client-cost-explorer';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';
import { isAbout, type Tolerance } from './tolerance.ts';

/** What the containers of an account have cost, as the bill says. */
export interface ContainerBill {
  /** Of Fargate, on demand and Spot. */
  readonly vcpuHours: number;
  readonly gbHours: number;
  readonly dollars: number;
  /** By usage type: `USE1-Fargate-vCPU-Hours:perCPU`. */
  readonly usage: ReadonlyMap<string, { readonly quantity: number; readonly dollars: number }>;
}

/** Whole days, in UTC, the present one the last of them. */
export interface BillPeriod {
  /** From 1; default 30. */
  readonly days?: number | undefined;
}

const DAY = 86_400_000;

/**
 * What Cost Explorer says of Amazon ECS. On AWS it knows of use after a day at the latest, must be
 * enabled, and costs a cent each time.
 */
export const cost = async (
  context: CheckContext,
  { days = 30 }: BillPeriod = {},
): Promise<ContainerBill> => {
  const { GetCostAndUsageCommand } = await import('@aws-sdk/client-cost-explorer');
  const client = await context.costExplorer();
  const now = context.now();
  const groups: Group[] = [];
  let NextPageToken: string | undefined;
  do {
    const answer = await client.send(
      new GetCostAndUsageCommand({
        // AWS: the end does not belong to it.
        TimePeriod: { Start: dateOf(now - (days - 1) * DAY), End: dateOf(now + DAY) },
        Granularity: 'DAILY',
        Filter: { Dimensions: { Key: 'SERVICE', Values: ['Amazon Elastic Container Service'] } },
        GroupBy: [{ Type: 'DIMENSION', Key: 'USAGE_TYPE' }],
        Metrics: ['UnblendedCost', 'UsageQuantity'],
        NextPageToken,
      }),
      { abortSignal: context.signal },
    );
    groups.push(...(answer.ResultsByTime ?? []).flatMap((day) => day.Groups ?? []));
    NextPageToken = answer.NextPageToken;
  } while (NextPageToken !== undefined);
  return billOf(groups);
};

/** The sum of what Cost Explorer tells a day and usage type. */
export const billOf = (groups: readonly Group[]): ContainerBill => {
  const usage = new Map<string, { quantity: number; dollars: number }>();
  for (const { Keys: [type = ''] = [], Metrics = {} } of groups) {
    const sum = usage.get(type) ?? { quantity: 0, dollars: 0 };
    sum.quantity += Number(Metrics.UsageQuantity?.Amount ?? 0);
    sum.dollars += Number(Metrics.UnblendedCost?.Amount ?? 0);
    usage.set(type, sum);
  }
  const quantityOf = (like: RegExp) =>
    [...usage].reduce((sum, [type, { quantity }]) => sum + (like.test(type) ? quantity : 0), 0);
  return {
    vcpuHours: quantityOf(/Fargate-(ARM-)?vCPU-Hours/),
    // Not Fargate-EphemeralStorage-GB-Hours.
    gbHours: quantityOf(/Fargate-(ARM-)?GB-Hours/),
    dollars: [...usage.values()].reduce((sum, { dollars }) => sum + dollars, 0),
    usage,
  };
};

/** A figure that is wanted: about so much, or at least and at most so much. */
export type Amount =
  | { readonly about: number; readonly tolerance: Tolerance }
  | { readonly atLeast?: number; readonly atMost?: number };

export interface CostExpectation extends BillPeriod, Patience {
  readonly vcpuHours?: Amount | undefined;
  readonly gbHours?: Amount | undefined;
  readonly dollars?: Amount | undefined;
}

/**
 * The bill of the account's containers, with figures as wanted. Symptoms: `missing` (nothing is on
 * it), `differs` (`members` says which figures do).
 */
export const expectCost = (
  context: CheckContext,
  { days, vcpuHours, gbHours, dollars, ...patience }: CostExpectation,
): Promise<ContainerBill> =>
  eventually(patience, context, async () => {
    const bill = await cost(context, { days });
    const wanted = { vcpuHours, gbHours, dollars };
    const wrong = FIGURES.flatMap((figure) => {
      const amount = wanted[figure];
      return amount === undefined || isAmount(bill[figure], amount) ? [] : { figure, amount };
    });
    if (bill.usage.size > 0 && wrong.length === 0) return bill;
    throw new Unmet({
      expected:
        wrong.map(({ figure, amount }) => `${NAMES[figure]} ${inWords(amount)}`).join(', ') ||
        'containers on the bill',
      observed:
        bill.usage.size === 0
          ? 'nothing of Amazon ECS on the bill'
          : wrong.map(({ figure }) => `${NAMES[figure]} ${shown(bill[figure])}`).join(', '),
      symptom: bill.usage.size === 0 ? 'missing' : 'differs',
      members: wrong.map(({ figure }) => figure),
    });
  });

const FIGURES = ['vcpuHours', 'gbHours', 'dollars'] as const;
const NAMES = { vcpuHours: 'vCPU-hours', gbHours: 'GB-hours', dollars: 'dollars' };

const isAmount = (found: number, amount: Amount): boolean =>
  'about' in amount
    ? isAbout(amount.about, found, amount.tolerance)
    : found >= (amount.atLeast ?? 0) && found <= (amount.atMost ?? Number.POSITIVE_INFINITY);

const inWords = (amount: Amount): string => {
  if ('about' in amount) return `about ${shown(amount.about)}`;
  const { atLeast, atMost } = amount;
  return [
    ...(atLeast === undefined ? [] : [`from ${shown(atLeast)}`]),
    ...(atMost === undefined ? [] : [`up to ${shown(atMost)}`]),
  ].join(' ');
};

/** To four digits that count: use of minutes is a fraction of a cent. */
const shown = (figure: number): string => String(Number(figure.toPrecision(4)));

/** `2026-01-31` */
const dateOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
