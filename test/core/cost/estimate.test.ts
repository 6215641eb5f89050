import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { breakEvenHours, breakEvenOf, type Rates } from '../../../src/core/cost/break-even.ts';
import { type Design, estimateOf } from '../../../src/core/cost/estimate.ts';
import { CostInputError } from '../../../src/core/cost/inputs.ts';
import { byHour, fargateSizesFor, type Workload } from '../../../src/core/cost/workload.ts';

const design = (
  change: Omit<Partial<Design>, 'workload'> & { workload?: Partial<Workload> } = {},
): Design => ({
  instanceType: 't3.medium',
  ...change,
  workload: { vCpu: 0.5, memoryGB: 1, day: [{ hours: 24, copies: 6 }], ...change.workload },
});

describe('six tasks of 0.5 vCPU and 1 GB', () => {
  it('around the clock: side by side', () => {
    const { taskHours, fargate, ec2 } = estimateOf(design());
    expect(taskHours).toBe(4380);
    expect(fargate.size).toEqual({ cpu: 512, memoryMiB: 1024 });
    expect(fargate.usdPerTaskHour).toBeCloseTo(0.02024 + 0.004445, 12);
    expect(fargate.usd).toBe(108.12);
    // 4,096 MiB less what system and agent keep: three of 1 GB, though four by vCPU.
    expect(ec2).toMatchObject({ tasksPerInstance: 3, instancesAtPeak: 2, instanceHours: 1460 });
    expect(ec2.usd).toBe(60.74);
    expect(ec2.idle).toEqual({ cpu: 0.25, memory: 0.25 });
  });

  it('two hours a day: Fargate costs a twelfth, EC2 as much as before', () => {
    const { fargate, ec2 } = estimateOf(design({ workload: { day: [{ hours: 2, copies: 6 }] } }));
    expect(fargate.usd).toBe(9.01);
    expect(ec2.usd).toBe(60.74);
    expect(ec2.idle.cpu).toBeCloseTo(1 - 0.75 / 12, 12);
  });

  it('with instances that come and go', () => {
    const day = byHour([...Array(18).fill(1), ...Array(6).fill(6)]);
    const { ec2 } = estimateOf(design({ workload: { day }, fleet: 'follows-load' }));
    expect(ec2.instanceHours).toBeCloseTo((18 + 12) * (730 / 24), 9);
    expect(ec2.instancesAtPeak).toBe(2);
    const weekdays = estimateOf(
      design({ workload: { day, daysPerMonth: 20 }, fleet: 'follows-load', minimumInstances: 2 }),
    );
    expect(weekdays.ec2.instanceHours).toBeCloseTo(1460, 9);
  });

  it.each<[string, Partial<Design>, number, number]>([
    ['half on Spot at 70 % off', { spotShare: 0.5 }, 70.28, 39.48],
    [
      'all on Spot at 50 % off',
      { spotShare: 1, purchase: { spotDiscount: { fargate: 0.5, ec2: 0.5 } } },
      54.06,
      30.37,
    ],
    [
      'one of the two reserved at 40 % off',
      { purchase: { reservations: [{ instanceType: 't3.medium', count: 1, discount: 0.4 }] } },
      108.12,
      48.59,
    ],
    [
      'three reserved: one for nothing',
      { purchase: { reservations: [{ instanceType: 't3.medium', count: 3, discount: 0.4 }] } },
      108.12,
      54.66,
    ],
    [
      'reserved another type',
      { purchase: { reservations: [{ instanceType: 'm5.large', count: 1, discount: 0.4 }] } },
      108.12,
      60.74,
    ],
    // 0.05 an hour covers 0.0625 on Fargate of 0.14811, and 0.0666… on EC2 of 0.0832.
    [
      'a Savings Plan',
      { purchase: { savingsPlan: { usdPerHour: 0.05, discount: { fargate: 0.2, ec2: 0.25 } } } },
      99,
      48.57,
    ],
    ['in awsvpc mode: two interfaces beside its own', { networkMode: 'awsvpc' }, 108.12, 91.1],
    ['trunked on m5.large', { networkMode: 'trunked', instanceType: 'm5.large' }, 108.12, 140.16],
    ['with memory kept back', { reservedMiB: 1000 }, 108.12, 91.1],
  ])('%s', (_what, change, fargate, ec2) => {
    const estimate = estimateOf(design(change));
    expect([estimate.fargate.usd, estimate.ec2.usd]).toEqual([fargate, ec2]);
  });

  it('the free tier takes 750 hours of t2.micro off', () => {
    const small = { vCpu: 0.25, memoryGB: 0.5, day: [{ hours: 24, copies: 2 }] };
    const of = (freeTier: boolean, instanceType = 't2.micro') =>
      estimateOf(design({ workload: small, instanceType, purchase: { freeTier } })).ec2.usd;
    expect([of(false), of(true)]).toEqual([16.94, 8.24]);
    expect(of(true, 't3.medium')).toBe(of(false, 't3.medium'));
  });
});

