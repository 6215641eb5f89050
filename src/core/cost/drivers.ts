import { type Design, ec2Of, fargateOf } from './estimate.ts';
import { CostInputError } from './inputs.ts';
import { sumOfCents } from './money.ts';
import { peakCopies, type Stretch, withPeak } from './workload.ts';

/**
 * `copy`: one more at the busiest hour, and the rest of the day in proportion; `hour`: one more hour
 * a day with as many copies as at the busiest, in place of the quietest; `memory`: 1 GB more a task;
 * `spot`: all of it on Spot; `follows`: instances only while they are needed.
 */
export type Change = 'copy' | 'hour' | 'memory' | 'spot' | 'follows';

/** One change to a design, and the dollars by which it moves each bill of a month. */
export interface Driver {
  readonly change: Change;
  /** Null: this side cannot run it. */
  readonly fargateUsd: number | null;
  readonly ec2Usd: number | null;
}

/** What moves the bills how far; changes that change nothing are left out. Throws `CostInputError`. */
export function driversOf(design: Design): Driver[] {
  const sides = [fargateOf, ec2Of].map((side) => {
    const now = side(design).usd;
    return (changed: Design) => difference(() => side(changed).usd, now);
  });
  return changesOf(design).map(([change, changed]): Driver => {
    const [fargateUsd = null, ec2Usd = null] = sides.map((moved) => moved(changed));
    return { change, fargateUsd, ec2Usd };
  });
}

const changesOf = (design: Design): [Change, Design][] => {
  const { workload, fleet, spotShare } = design;
  const { day, memoryGB } = workload;
  const peak = peakCopies(workload);
  const having = (change: Partial<typeof workload>): Design => ({
    ...design,
    workload: { ...workload, ...change },
  });
  const changes: [Change, Design][] = [
    ['copy', having({ day: withPeak(day, peak + 1) })],
    ['memory', having({ memoryGB: memoryGB + 1 })],
  ];
  const longer = withHourAt(day, peak);
  if (longer !== undefined) changes.splice(1, 0, ['hour', having({ day: longer })]);
  if (spotShare !== 1) changes.push(['spot', { ...design, spotShare: 1 }]);
  if (fleet !== 'follows-load') changes.push(['follows', { ...design, fleet: 'follows-load' }]);
  return changes;
};

/** An hour of the quietest stretch becomes one of the busiest; undefined: all day is that busy. */
const withHourAt = (day: readonly Stretch[], peak: number): Stretch[] | undefined => {
  const rest = 24 - day.reduce((sum, { hours }) => sum + hours, 0);
  const all = rest > 1e-9 ? [...day, { hours: rest, copies: 0 }] : [...day];
  const quietest = all
    .filter(({ hours, copies }) => hours > 0 && copies < peak)
    .reduce<Stretch | undefined>((a, b) => (a && a.copies <= b.copies ? a : b), undefined);
  if (quietest === undefined) return undefined;
  const hours = Math.min(1, quietest.hours);
  return all
    .map((one) => (one === quietest ? { ...one, hours: one.hours - hours } : one))
    .concat({ hours, copies: peak });
};

const difference = (then: () => number, now: number): number | null => {
  try {
    return sumOfCents([then(), -now]);
  } catch (error) {
    if (error instanceof CostInputError) return null;
    throw error;
  }
};
