import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { billOf } from '../../../src/core/cost/bill.ts';
import { breakdownOf } from '../../../src/core/cost/breakdown.ts';
import { CostInputError, type Purchase } from '../../../src/core/cost/inputs.ts';
import { billedSeconds, monthOf } from '../../../src/core/cost/periods.ts';
import type { Usage } from '../../../src/core/cost/usage.ts';
import { DAY, HOUR, instance, START, seconds, task } from './usages.ts';

const NOVEMBER = monthOf(START);
const bill = (usage: Partial<Usage>, purchase?: Purchase, period = NOVEMBER) =>
  billOf({
    usage: { tasks: usage.tasks ?? [], instances: usage.instances ?? [] },
    period,
    now: NOVEMBER.to,
    purchase,
  });

test("the course's bill comes out to the cent", () => {
  // 1 vCPU and 3 GB in us-east-2 for 59 h 23 min 46 s.
  const { lines, services, totalUsd } = bill({
    tasks: [
      task({
        region: 'us-east-2',
        cpu: 1024,
        memoryMiB: 3072,
        from: START,
        to: START + seconds(213_826),
      }),
    ],
  });
  expect(lines).toMatchObject([
    { usageType: 'USE2-Fargate-GB-Hours', unit: 'GB-Hours', usd: 0.79 },
    { usageType: 'USE2-Fargate-vCPU-Hours:perCPU', unit: 'vCPU-Hours', usd: 2.4 },
  ]);
  expect(lines.map(({ quantity }) => quantity.toFixed(3))).toEqual(['178.188', '59.396']);
  // Each line is rounded before they are added: 2.404 + 0.792 would be 3.20.
  expect(totalUsd).toBe(3.19);
  expect(services).toEqual([
    { service: 'Elastic Container Service', usd: 3.19 },
    { service: 'Elastic Compute Cloud', usd: 0 },
  ]);
});

describe('one hundred hours', () => {
  const to = START + 100 * HOUR;
  const fargate = { cpu: 1024, memoryMiB: 2048, from: START, to };
  it.each([
    [
      'Fargate x86',
      { tasks: [task(fargate)] },
      ['USE1-Fargate-GB-Hours 0.89', 'USE1-Fargate-vCPU-Hours:perCPU 4.05'],
    ],
    [
      'Fargate Arm',
      { tasks: [task({ ...fargate, architecture: 'ARM64' })] },
      ['USE1-Fargate-ARM-GB-Hours 0.71', 'USE1-Fargate-ARM-vCPU-Hours:perCPU 3.24'],
    ],
    [
      'Fargate Spot',
      { tasks: [task({ ...fargate, spot: true })] },
      ['USE1-SpotUsage-Fargate-GB-Hours 0.27', 'USE1-SpotUsage-Fargate-vCPU-Hours:perCPU 1.21'],
    ],
    [
      '50 GB of storage',
      { tasks: [task({ ...fargate, ephemeralGiB: 50 })] },
      [
        'USE1-Fargate-EphemeralStorage-GB-Hours 0.33',
        'USE1-Fargate-GB-Hours 0.89',
        'USE1-Fargate-vCPU-Hours:perCPU 4.05',
      ],
    ],
    ['a task on EC2', { tasks: [task({ ...fargate, launchType: 'EC2' })] }, []],
    [
      't3.micro',
      { instances: [instance({ instanceType: 't3.micro', to })] },
      ['BoxUsage:t3.micro 1.04'],
    ],
    [
      't3.small',
      { instances: [instance({ instanceType: 't3.small', to })] },
      ['BoxUsage:t3.small 2.08'],
    ],
    [
      't3.medium',
      { instances: [instance({ instanceType: 't3.medium', to })] },
      ['BoxUsage:t3.medium 4.16'],
    ],
    [
      'm5.large',
      { instances: [instance({ instanceType: 'm5.large', to })] },
      ['BoxUsage:m5.large 9.6'],
    ],
    [
      'c5.large',
      { instances: [instance({ instanceType: 'c5.large', to })] },
      ['BoxUsage:c5.large 8.5'],
    ],
    ['EC2 Spot', { instances: [instance({ spot: true, to })] }, ['SpotUsage:t3.medium 1.25']],
    [
      'Ohio',
      { instances: [instance({ region: 'us-east-2', to })] },
      ['USE2-BoxUsage:t3.medium 4.16'],
    ],
  ])('%s', (_what, usage: Partial<Usage>, expected) => {
    expect(bill(usage).lines.map(({ usageType, usd }) => `${usageType} ${usd}`)).toEqual(expected);
  });
});

