import { scopeOf } from '../arn.ts';
import {
  EC2_SERVICE,
  ECS_SERVICE,
  type Flow,
  instanceFlows,
  taskFlows,
  VPC_SERVICE,
} from './meters.ts';
import { billedSeconds, type Period, slicesOf } from './periods.ts';
import type { InstanceUsage, TaskUsage, Usage } from './usage.ts';

/** By what Cost Explorer can filter and group here, spelled as in its API. */
export const COST_DIMENSIONS = [
  'SERVICE',
  'USAGE_TYPE',
  'REGION',
  'LINKED_ACCOUNT',
  'INSTANCE_TYPE',
  'RECORD_TYPE',
] as const;
export type CostDimension = (typeof COST_DIMENSIONS)[number];
export type DimensionsOf = Readonly<Record<CostDimension, string>>;

export interface CostQuestion {
  readonly period: Period;
  readonly by: 'hour' | 'day' | 'month';
  readonly matches: (dimensions: DimensionsOf) => boolean;
  readonly groupBy: readonly CostDimension[];
}

export interface CostAmounts {
  /** Exact dollars, of on demand and Spot: not rounded to cents. */
  readonly usd: number;
  /** In units of `unit`; of several units: just added up, as AWS does. */
  readonly quantity: number;
  /** `vCPU-Hours`, `Hrs` …; null: of none or of several. */
  readonly unit: string | null;
}

export interface CostOfPeriod {
  readonly period: Period;
  readonly total: CostAmounts;
  /** By the values of the dimensions asked for, in their order; sorted. */
  readonly groups: readonly { readonly keys: readonly string[]; readonly amounts: CostAmounts }[];
}

/** As Cost Explorer names services, by the name on the bill. */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  [ECS_SERVICE]: 'Amazon Elastic Container Service',
  [EC2_SERVICE]: 'Amazon Elastic Compute Cloud - Compute',
  [VPC_SERVICE]: 'Amazon Virtual Private Cloud',
};

/** What ran and what it cost, as Cost Explorer tells it: period by period, filtered and grouped. */
export const exploreCost = (
  { tasks, instances }: Usage,
  now: number,
  { period, by, matches, groupBy }: CostQuestion,
): CostOfPeriod[] => {
  const sources = [
    ...tasks.flatMap((run) => sourcesOf(run, run.taskArn, taskFlows(run, {}))),
    ...instances.flatMap((run) => sourcesOf(run, run.instanceArn, instanceFlows(run, {}))),
  ].filter(({ dimensions }) => matches(dimensions));
  return [...slicesOf(period, by)].map((slice) => {
    const total = new Sum();
    const groups = new Map<string, { readonly keys: readonly string[]; readonly sum: Sum }>();
    for (const { run, flow, dimensions } of sources) {
      const seconds = billedSeconds(run, slice, now);
      if (seconds === 0) continue;
      total.add(flow, seconds);
      const keys = groupBy.map((dimension) => dimensions[dimension]);
      const group = groups.get(keys.join('\n')) ?? { keys, sum: new Sum() };
      groups.set(keys.join('\n'), group);
      group.sum.add(flow, seconds);
    }
    return {
      period: slice,
      total: total.amounts,
      groups: [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { keys, sum }]) => ({ keys, amounts: sum.amounts })),
    };
  });
};

interface Source {
  readonly run: TaskUsage | InstanceUsage;
  readonly flow: Flow;
  readonly dimensions: DimensionsOf;
}

/** Of an instance whose price is not known nothing is told, as on the bill. */
const sourcesOf = (
  run: TaskUsage | InstanceUsage,
  arn: string,
  flows: readonly Flow[] | undefined = [],
): Source[] =>
  flows.map((flow) => ({
    run,
    flow,
    dimensions: {
      SERVICE: SERVICE_NAMES[flow.meter.service] ?? flow.meter.service,
      USAGE_TYPE: flow.meter.usageType,
      REGION: flow.meter.region,
      LINKED_ACCOUNT: scopeOf(arn).account,
      INSTANCE_TYPE: flow.meter.instanceType ?? 'NoInstanceType',
      RECORD_TYPE: 'Usage',
    },
  }));

/** Whole amounts by meter, so that what is added up does not hang on the order. */
class Sum {
  readonly #amounts = new Map<string, { readonly meter: Flow['meter']; amount: number }>();

  add({ meter, amountPerSecond }: Flow, seconds: number): void {
    const key = `${meter.region} ${meter.usageType} ${meter.usdPerUnit}`;
    const sum = this.#amounts.get(key) ?? { meter, amount: 0 };
    sum.amount += seconds * amountPerSecond;
    this.#amounts.set(key, sum);
  }

  get amounts(): CostAmounts {
    let usd = 0;
    let quantity = 0;
    const units = new Set<string>();
    for (const { meter, amount } of this.#amounts.values()) {
      usd += (amount * meter.usdPerUnit) / meter.amountsPerUnit;
      quantity += amount / meter.amountsPerUnit;
      units.add(meter.unit);
    }
    const [unit = null] = units;
    return { usd, quantity, unit: units.size === 1 ? unit : null };
  }
}
