import type {
  GetCostAndUsageRequest,
  GetCostAndUsageResponse,
  GroupDefinition,
  MetricValue,
} from '@aws-sdk/client-cost-explorer';
import { usageHistoryOf } from '../../control-plane/usage-history.ts';
import { type CostAmounts, type CostDimension, exploreCost } from '../../core/cost/explore.ts';
import { monthOf, type Period } from '../../core/cost/periods.ts';
import type { Context } from '../operation.ts';
import { dimensionFrom, matcherOf } from './filter.ts';
import { type Granularity, periodFrom, writeTime } from './time-period.ts';
import { validationError } from './validation-error.ts';

/** Nothing is shared out over accounts or paid ahead: all of these are the same here. */
const COSTS = [
  'UnblendedCost',
  'BlendedCost',
  'AmortizedCost',
  'NetUnblendedCost',
  'NetAmortizedCost',
];
const METRICS = [...COSTS, 'UsageQuantity'];
const MOST_GROUPS = 2;
const BY = { HOURLY: 'hour', DAILY: 'day', MONTHLY: 'month' } as const;

/** What ran here, as soon as it ran. AWS: refreshed at least once every 24 hours. */
export async function getCostAndUsage(
  { controlPlane, scope }: Context,
  input: GetCostAndUsageRequest,
): Promise<GetCostAndUsageResponse> {
  const { Granularity: granularity = 'MONTHLY', Metrics = [], GroupBy = [] } = input;
  const now = controlPlane.now();
  const period = periodFrom(input.TimePeriod, granularity, now);
  const metrics = Metrics.map(metricFrom);
  if (metrics.length === 0) throw validationError('Metrics must not be empty.');
  if (GroupBy.length > MOST_GROUPS)
    throw validationError(`Grouping is limited to ${MOST_GROUPS} dimensions.`);
  const groupBy = GroupBy.map(groupFrom);
  const matches = matcherOf(input.Filter);
  const usage = await usageHistoryOf(controlPlane).usage(scope.account);
  const found = exploreCost(usage, now, { period, by: BY[granularity], matches, groupBy });
  const values = (amounts: CostAmounts): Record<string, MetricValue> =>
    Object.fromEntries(metrics.map((metric) => [metric, valueOf(metric, amounts)]));
  const grouped = groupBy.length > 0;
  return {
    GroupDefinitions: grouped ? GroupBy : undefined,
    ResultsByTime: found.map(({ period: slice, total, groups }) => ({
      TimePeriod: writePeriod(slice, granularity),
      Total: grouped ? {} : values(total),
      Groups: grouped
        ? groups.map(({ keys, amounts }) => ({ Keys: [...keys], Metrics: values(amounts) }))
        : [],
      Estimated: slice.to > monthOf(now).from,
    })),
    DimensionValueAttributes: [],
  };
}

const metricFrom = (metric: string): string => {
  if (METRICS.includes(metric)) return metric;
  throw validationError(
    `Invalid metric: ${metric.slice(0, 100)}. Expected one of ${METRICS.join(', ')}.`,
  );
};

const groupFrom = ({ Type, Key }: GroupDefinition): CostDimension => {
  if (Type === 'DIMENSION') return dimensionFrom(Key);
  throw validationError(
    `Group definition type ${Type ?? '(none)'} is not supported by this runtime. Expected DIMENSION.`,
  );
};

/** AWS: up to ten decimals. */
const valueOf = (metric: string, { usd, quantity, unit }: CostAmounts): MetricValue => {
  const [amount, Unit] = COSTS.includes(metric) ? [usd, 'USD'] : [quantity, unit ?? 'N/A'];
  return { Amount: amount.toFixed(10).replace(/\.?0+$/, ''), Unit };
};

const writePeriod = ({ from, to }: Period, granularity: Granularity) => ({
  Start: writeTime(from, granularity),
  End: writeTime(to, granularity),
});
