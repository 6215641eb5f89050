import { expect, test } from 'vitest';
import { ownWorkloads } from '../../site/simulators/cost/own-cluster.ts';
import { dayOf } from '../../site/simulators/cost/patterns.ts';
import { PRESETS } from '../../site/simulators/cost/presets.ts';
import { designOf, type Settings } from '../../site/simulators/cost/settings.ts';
import {
  change,
  crossingsInWords,
  exactly,
  meeting,
  money,
  pricesInWords,
  sourceInWords,
  sumInWords,
  verdictOf,
} from '../../site/simulators/cost/words.ts';
import { line, ROUND_STEPS, scale, ticks } from '../../site/simulators/widget/scales.ts';
import { wrap } from '../../site/simulators/widget/wrap.ts';
import { type Estimate, estimateOf } from '../../src/core/cost/estimate.ts';
import { sweepOf } from '../../src/core/cost/sweep.ts';
import { costReport } from './cost-report.ts';

const [bill] = PRESETS;
const settingsOf = (id: string): Settings =>
  PRESETS.find((preset) => preset.id === id)?.settings ?? bill.settings;
const estimated = (id: string): Estimate => estimateOf(designOf(settingsOf(id)));

test('dollars', () => {
  expect([money(3.19), money(1204.5), money(-0.5)]).toEqual(['$3.19', '$1,204.50', '−$0.50']);
  expect([change(2), change(0), change(-2), change(null)]).toEqual([
    '+$2.00',
    '$0.00',
    '−$2.00',
    'no room for it',
  ]);
  expect(exactly(0.00123)).toBe('$0.0012');
});

test.each([
  ['course-bill', 'Fargate is cheaper by $27.18: Fargate $3.19 a month, EC2 $30.37.'],
  ['steady-web', 'EC2 is cheaper by $47.38: Fargate $108.12 a month, EC2 $60.74.'],
  ['night-batch', 'Fargate is cheaper by $366.'],
  ['office-hours', 'Fargate is cheaper by $34.68: Fargate $26.06 a month, EC2 $60.74.'],
  ['mostly-idle', 'Fargate is cheaper by $21.36: Fargate $9.01 a month, EC2 $30.37.'],
])('%s: %s', (id, words) => {
  expect(verdictOf(estimated(id))).toContain(words);
});

test.each([
  [
    'course-bill',
    'The lines cross at 19 hours a day: Fargate is the cheaper one below, EC2 above.',
  ],
  ['steady-web', 'From 4 copies on EC2 is the cheaper one, below that Fargate.'],
  ['night-batch', 'The lines cross at 23.3 hours a day: Fargate is the cheaper one below'],
  ['spot-and-savings', 'Each new instance is dear until it is full.'],
])('%s crosses: %s', (id, words) => {
  const settings = settingsOf(id);
  expect(crossingsInWords(sweepOf(designOf(settings), settings.over))).toContain(words);
});

test('lines that do not cross', () => {
  const dear = {
    ...settingsOf('arm'),
    instanceType: 'm6g.2xlarge',
    networkMode: 'awsvpc',
  } as const;
  expect(crossingsInWords(sweepOf(designOf(dear), 'copies'))).toBe(
    'The lines do not cross: Fargate is the cheaper one throughout, up to 12 copies.',
  );
});

test('where the lines meet, both cost the same, as near as lines between cents can say', () => {
  const settings = settingsOf('office-hours');
  const sweep = sweepOf(designOf(settings), 'hours');
  const [crossing] = sweep.crossings;
  const x = crossing === undefined ? Number.NaN : meeting(sweep, crossing);
  const day = [{ hours: x, copies: 6 }];
  const design = designOf(settings);
  const { fargate, ec2 } = estimateOf({ ...design, workload: { ...design.workload, day } });
  expect(Math.abs(fargate.usd - ec2.usd)).toBeLessThanOrEqual(0.03);
});

test('each line says what it multiplies, and where and when its price is from', () => {
  const { fargate, ec2 } = estimated('spot-and-savings');
  const said = [...fargate.lines, ...ec2.lines].map(
    (line) => `${sumInWords(line)} | ${sourceInWords(line)}`,
  );
  expect(said).toContainEqual(
    expect.stringMatching(
      /GB-Hours × \$0\.0013335 \| 70 % below \$0\.004445, AWS Fargate Pricing, 2024$/,
    ),
  );
  expect(said).toContain('730 Hrs × $0.05 | the price that you promise to pay');
  for (const words of said.filter((one) => !one.includes('promise')))
    expect(words).toMatch(/Pricing, 2024$/);
  expect(pricesInWords(estimated('course-bill'), bill.settings)).toBe(
    'Prices of us-east-1: $0.004445 per GB-Hours (AWS Fargate Pricing, 2024); $0.04048 per vCPU-Hours (AWS Fargate Pricing, 2024); $0.0416 per Hrs (Amazon EC2 On-Demand Pricing, 2024).',
  );
});

test('what runs on one’s own cluster becomes a workload, what ended does not', () => {
  const own = ownWorkloads(costReport(), bill.settings);
  expect(own.map(({ title }) => title)).toEqual(['web in demo', 'batch in demo']);
  const [web, batch] = own.map(({ settings }) => settings);
  expect(web).toMatchObject({ vCpu: 0.5, memoryGB: 1, day: dayOf('flat', 2), spotShare: 50 });
  expect(batch).toMatchObject({ vCpu: 0.0625, memoryGB: 0.125, instanceType: 'm5.large' });
  for (const { settings } of own) expect(estimateOf(designOf(settings)).ec2.usd).toBeGreaterThan(0);
});

test('ticks are round and few, and lines go from point to point', () => {
  expect(ticks(366, 5, ROUND_STEPS)).toEqual([0, 100, 200, 300]);
  expect(ticks(0.07, 5, ROUND_STEPS)).toEqual([0, 0.02, 0.04, 0.06]);
  const [x, y] = [scale(0, 10, 0, 100), scale(0, 1, 50, 0)];
  expect(
    line(
      [
        [0, 0],
        [5, 0.5],
        [10, 1],
      ],
      x,
      y,
    ),
  ).toBe('M0,50L50,25L100,0');
});

test('a caption is broken into lines between words', () => {
  expect(wrap('a bb ccc dddddddd e', 5)).toEqual(['a bb', 'ccc', 'dddddddd', 'e']);
});