describe('seconds', () => {
  const billed = (ms: number, to: number | null = START + ms) =>
    breakdownOf({
      usage: { tasks: [task({ from: START, to })], instances: [] },
      period: NOVEMBER,
      now: START + ms,
    }).tasks.map((row) => row.seconds);

  it.each([
    [0, 60],
    [59_999, 60],
    [60_000, 60],
    [60_001, 61],
    [61_000, 61],
    [3_600_000, 3_600],
  ])('%i ms are billed as %i s, ended or not', (ms, expected) => {
    expect(billed(ms)).toEqual([expected]);
    expect(billed(ms, null)).toEqual([expected]);
  });

  it('are stretched, and then the minimum holds for the stretched run', () => {
    const run = (ms: number) =>
      breakdownOf({
        usage: { tasks: [task({ from: START, to: START + ms })], instances: [] },
        period: NOVEMBER,
        now: NOVEMBER.to,
        scale: 10,
      }).tasks.map((row) => row.seconds);
    expect([run(5_000), run(6_000), run(7_001)]).toEqual([[60], [60], [71]]);
  });
});

test.each([
  // Run of 100 s: where the period ends, what is before and what is after.
  [100_000, 1, 0, 0, 100],
  [100_000, 1, 1, 1, 99],
  [100_000, 1, 30_500, 31, 69],
  [100_000, 1, 99_500, 100, 0],
  // What is billed at least goes on after the end of a short run …
  [10_000, 1, 30_000, 30, 30],
  // … for a minute of stretched time.
  [1_000, 10, 3_000, 30, 30],
  [1_000, 10, 6_000, 60, 0],
  [20_000, 10, 5_000, 50, 150],
])(
  'a run of %i ms, stretched %i times, cut after %i ms: %i s and %i s',
  (length, scale, cut, before, after) => {
    const run = { from: START, to: START + length };
    const [from, to, middle] = [START - DAY, START + DAY, START + cut];
    expect(billedSeconds(run, { from, to: middle }, to, scale)).toBe(before);
    expect(billedSeconds(run, { from: middle, to }, to, scale)).toBe(after);
  },
);

