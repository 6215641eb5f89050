import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { driversOf } from '../../../src/core/cost/drivers.ts';
import { type Design, type Estimate, estimateOf } from '../../../src/core/cost/estimate.ts';
import { crossingsOf, SWEEPS, sweepOf } from '../../../src/core/cost/sweep.ts';
import { byHour, withPeak } from '../../../src/core/cost/workload.ts';

const six: Design = {
  instanceType: 't3.medium',
  workload: { vCpu: 0.5, memoryGB: 1, day: [{ hours: 24, copies: 6 }] },
};

const designs = fc
  .record({
    vCpu: fc.constantFrom(0.25, 0.5, 1),
    memoryGB: fc.constantFrom(0.5, 1, 2),
    copies: fc.array(fc.nat(9), { minLength: 24, maxLength: 24 }),
    daysPerMonth: fc.integer({ min: 1, max: 30 }),
    spotShare: fc.constantFrom(0, 0.3, 1),
    fleet: fc.constantFrom('always-on' as const, 'follows-load' as const),
    instanceType: fc.constantFrom('t2.micro', 'm5.large', 'c5.4xlarge'),
    freeTier: fc.boolean(),
    reserved: fc.nat(2),
    commitment: fc.constantFrom(undefined, 0.02, 0.5),
  })
  .filter(({ instanceType, memoryGB }) => instanceType !== 't2.micro' || memoryGB < 1)
  .map((given): Design => {
    const { vCpu, memoryGB, copies, daysPerMonth, instanceType, freeTier, commitment } = given;
    const savingsPlan =
      commitment === undefined
        ? undefined
        : { usdPerHour: commitment, discount: { fargate: 0.2, ec2: 0.3 } };
    const reservations = [{ instanceType, count: given.reserved, discount: 0.4 }];
    return {
      workload: { vCpu, memoryGB, day: byHour(copies), daysPerMonth },
      instanceType,
      spotShare: given.spotShare,
      fleet: given.fleet,
      purchase: { freeTier, savingsPlan, reservations },
    };
  });

const sides = ({ fargate, ec2 }: Estimate) => [fargate, ec2];
const cents = (usd: number) => Math.round(usd * 100);

describe('the lines of an estimate', () => {
  test("the course's bill, as a workload, comes out to the cent", () => {
    // Two hours a day on 29.698 days are the 59.396 hours of the bill.
    const { fargate } = estimateOf({
      instanceType: 't3.medium',
      workload: { vCpu: 1, memoryGB: 3, day: [{ hours: 2, copies: 1 }], daysPerMonth: 29.698 },
    });
    expect(fargate.lines.map((line) => [line.quantity.toFixed(3), line.unit, line.usd])).toEqual([
      ['178.188', 'GB-Hours', 0.79],
      ['59.396', 'vCPU-Hours', 2.4],
    ]);
    // Rounded line by line, as AWS does: 2.404 + 0.792 would be 3.20.
    expect(fargate.usd).toBe(3.19);
  });

  test('say what list price they go back to, and from when it is', () => {
    const { fargate, ec2 } = estimateOf({
      ...six,
      spotShare: 0.5,
      purchase: { savingsPlan: { usdPerHour: 0.01, discount: { fargate: 0.2, ec2: 0.2 } } },
    });
    const told = [...fargate.lines, ...ec2.lines].map(
      ({ usageType, listPrice }) => `${usageType} ${listPrice?.usd} ${listPrice?.asOf}`,
    );
    expect(new Set(told)).toEqual(
      new Set([
        'USE1-Fargate-GB-Hours 0.004445 2024',
        'USE1-Fargate-vCPU-Hours:perCPU 0.04048 2024',
        'USE1-SpotUsage-Fargate-GB-Hours 0.004445 2024',
        'USE1-SpotUsage-Fargate-vCPU-Hours:perCPU 0.04048 2024',
        'BoxUsage:t3.medium 0.0416 2024',
        'SpotUsage:t3.medium 0.0416 2024',
        'ComputeSP undefined undefined',
      ]),
    );
  });

  it('add up to the total to the cent, and hold all hours that were used', () => {
    fc.assert(
      fc.property(designs, (design) => {
        const estimate = estimateOf(design);
        for (const { lines, usd } of sides(estimate)) {
          expect(lines.reduce((sum, line) => sum + cents(line.usd), 0)).toBe(cents(usd));
          for (const { quantity, usdPerUnit, usd } of lines)
            expect(Math.abs(quantity * usdPerUnit - usd)).toBeLessThanOrEqual(0.005001);
        }
        const hours = (part: string) =>
          sides(estimate)
            .flatMap(({ lines }) => lines)
            .filter(({ usageType }) => usageType.includes(part))
            .reduce((sum, { quantity }) => sum + quantity, 0);
        expect(hours('Fargate-vCPU')).toBeCloseTo(
          (estimate.taskHours * estimate.fargate.size.cpu) / 1024,
          6,
        );
        expect(hours('BoxUsage') + hours('SpotUsage:')).toBeCloseTo(estimate.ec2.instanceHours, 6);
      }),
      { numRuns: 100 },
    );
  });
});

