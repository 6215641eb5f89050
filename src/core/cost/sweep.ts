import { type Design, estimateOf } from './estimate.ts';
import { peakCopies, withPeak } from './workload.ts';

/**
 * What is tried from little to much, all else as designed: `copies` at the busiest hour of the day;
 * `hours` a day, with as many copies as at the busiest; `utilisation` of full, always-on instances,
 * the share of the month (per cent) in which their places are taken.
 */
export const SWEEPS = ['copies', 'hours', 'utilisation'] as const;
export type SweepOver = (typeof SWEEPS)[number];

/** Dollars of a month, to the cent. */
export interface SweepPoint {
  readonly x: number;
  readonly fargateUsd: number;
  readonly ec2Usd: number;
}

/** After `from` (where the other is cheaper still) and at `to` at the latest this one is cheaper. */
export interface Crossing {
  readonly from: number;
  readonly to: number;
  readonly cheaper: 'fargate' | 'ec2';
}

export interface Sweep {
  readonly over: SweepOver;
  readonly points: readonly SweepPoint[];
  readonly crossings: readonly Crossing[];
}

const HALF_HOURS = 24 * 2;
const PER_CENT = 100;
/** Copies that are tried: twice as many as designed, within these. */
const LEAST_COPIES = 12;
const MOST_COPIES = 100;

/** Throws `CostInputError`. */
export function sweepOf(design: Design, over: SweepOver): Sweep {
  const at = designFor(design, over);
  const points = valuesOf(design, over).map((x): SweepPoint => {
    const { fargate, ec2 } = estimateOf(at(x));
    return { x, fargateUsd: fargate.usd, ec2Usd: ec2.usd };
  });
  return { over, points, crossings: crossingsOf(points) };
}

/** Not from 0 on: for a peak of nothing there would be no instances. */
const valuesOf = ({ workload }: Design, over: SweepOver): number[] => {
  if (over === 'hours') return Array.from({ length: HALF_HOURS }, (_, i) => (i + 1) / 2);
  if (over === 'utilisation') return Array.from({ length: PER_CENT / 2 }, (_, i) => 2 * (i + 1));
  const copies = Math.min(MOST_COPIES, Math.max(LEAST_COPIES, 2 * peakCopies(workload)));
  return Array.from({ length: copies }, (_, i) => i + 1);
};

/** The design in which that one thing has a given value. */
const designFor = (design: Design, over: SweepOver): ((x: number) => Design) => {
  const { workload } = design;
  const peak = peakCopies(workload);
  const having = (change: Partial<typeof workload>): Design => ({
    ...design,
    workload: { ...workload, ...change },
  });
  if (over === 'hours') return (x) => having({ day: [{ hours: x, copies: Math.max(1, peak) }] });
  if (over === 'copies') {
    // Of a day on which nothing runs there is no pattern to keep.
    const day = peak === 0 ? [{ hours: 24, copies: 1 }] : workload.day;
    return (x) => having({ day: withPeak(day, x) });
  }
  const { tasksPerInstance, instancesAtPeak } = estimateOf(design).ec2;
  const copies = tasksPerInstance * instancesAtPeak;
  return (x) => ({
    ...having({ day: [{ hours: (24 * x) / PER_CENT, copies }], daysPerMonth: undefined }),
    fleet: 'always-on',
  });
};

/** Where the lines cross; where they cost the same, neither is cheaper. In the order of `x`. */
export function crossingsOf(points: readonly SweepPoint[]): Crossing[] {
  const crossings: Crossing[] = [];
  let last: { readonly x: number; readonly cheaper: Crossing['cheaper'] } | undefined;
  for (const { x, fargateUsd, ec2Usd } of points) {
    if (fargateUsd === ec2Usd) continue;
    const cheaper = fargateUsd < ec2Usd ? 'fargate' : 'ec2';
    if (last !== undefined && last.cheaper !== cheaper)
      crossings.push({ from: last.x, to: x, cheaper });
    last = { x, cheaper };
  }
  return crossings;
}