describe('how it is bought', () => {
  const micros = (hours: number, count: number) =>
    Array.from({ length: count }, () =>
      instance({ instanceType: 't2.micro', to: START + hours * HOUR }),
    );

  it('the free tier takes 750 hours of t2.micro a month off, of all together', () => {
    const { lines } = bill({ instances: micros(400, 2) }, { freeTier: true });
    expect(lines.map(({ quantity, usd }) => [quantity, usd])).toEqual([
      [750, 0],
      [50, 0.58],
    ]);
    expect(bill({ instances: micros(400, 2) }).totalUsd).toBe(9.28);
    expect(bill({ instances: [instance({ to: START + HOUR })] }, { freeTier: true }).totalUsd).toBe(
      0.04,
    );
  });

  it('the free tier begins anew each month', () => {
    const all = [instance({ instanceType: 't2.micro', from: START, to: NOVEMBER.to + 31 * DAY })];
    const period = { from: START, to: NOVEMBER.to + 31 * DAY };
    const usage = { tasks: [], instances: all };
    const both = billOf({ usage, period, now: period.to, purchase: { freeTier: true } });
    expect(both.totalUsd).toBe(0);
    expect(billOf({ usage, period, now: period.to }).totalUsd).toBeGreaterThan(10);
  });

  it('a reservation is paid whether used or not, and covers what it is for', () => {
    const reservations = [{ instanceType: 't3.medium', count: 2, discount: 0.4 }];
    const day = { from: START, to: START + DAY };
    const used = [instance({ to: START + 12 * HOUR })];
    const { lines, totalUsd } = bill({ instances: used }, { reservations }, day);
    expect(lines.map(({ usageType, quantity, usd }) => [usageType, quantity, usd])).toEqual([
      ['BoxUsage:t3.medium', 12, 0],
      ['HeavyUsage:t3.medium', 48, 1.2],
    ]);
    expect(totalUsd).toBe(1.2);
    const other = [instance({ instanceType: 'm5.large', to: START + DAY })];
    expect(bill({ instances: other }, { reservations }, day).totalUsd).toBe(3.5);
  });

  it("a Savings Plan's commitment is lost where an hour does not use it", () => {
    const savingsPlan = { usdPerHour: 0.0312, discount: { fargate: 0.2, ec2: 0.25 } };
    const day = { from: START, to: START + DAY };
    // Two instances for twelve hours: the plan covers one (0.0416 less 25 %) and no more.
    const two = [1, 2].map(() => instance({ to: START + 12 * HOUR }));
    const { lines, totalUsd } = bill({ instances: two }, { savingsPlan }, day);
    expect(
      lines.map(({ usageType, quantity, usd }) => [usageType, Number(quantity.toFixed(6)), usd]),
    ).toEqual([
      ['BoxUsage:t3.medium', 12, 0.5],
      ['BoxUsage:t3.medium', 12, 0],
      ['ComputeSP', 24, 0.75],
    ]);
    expect(totalUsd).toBe(1.25);
    const spot = [instance({ spot: true, to: START + DAY })];
    expect(bill({ instances: spot }, { savingsPlan }, day).totalUsd).toBe(0.3 + 0.75);
  });

  it('a Savings Plan covers what it makes cheapest first, and nothing twice', () => {
    const hour = { from: START, to: START + HOUR };
    const usage = { tasks: [task({ cpu: 1024, memoryMiB: 2048 })], instances: [instance({})] };
    const left = (fargate: number, ec2: number) => {
      const savingsPlan = { usdPerHour: 0.0208, discount: { fargate, ec2 } };
      return bill(usage, { savingsPlan }, hour)
        .lines.filter(({ usdPerUnit }) => usdPerUnit > 0)
        .map(({ usageType, quantity }) => `${usageType} ${quantity.toFixed(4)}`);
    };
    // 0.0208 covers a whole t3.medium at half its price, and then nothing of Fargate …
    expect(left(0.2, 0.5)).toEqual([
      'USE1-Fargate-GB-Hours 2.0000',
      'USE1-Fargate-vCPU-Hours:perCPU 1.0000',
      'ComputeSP 1.0000',
    ]);
    // … or, at half the price of Fargate, all of its memory and 0.016355 / 0.02024 of its vCPU.
    expect(left(0.5, 0.2)).toEqual([
      'USE1-Fargate-vCPU-Hours:perCPU 0.1919',
      'BoxUsage:t3.medium 1.0000',
      'ComputeSP 1.0000',
    ]);
    const spot = { tasks: [task({ spot: true })] };
    const savingsPlan = { usdPerHour: 1, discount: { fargate: 0.5, ec2: 0.5 } };
    for (const { usdPerUnit } of bill(spot, { savingsPlan }, hour).lines)
      expect(usdPerUnit).toBeGreaterThan(0);
  });

  it('a reservation is for one region', () => {
    const usage = { instances: [instance({ region: 'us-east-2' })] };
    const hour = { from: START, to: START + HOUR };
    const of = (region?: string) =>
      bill(
        usage,
        { reservations: [{ instanceType: 't3.medium', region, count: 1, discount: 0 }] },
        hour,
      ).lines.filter(({ usageType, usd }) => usageType.includes('BoxUsage') && usd === 0).length;
    expect([of(), of('us-east-1'), of('us-east-2')]).toEqual([0, 0, 1]);
  });

  it('commitments are charged up to now, and the free tier once however the month is cut', () => {
    const savingsPlan = { usdPerHour: 1, discount: { fargate: 0, ec2: 0 } };
    const usage = { tasks: [], instances: [] };
    const now = START + 36 * HOUR + HOUR / 2;
    expect(billOf({ usage, period: NOVEMBER, now, purchase: { savingsPlan } }).totalUsd).toBe(36.5);
    const nothing = { usdPerHour: 0, discount: { fargate: 0, ec2: 0 } };
    const twice = { instances: micros(400, 2) };
    expect(bill(twice, { freeTier: true, savingsPlan: nothing }).totalUsd).toBe(0.58);
  });

  it('public addresses cost only when asked for', () => {
    const usage = { instances: [instance({ to: START + 100 * HOUR })] };
    expect(bill(usage, { publicIpv4: true }).totalUsd).toBe(4.66);
    expect(bill(usage).totalUsd).toBe(4.16);
  });

  it.each<[Purchase, string]>([
    [
      { spotDiscount: { fargate: 70 } },
      'Expected the Fargate Spot discount to be 0 to 1; found 70.',
    ],
    [
      { reservations: [{ instanceType: 'm5.large', count: -1, discount: 0 }] },
      'number of reserved m5.large',
    ],
    [
      { savingsPlan: { usdPerHour: 1, discount: { fargate: 0.9, ec2: 0 } } },
      'on Fargate to be 0 to 0.5',
    ],
    [{ savingsPlan: { usdPerHour: Number.NaN, discount: { fargate: 0, ec2: 0 } } }, 'found NaN'],
  ])('%j is refused', (purchase, words) => {
    expect(() => bill({}, purchase)).toThrow(CostInputError);
    expect(() => bill({}, purchase)).toThrow(words);
  });
});

