import type { Design } from '../../../src/core/cost/estimate.ts';
import type { Architecture } from '../../../src/core/cost/prices.ts';
import type { SweepOver } from '../../../src/core/cost/sweep.ts';
import { byHour, DAYS_PER_MONTH } from '../../../src/core/cost/workload.ts';
import { INSTANCE_TYPES, instanceTypeOf } from '../../../src/core/ec2/instance-types.ts';
import type { Range } from '../range.ts';

/** What a person describes in the cost simulator. */
export interface Settings {
  /** Of one task. */
  readonly vCpu: number;
  readonly memoryGB: number;
  readonly architecture: Architecture;
  /** Copies in each of the 24 hours of a day. */
  readonly day: readonly number[];
  /** A month; `EVERY_DAY`: all. */
  readonly days: number;
  readonly instanceType: string;
  readonly fleet: NonNullable<Design['fleet']>;
  readonly minimumInstances: number;
  readonly networkMode: NonNullable<Design['networkMode']>;
  /** Per cent of all hours that Spot bears, and how far below on demand it is. */
  readonly spotShare: number;
  readonly spotDiscount: number;
  /** Of a Savings Plan: dollars an hour, and per cent below on demand; 0: none is bought. */
  readonly commitment: number;
  readonly planFargate: number;
  readonly planEc2: number;
  /** What changes along the plot of the two bills. */
  readonly over: SweepOver;
}

/** As the month of AWS's calculator has them. */
export const EVERY_DAY = Number(DAYS_PER_MONTH.toFixed(3));

export const RANGES = {
  vCpu: { min: 0.0625, max: 16, step: 0.0625 },
  memoryGB: { min: 0.125, max: 120, step: 0.125 },
  copies: { min: 0, max: 64, step: 1 },
  days: { min: 0, max: EVERY_DAY, step: 0.001 },
  minimumInstances: { min: 1, max: 10, step: 1 },
  spotShare: { min: 0, max: 100, step: 5 },
  spotDiscount: { min: 0, max: 90, step: 5 },
  commitment: { min: 0, max: 5, step: 0.005 },
  // What AWS names as the most, see `DISCOUNTS`.
  planFargate: { min: 0, max: 50, step: 1 },
  planEc2: { min: 0, max: 66, step: 1 },
} as const satisfies Readonly<Record<string, Range>>;

/** Numbers among the settings, by their names. */
export type NumberName = Exclude<keyof typeof RANGES, 'copies'>;

export const ARCHITECTURES: readonly Architecture[] = ['X86_64', 'ARM64'];
export const FLEETS: readonly Settings['fleet'][] = ['always-on', 'follows-load'];
export const NETWORK_MODES: readonly Settings['networkMode'][] = ['bridge', 'awsvpc', 'trunked'];

export const INSTANCE_TYPE_NAMES: readonly string[] = INSTANCE_TYPES.map(
  ({ instanceType }) => instanceType,
);

/** Does the type run images of that architecture? */
export const runs = (instanceType: string, architecture: Architecture): boolean =>
  instanceTypeOf(instanceType)?.architectures.includes(
    architecture === 'ARM64' ? 'arm64' : 'x86_64',
  ) ?? false;

/** With instances that run such images: another type only if this one does not. */
export const onArchitecture = (settings: Settings, architecture: Architecture): Settings => {
  const usual = architecture === 'ARM64' ? 't4g.medium' : 't3.medium';
  const { instanceType } = settings;
  return {
    ...settings,
    architecture,
    instanceType: runs(instanceType, architecture) ? instanceType : usual,
  };
};

export const copiesOf = ({ day }: Settings): number => Math.max(...day);

export const sameSettings = (a: Settings, b: Settings): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** What the core is asked to price. */
export const designOf = (settings: Settings): Design => {
  const { vCpu, memoryGB, architecture, day, days, spotDiscount, commitment } = settings;
  const { instanceType, fleet, minimumInstances, networkMode } = settings;
  const daysPerMonth = days === EVERY_DAY ? undefined : days;
  const discount = { fargate: settings.planFargate / 100, ec2: settings.planEc2 / 100 };
  return {
    workload: { vCpu, memoryGB, architecture, day: byHour(day), daysPerMonth },
    instanceType,
    fleet,
    minimumInstances,
    networkMode,
    spotShare: settings.spotShare / 100,
    purchase: {
      spotDiscount: { fargate: spotDiscount / 100, ec2: spotDiscount / 100 },
      savingsPlan: commitment === 0 ? undefined : { usdPerHour: commitment, discount },
    },
  };
};