test('the instances of each hour are for the peak, or for the hour', () => {
  const workload = { ...six.workload, day: byHour([...Array(20).fill(0), 1, 4, 7, 3]) };
  const instances = (fleet: Design['fleet']) =>
    estimateOf({ ...six, workload, fleet }).ec2.instances.slice(-5);
  expect(instances('always-on')).toEqual([3, 3, 3, 3, 3]);
  expect(instances('follows-load')).toEqual([1, 1, 2, 3, 1]);
});

test('a day with another peak keeps its pattern, and no busy hour falls asleep', () => {
  const day = byHour([...Array(22).fill(0), 1, 6]);
  const counts = (copies: number) =>
    withPeak(day, copies)
      .slice(-3)
      .map((one) => one.copies);
  expect([counts(12), counts(6), counts(3), counts(1), counts(0)]).toEqual([
    [0, 2, 12],
    [0, 1, 6],
    [0, 1, 3],
    [0, 1, 1],
    [0, 0, 0],
  ]);
});

describe('one thing from little to much', () => {
  it.each([
    // 0.024685 for a task, 0.0416 for an instance of three, always for the peak.
    ['copies', 12, [{ from: 1, to: 2, cheaper: 'ec2' }], [3, 54.06, 30.37]],
    ['hours', 48, [{ from: 13, to: 13.5, cheaper: 'ec2' }], [2, 9.01, 60.74]],
    ['utilisation', 50, [{ from: 56, to: 58, cheaper: 'ec2' }], [50, 54.06, 60.74]],
  ] as const)('%s', (over, count, crossings, [x, fargateUsd, ec2Usd]) => {
    const sweep = sweepOf(six, over);
    expect(sweep.points).toHaveLength(count);
    expect(sweep.crossings).toEqual(crossings);
    expect(sweep.points).toContainEqual({ x, fargateUsd, ec2Usd });
  });

  it('agrees with the break-even of the prices', () => {
    const { utilisation, hoursPerDay, firstTasks } = estimateOf(six).breakEven;
    const at = (over: (typeof SWEEPS)[number]) => sweepOf(six, over).crossings[0];
    expect(at('copies')?.to).toBe(firstTasks);
    for (const [crossing, exact] of [
      [at('hours'), hoursPerDay],
      [at('utilisation'), (utilisation ?? 0) * 100],
    ] as const) {
      expect(exact).toBeGreaterThanOrEqual(crossing?.from ?? Number.NaN);
      expect(exact).toBeLessThanOrEqual(crossing?.to ?? Number.NaN);
    }
  });

  it('a new instance may make EC2 the dearer one again', () => {
    // Four tasks fill an instance that costs as much as 3.4 of them on Fargate.
    const { crossings } = sweepOf({ ...six, instanceType: 't3.large' }, 'copies');
    expect(crossings.map(({ to, cheaper }) => `${to} ${cheaper}`)).toEqual([
      '4 ec2',
      '5 fargate',
      '7 ec2',
      '9 fargate',
      '11 ec2',
    ]);
    expect(sweepOf({ ...six, instanceType: 'c5.large' }, 'copies').crossings).toEqual([]);
  });

  it('a crossing really crosses, and between two crossings nothing does', () => {
    const seen = { crossed: 0, not: 0 };
    fc.assert(
      fc.property(designs, fc.constantFrom(...SWEEPS), (design, over) => {
        const { points, crossings } = sweepOf(design, over);
        const cheaperAt = (x: number) => {
          const { fargateUsd = 0, ec2Usd = 0 } = points.find((point) => point.x === x) ?? {};
          return fargateUsd === ec2Usd ? 'neither' : fargateUsd < ec2Usd ? 'fargate' : 'ec2';
        };
        for (const { from, to, cheaper } of crossings) {
          expect(cheaperAt(to)).toBe(cheaper);
          expect(cheaperAt(from)).toBe(cheaper === 'ec2' ? 'fargate' : 'ec2');
        }
        let expected = points.map(({ x }) => cheaperAt(x)).find((one) => one !== 'neither');
        for (const { x } of points) {
          expected = crossings.find(({ to }) => to === x)?.cheaper ?? expected;
          expect([expected, 'neither']).toContain(cheaperAt(x));
        }
        seen[crossings.length > 0 ? 'crossed' : 'not'] += 1;
      }),
      // Always the same designs: chance must not decide whether there are some of each kind.
      { numRuns: 40, seed: 1 },
    );
    expect(Math.min(seen.crossed, seen.not)).toBeGreaterThan(2);
  });

  it('where both cost the same, nothing crosses yet', () => {
    const of = (...pairs: [number, number][]) =>
      crossingsOf(pairs.map(([fargateUsd, ec2Usd], x) => ({ x, fargateUsd, ec2Usd })));
    expect(of([1, 1], [2, 1], [1, 1], [2, 1])).toEqual([]);
    expect(of([1, 2], [2, 2], [3, 2])).toEqual([{ from: 0, to: 2, cheaper: 'ec2' }]);
  });
});