test('services are told apart by cluster, and their tasks counted', () => {
  const service = 'cats';
  const other = { service, clusterArn: 'arn:aws:ecs:us-east-1:000000000000:cluster/other' };
  const tasks = [task({ service }), task({ service }), task(other), task({})];
  const { services } = breakdownOf({
    usage: { tasks, instances: [] },
    period: NOVEMBER,
    now: NOVEMBER.to,
  });
  const usd = 0.25 * 0.04048 + 0.5 * 0.004445;
  expect(services).toEqual(
    [
      { clusterName: 'demo', group: 'service:cats', tasks: 2, seconds: 7_200, usd: 2 * usd },
      { clusterName: 'other', group: 'service:cats', tasks: 1, seconds: 3_600, usd },
      { clusterName: 'demo', group: 'family:cats', tasks: 1, seconds: 3_600, usd },
    ].map((row) => ({ ...row, usd: expect.closeTo(row.usd, 12) })),
  );
});

test('what a reader must know is noted', () => {
  const notes = (usage: Partial<Usage>) => bill(usage).notes.join(' ');
  expect(notes({ tasks: [task({})], instances: [instance({})] })).toBe('');
  expect(notes({ tasks: [task({ region: 'eu-west-1' })] })).toContain(
    'Fargate in eu-west-1 is priced as in us-east-1',
  );
  expect(notes({ instances: [instance({ region: 'us-east-2' })] })).toContain(
    'EC2 in us-east-2 is priced as',
  );
  expect(notes({ instances: [instance({ instanceType: 'x9.huge' })] })).toContain(
    'No price is known for x9.huge',
  );
  expect(notes({ tasks: [task({ spot: true })] })).toContain('Spot prices move');
});