test.each([
  [0.25, 0.5, ['256/512']],
  [0.3, 0.5, ['512/1024', '1024/2048', '2048/4096', '4096/8192', '8192/16384', '16384/32768']],
  [0.25, 3, ['512/3072', '1024/3072', '2048/4096', '4096/8192', '8192/16384', '16384/32768']],
])('%f vCPU and %f GB on Fargate', (vCpu, memoryGB, expected) => {
  const sizes = fargateSizesFor({ vCpu, memoryGB, day: [] });
  expect(sizes.map(({ cpu, memoryMiB }) => `${cpu}/${memoryMiB}`)).toEqual(
    expect.arrayContaining(expected),
  );
  const { size, idle } = estimateOf(
    design({ workload: { vCpu, memoryGB }, instanceType: 'm5.large' }),
  ).fargate;
  expect(`${size.cpu}/${size.memoryMiB}`).toBe(expected[0]);
  expect((1 - idle.cpu) * size.cpu).toBeCloseTo(vCpu * 1024, 9);
  expect((1 - idle.memory) * size.memoryMiB).toBeCloseTo(memoryGB * 1024, 9);
});

test.each<[string, Partial<Design>, string]>([
  ['an unknown type', { instanceType: 'x9.huge' }, 'The instance type x9.huge is not known here'],
  [
    'an Arm task on x86',
    { workload: { vCpu: 1, memoryGB: 1, day: [], architecture: 'ARM64' } },
    't3.medium does not run ARM64 images',
  ],
  [
    'too much memory',
    { workload: { vCpu: 1, memoryGB: 4, day: [] } },
    'for lack of memory: it has 2 vCPU and 3891 MiB',
  ],
  ['too much vCPU', { workload: { vCpu: 4, memoryGB: 1, day: [] } }, 'for lack of vCPU'],
  ['no trunking', { networkMode: 'trunked' }, 't3.medium has no ENI trunking'],
  [
    'too much for Fargate',
    { workload: { vCpu: 32, memoryGB: 1, day: [] } },
    'Fargate has no size for 32 vCPU and 1 GB: at most',
  ],
  [
    'a long day',
    {
      workload: {
        vCpu: 1,
        memoryGB: 1,
        day: [
          { hours: 20, copies: 1 },
          { hours: 5, copies: 1 },
        ],
      },
    },
    'hours of a day together to be 0 to 24',
  ],
  [
    'half a copy',
    { workload: { vCpu: 1, memoryGB: 1, day: [{ hours: 1, copies: 0.5 }] } },
    'a whole number of copies; found 0.5',
  ],
  ['no memory', { workload: { vCpu: 1, memoryGB: 0, day: [] } }, 'Expected memory (GB)'],
  ['Spot in percent', { spotShare: 50 }, 'the share of Spot to be 0 to 1; found 50'],
])('%s is refused', (_what, change, words) => {
  expect(() => estimateOf(design(change))).toThrow(CostInputError);
  expect(() => estimateOf(design(change))).toThrow(words);
});

test('a day needs 24 hours', () => {
  expect(() => byHour([1, 2])).toThrow('Expected 24 numbers of copies, one an hour; found 2.');
});

