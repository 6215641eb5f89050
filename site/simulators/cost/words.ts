import type { Driver } from '../../../src/core/cost/drivers.ts';
import type { Estimate } from '../../../src/core/cost/estimate.ts';
import type { BillLine } from '../../../src/core/cost/lines.ts';
import { dollars } from '../../../src/core/cost/meters.ts';
import { sumOfCents } from '../../../src/core/cost/money.ts';
import { DISCOUNTS } from '../../../src/core/cost/prices.ts';
import type { Crossing, Sweep, SweepOver } from '../../../src/core/cost/sweep.ts';
import { plural } from '../../widgets/plural.ts';
import type { Settings } from './settings.ts';

/** `$1,204.50`, `−$3.19`. */
export const money = (usd: number): string => {
  const digits = Math.abs(usd).toLocaleString('en', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return `${usd < 0 ? '−' : ''}$${digits}`;
};

/** `$0.0012`: fractions of a cent too. */
export const exactly = (usd: number): string =>
  `$${usd.toLocaleString('en', { minimumFractionDigits: 4, maximumFractionDigits: 4 })}`;

/** `+$3.19`, for what something adds. */
export const change = (usd: number | null): string => {
  if (usd === null) return 'no room for it';
  return usd > 0 ? `+${money(usd)}` : money(usd);
};

export const SIDES = { fargate: 'Fargate', ec2: 'EC2' } as const;

/** Which is cheaper and by how much, and why in so many words. */
export const verdictOf = ({ fargate, ec2 }: Estimate): string => {
  const both = `Fargate ${money(fargate.usd)} a month, EC2 ${money(ec2.usd)}`;
  if (fargate.usd === ec2.usd) return `Both cost the same: ${both}.`;
  const cheaper = fargate.usd < ec2.usd ? 'Fargate' : 'EC2';
  const less = money(sumOfCents([Math.max(fargate.usd, ec2.usd), -Math.min(fargate.usd, ec2.usd)]));
  return `${cheaper} is cheaper by ${less}: ${both}. ${idleInWords(ec2)}`;
};

const idleInWords = ({ idle, instancesAtPeak, tasksPerInstance }: Estimate['ec2']): string => {
  const least = Math.min(idle.cpu, idle.memory);
  const holds = `${plural(instancesAtPeak, 'instance')} at the peak, ${plural(tasksPerInstance, 'task')} on each at most`;
  return `On EC2: ${holds}; at least ${percent(least)} of what is paid for is not used.`;
};

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** "178.188 GB-Hours × $0.004445". */
export const sumInWords = ({ quantity, unit, usdPerUnit }: BillLine): string => {
  const amount = quantity.toLocaleString('en', { maximumFractionDigits: 3 });
  return `${amount} ${unit} × ${dollars(usdPerUnit)}`;
};

/** Where its price comes from and from when it is. */
export const sourceInWords = ({ listPrice, usdPerUnit, description }: BillLine): string => {
  if (listPrice === null) return 'the price that you promise to pay';
  const { usd, source, asOf } = listPrice;
  if (usdPerUnit === usd) return `${source}, ${asOf}`;
  if (usdPerUnit === 0) return `${description}; list price ${dollars(usd)}, ${source}, ${asOf}`;
  const off = percent(1 - usdPerUnit / usd);
  return `${off} below ${dollars(usd)}, ${source}, ${asOf}`;
};

/** All prices behind a figure, in a sentence. */
export const pricesInWords = (estimate: Estimate, settings: Settings): string => {
  const prices = new Map(
    [...estimate.fargate.lines, ...estimate.ec2.lines].flatMap(({ listPrice }) =>
      listPrice === null
        ? []
        : [[`${listPrice.source} ${listPrice.unit} ${listPrice.usd}`, listPrice] as const],
    ),
  );
  const list = [...prices.values()].map(
    ({ usd, unit, source, asOf }) => `${dollars(usd)} per ${unit} (${source}, ${asOf})`,
  );
  const assumed =
    settings.spotShare === 0
      ? ''
      : ` Spot is assumed to be ${settings.spotDiscount} % below (${DISCOUNTS.fargateSpot.asOf}); it moves.`;
  return `Prices of us-east-1: ${list.join('; ') || 'none, since nothing runs'}.${assumed}`;
};

const X_VALUES: Readonly<Record<SweepOver, (x: number) => string>> = {
  copies: (x) => plural(x, 'copy', 'copies'),
  hours: (x) => `${round(x)} hours a day`,
  utilisation: (x) => `${round(x)} % of the places taken`,
};

const round = (value: number): number => Math.round(value * 10) / 10;

/** "13.5 hours a day". */
export const valueInWords = (over: SweepOver, x: number): string => X_VALUES[over](x);

/** Where two lines meet that are straight between the points; copies are whole. */
export const meeting = ({ over, points }: Sweep, { from, to }: Crossing): number => {
  if (over === 'copies') return to;
  const lead = (x: number) => {
    const point = points.find((one) => one.x === x);
    return point === undefined ? 0 : point.ec2Usd - point.fargateUsd;
  };
  const [before, after] = [lead(from), lead(to)];
  return from + ((to - from) * before) / (before - after);
};

/** Where the bills cross. */
export const crossingsInWords = (sweep: Sweep): string => {
  const { over, points, crossings } = sweep;
  const [first] = crossings;
  if (first === undefined) {
    const last = points.findLast(({ fargateUsd, ec2Usd }) => fargateUsd !== ec2Usd);
    const range = `up to ${valueInWords(over, points.at(-1)?.x ?? 0)}`;
    if (last === undefined) return `The lines lie on each other, ${range}.`;
    const cheaper = last.fargateUsd < last.ec2Usd ? 'Fargate' : 'EC2';
    return `The lines do not cross: ${cheaper} is the cheaper one throughout, ${range}.`;
  }
  if (crossings.length === 1) {
    const [before, after] = first.cheaper === 'ec2' ? ['Fargate', 'EC2'] : ['EC2', 'Fargate'];
    const at = valueInWords(over, meeting(sweep, first));
    return over === 'copies'
      ? `From ${at} on ${after} is the cheaper one, below that ${before}.`
      : `The lines cross at ${at}: ${before} is the cheaper one below, ${after} above.`;
  }
  const turns = crossings.map(
    (crossing) => `${SIDES[crossing.cheaper]} from ${valueInWords(over, meeting(sweep, crossing))}`,
  );
  const why = over === 'copies' ? ' Each new instance is dear until it is full.' : '';
  return `The lines cross ${crossings.length} times. The cheaper one is ${turns.join(', ')}.${why}`;
};

const CHANGES: Readonly<Record<Driver['change'], string>> = {
  copy: 'One more copy at the busiest hour',
  hour: 'One more busy hour a day',
  memory: '1 GB more memory for each task',
  spot: 'All of it on Spot',
  follows: 'Instances only while needed',
};

export const changeInWords = ({ change }: Driver): string => CHANGES[change];

export const hourInWords = (hour: number): string =>
  `${String(hour).padStart(2, '0')}:00 to ${String(hour + 1).padStart(2, '0')}:00`;