describe('for any usage', () => {
  const run = fc
    .record({
      from: fc.integer({ min: 0, max: 40 * DAY }),
      length: fc.integer({ min: 0, max: 3 * DAY }),
      open: fc.boolean(),
    })
    .map(({ from, length, open }) => ({
      from: START + from,
      to: open ? null : START + from + length,
    }));
  const tasks = fc.array(
    fc
      .record({
        run,
        cpu: fc.constantFrom(256, 512, 1024),
        memoryMiB: fc.constantFrom(512, 1024, 3072),
        spot: fc.boolean(),
        architecture: fc.constantFrom('X86_64' as const, 'ARM64' as const),
      })
      .map(({ run, ...rest }) => task({ ...rest, ...run })),
    { maxLength: 6 },
  );
  const instances = fc.array(
    fc
      .record({ run, instanceType: fc.constantFrom('t2.micro', 't3.medium'), spot: fc.boolean() })
      .map(({ run, ...rest }) => instance({ ...rest, ...run })),
    { maxLength: 4 },
  );
  const usages = fc.record({ tasks, instances });
  const now = START + 41 * DAY;
  const period = { from: START, to: now };
  const exact = (usage: Usage, when = period, at = now) => {
    const { tasks, instances } = breakdownOf({ usage, period: when, now: at });
    return [...tasks, ...instances].reduce((sum, { usd }) => sum + (usd ?? 0), 0);
  };

  it('the parts add up to the lines', () => {
    fc.assert(
      fc.property(usages, (usage) => {
        const { lines, totalUsd } = billOf({ usage, period, now });
        const sum = lines.reduce((all, { quantity, usdPerUnit }) => all + quantity * usdPerUnit, 0);
        expect(sum).toBeCloseTo(exact(usage), 6);
        expect(Math.abs(totalUsd - sum)).toBeLessThanOrEqual(0.005 * lines.length + 1e-9);
        for (const { usd, quantity } of lines)
          expect(Math.min(usd, quantity)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  it('two halves of a period add up to the whole, wherever it is cut', () => {
    fc.assert(
      fc.property(usages, fc.integer({ min: 0, max: 41 * DAY }), (usage, at) => {
        const cut = START + at;
        const halves =
          exact(usage, { from: START, to: cut }) + exact(usage, { from: cut, to: now });
        expect(halves).toBeCloseTo(exact(usage), 9);
      }),
      { numRuns: 200 },
    );
  });

  it('quantities of two usages add up to those of both together', () => {
    const quantities = (usage: Usage) =>
      new Map(
        billOf({ usage, period, now }).lines.map(({ usageType, quantity }) => [
          usageType,
          quantity,
        ]),
      );
    fc.assert(
      fc.property(usages, usages, (a, b) => {
        const [of, other] = [quantities(a), quantities(b)];
        const both = quantities({
          tasks: [...a.tasks, ...b.tasks],
          instances: [...a.instances, ...b.instances],
        });
        expect([...both.keys()].sort()).toEqual(
          [...new Set([...of.keys(), ...other.keys()])].sort(),
        );
        for (const [type, quantity] of both)
          expect(quantity).toBeCloseTo((of.get(type) ?? 0) + (other.get(type) ?? 0), 9);
      }),
      { numRuns: 100 },
    );
  });

  it('nothing gets cheaper as time goes on, nor dearer by a free tier', () => {
    fc.assert(
      fc.property(usages, fc.integer({ min: 0, max: 40 * DAY }), (usage, at) => {
        const early = { from: START, to: START + 41 * DAY };
        expect(exact(usage, early, START + at)).toBeLessThanOrEqual(exact(usage) + 1e-9);
        const free = billOf({ usage, period, now, purchase: { freeTier: true } });
        expect(free.totalUsd).toBeLessThanOrEqual(billOf({ usage, period, now }).totalUsd + 0.01);
      }),
      { numRuns: 100 },
    );
  });

  it('looking hour by hour gives what looking at the month gives when the plan is for nothing', () => {
    const savingsPlan = { usdPerHour: 0, discount: { fargate: 0, ec2: 0 } };
    fc.assert(
      fc.property(usages, (usage) => {
        const hourly = billOf({ usage, period, now, purchase: { savingsPlan } });
        expect(hourly).toEqual(billOf({ usage, period, now }));
      }),
      { numRuns: 20 },
    );
  });
});