describe('for any design', () => {
  const designs = fc
    .record({
      vCpu: fc.constantFrom(0.25, 0.5, 1, 2),
      memoryGB: fc.constantFrom(0.5, 1, 2, 3),
      copies: fc.array(fc.nat(20), { minLength: 24, maxLength: 24 }),
      daysPerMonth: fc.integer({ min: 1, max: 30 }),
      spotShare: fc.constantFrom(0, 0.3, 1),
      fleet: fc.constantFrom('always-on' as const, 'follows-load' as const),
      commitment: fc.constantFrom(undefined, 0.02, 0.5),
    })
    .map(({ vCpu, memoryGB, copies, daysPerMonth, spotShare, fleet, commitment }) => ({
      copies,
      of: (counts: readonly number[], days = daysPerMonth): Design => ({
        workload: { vCpu, memoryGB, day: byHour(counts), daysPerMonth: days },
        instanceType: 'm5.xlarge',
        spotShare,
        fleet,
        purchase:
          commitment === undefined
            ? {}
            : { savingsPlan: { usdPerHour: commitment, discount: { fargate: 0.2, ec2: 0.3 } } },
      }),
    }));

  it('more copies in an hour, or more days, never cost less; nothing is negative', () => {
    fc.assert(
      fc.property(
        designs,
        fc.nat(23),
        fc.integer({ min: 1, max: 9 }),
        ({ copies, of }, hour, more) => {
          const now = estimateOf(of(copies));
          const grown = estimateOf(of(copies.with(hour, (copies[hour] ?? 0) + more)));
          for (const side of ['fargate', 'ec2'] as const) {
            expect(now[side].usd).toBeGreaterThanOrEqual(0);
            expect(grown[side].usd).toBeGreaterThanOrEqual(now[side].usd);
            expect(estimateOf(of(copies, 30))[side].usd).toBeGreaterThanOrEqual(now[side].usd);
          }
          for (const idle of [now.ec2.idle.cpu, now.ec2.idle.memory]) {
            expect(idle).toBeGreaterThanOrEqual(-1e-9);
            expect(idle).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('Fargate does not mind when the copies run', () => {
    fc.assert(
      fc.property(designs, ({ copies, of }) => {
        const { taskHours, fargate } = estimateOf(of(copies));
        expect(estimateOf(of(copies.toReversed()))).toMatchObject({ taskHours, fargate });
      }),
      { numRuns: 50 },
    );
  });
});

describe('break-even', () => {
  /** In whole micro-dollars, so that the slow search below compares exactly. */
  const rates = fc.record({
    f: fc.integer({ min: 1, max: 60 }),
    e: fc.integer({ min: 1, max: 400 }),
    k: fc.integer({ min: 1, max: 12 }),
    m: fc.integer({ min: 1, max: 5 }),
  });
  const asRates = ({ f, e, k, m }: { f: number; e: number; k: number; m: number }): Rates => ({
    fargateUsdPerTaskHour: f,
    ec2UsdPerInstanceHour: e,
    tasksPerInstance: k,
    minimumInstances: m,
  });

  it('in tasks is what trying one number after the other finds', () => {
    const seen = { never: 0, once: 0, saw: 0 };
    fc.assert(
      fc.property(rates, (given) => {
        const { f, e, k, m } = given;
        const found = breakEvenOf(asRates(given));
        // Beyond this many instances the price a task differs from a full instance's by too little.
        const end = k * (f * k + 2 + m);
        const cheaper = Array.from({ length: end }, (_, i) => i + 1).filter((tasks) => {
          let instances = m;
          while (instances * k < tasks) instances += 1;
          return e * instances < f * tasks;
        });
        const first = cheaper[0] ?? null;
        if (first === null) {
          seen.never += 1;
          expect(found).toEqual({ utilisation: null, firstTasks: null, alwaysFromTasks: null });
          return;
        }
        let always = end;
        while (cheaper.includes(always - 1)) always -= 1;
        expect([found.firstTasks, found.alwaysFromTasks]).toEqual([first, always]);
        seen[first === always ? 'once' : 'saw'] += 1;
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.never, seen.once, seen.saw)).toBeGreaterThan(5);
  });

  it('in utilisation is where a full month of either costs the same', () => {
    fc.assert(
      fc.property(rates, (given) => {
        const { utilisation } = breakEvenOf(asRates(given));
        const { f, e, k } = given;
        if (utilisation === null) expect(e).toBeGreaterThanOrEqual(f * k);
        else expect(utilisation * k * f).toBeCloseTo(e, 9);
      }),
    );
  });

  it('in hours a day is what raising the hours minute by minute finds', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 40 }), (given, tasks) => {
        const { f, e, k, m } = given;
        const fixed = 24 * e * Math.max(m, Math.ceil(tasks / k));
        let minutes = 0;
        while (minutes < 24 * 60 && (f * tasks * minutes) / 60 <= fixed) minutes += 1;
        const found = breakEvenHours(asRates(given), tasks);
        if (found === null) expect(minutes).toBe(24 * 60);
        else expect(Math.abs(found * 60 - minutes)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 100 },
    );
  });

  it('of the six tasks: EC2 is cheaper from two tasks on, and for six above 13.5 hours a day', () => {
    const { breakEven } = estimateOf(design());
    expect(breakEven.utilisation).toBeCloseTo(0.0416 / (3 * 0.024685), 12);
    expect(breakEven).toMatchObject({ firstTasks: 2, alwaysFromTasks: 2 });
    expect(breakEven.hoursPerDay).toBeCloseTo(13.482, 3);
  });
});
