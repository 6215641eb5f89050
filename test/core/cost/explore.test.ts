import { describe, expect, test } from 'vitest';
import { billOf } from '../../../src/core/cost/bill.ts';
import { exploreCost } from '../../../src/core/cost/explore.ts';
import { monthOf } from '../../../src/core/cost/periods.ts';
import type { Usage } from '../../../src/core/cost/usage.ts';
import { DAY, HOUR, instance, START, seconds, task } from './usages.ts';

const NOVEMBER = monthOf(START);
const everything = () => true;
const explore = (
  usage: Partial<Usage>,
  question: Partial<Parameters<typeof exploreCost>[2]> = {},
) =>
  exploreCost({ tasks: [], instances: [], ...usage }, NOVEMBER.to, {
    ...{ period: NOVEMBER, by: 'month', matches: everything, groupBy: ['USAGE_TYPE'] },
    ...question,
  });
const course = () =>
  task({
    ...{ region: 'us-east-2', cpu: 1024, memoryMiB: 3072 },
    ...{ from: START, to: START + seconds(213_826) },
  });

test("the course's bill, before it is rounded", () => {
  const [found] = explore({ tasks: [course()] });
  expect(found?.groups).toEqual([
    {
      keys: ['USE2-Fargate-GB-Hours'],
      amounts: {
        usd: expect.closeTo(0.792047, 6),
        quantity: expect.closeTo(178.188, 3),
        unit: 'GB-Hours',
      },
    },
    {
      keys: ['USE2-Fargate-vCPU-Hours:perCPU'],
      amounts: {
        usd: expect.closeTo(2.404355, 6),
        quantity: expect.closeTo(59.396, 3),
        unit: 'vCPU-Hours',
      },
    },
  ]);
  expect(found?.total).toMatchObject({ usd: expect.closeTo(3.196402, 6), unit: null });
});

describe('what ran', () => {
  const usage = {
    tasks: [course()],
    instances: [instance({ instanceType: 't3.micro', from: START, to: START + 10 * HOUR })],
  };

  test('is found by service, by its full name, and by account', () => {
    const [found] = explore(usage, { groupBy: ['SERVICE', 'LINKED_ACCOUNT'] });
    expect(found?.groups.map(({ keys, amounts }) => [...keys, amounts.unit])).toEqual([
      ['Amazon Elastic Compute Cloud - Compute', expect.stringMatching(/^\d{12}$/), 'Hrs'],
      ['Amazon Elastic Container Service', expect.stringMatching(/^\d{12}$/), null],
    ]);
  });

  test('is left out where the filter says so', () => {
    const [found] = explore(usage, {
      matches: ({ INSTANCE_TYPE }) => INSTANCE_TYPE === 't3.micro',
    });
    expect(found?.groups).toEqual([
      { keys: ['BoxUsage:t3.micro'], amounts: { usd: 0.104, quantity: 10, unit: 'Hrs' } },
    ]);
  });

  test('adds up to the same by the day, by the hour and in the bill', () => {
    const period = { from: NOVEMBER.from, to: NOVEMBER.from + 14 * DAY };
    const sum = (by: 'day' | 'hour' | 'month') => {
      const periods = explore(usage, { by, period });
      expect(periods).toHaveLength({ month: 1, day: 14, hour: 14 * 24 }[by]);
      return periods.reduce((usd, { total }) => usd + total.usd, 0);
    };
    expect(sum('day')).toBeCloseTo(sum('month'), 9);
    expect(sum('hour')).toBeCloseTo(sum('month'), 9);
    expect(billOf({ usage, period, now: NOVEMBER.to }).totalUsd).toBeCloseTo(sum('month'), 1);
  });
});