describe('what moves the bill', () => {
  it('six tasks around the clock', () => {
    expect(driversOf(six)).toEqual([
      // A seventh needs a third instance.
      { change: 'copy', fargateUsd: 18.02, ec2Usd: 30.36 },
      { change: 'memory', fargateUsd: 19.47, ec2Usd: 121.47 },
      { change: 'spot', fargateUsd: -75.68, ec2Usd: -42.52 },
      { change: 'follows', fargateUsd: 0, ec2Usd: 0 },
    ]);
  });

  it('an hour more takes the place of the quietest', () => {
    const workload = { ...six.workload, day: [{ hours: 2.5, copies: 6 }] };
    const hour = driversOf({ ...six, workload }).find(({ change }) => change === 'hour');
    expect(hour).toEqual({ change: 'hour', fargateUsd: 4.51, ec2Usd: 0 });
  });

  // Fargate has no 4.5 GB with half a vCPU; a t3.medium has less than that.
  it('the side that has no room says so', () => {
    const workload = { ...six.workload, memoryGB: 3.5 };
    const memory = driversOf({ ...six, workload }).find(({ change }) => change === 'memory');
    expect(memory).toEqual({ change: 'memory', fargateUsd: 108.12, ec2Usd: null });
  });

  it('each is the difference of two estimates', () => {
    fc.assert(
      fc.property(designs, (design) => {
        const spot = driversOf(design).find(({ change }) => change === 'spot');
        expect(spot === undefined).toBe(design.spotShare === 1);
        if (spot === undefined) return;
        const [now, then] = [estimateOf(design), estimateOf({ ...design, spotShare: 1 })];
        expect(cents(spot.fargateUsd ?? 0)).toBe(cents(then.fargate.usd) - cents(now.fargate.usd));
        expect(cents(spot.ec2Usd ?? 0)).toBe(cents(then.ec2.usd) - cents(now.ec2.usd));
      }),
      { numRuns: 30 },
    );
  });
});
