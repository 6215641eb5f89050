import { expect, test } from 'vitest';
import { referencePage } from '../../site/generator/reference/page.ts';
import { dollars, duration } from '../../site/generator/reference/table.ts';
import { FARGATE_SIZES } from '../../src/core/task-definitions/fargate.ts';

const text = referencePage('v')
  .replaceAll(/<\/(?:td|th)>/g, ' | ')
  .replaceAll(/<[^>]+>/g, '');

test.each([
  ['a size of Fargate, with what it costs', '1024 | 1 | 2 to 8 in steps of 1 | $0.0494 | $0.076 |'],
  [
    'an instance type, its interfaces and its tasks',
    'c5.large | 2 | 2,048 | 4,096 | 3,891 | 3 | 2 | 10 | $0.085 |',
  ],
  [
    'a price with its date',
    'Fargate, x86, CPU | $0.04048 | a vCPU and hour | 2024 | AWS Fargate Pricing |',
  ],
  ['the health check of a container', 'interval | 30 | 5 to 300 |'],
  ['the health check of a target group', 'HTTP | 30 s | 5 s | 5 | 2 | 200 from / | 300 s |'],
  ['the circuit breaker', '100 | 50 |'],
  ['back-off', '12 | 27 min |'],
  ['a limit', 'a task definition | containers | 10 |'],
  ['a state', 'DEPROVISIONING | Its network interface is given back. |'],
])('the reference has %s', (_, row) => {
  expect(text).toContain(row);
});

test('every size of Fargate is there', () => {
  for (const cpu of FARGATE_SIZES.keys()) expect(text).toContain(`\n${cpu} | ${cpu / 1024} | `);
});

test('figures are told as people write them', () => {
  expect([40_000, 120_000, 180_000, 3_600_000, 1_620_000].map(duration)).toEqual([
    '40 s',
    '120 s',
    '3 min',
    '1 h',
    '27 min',
  ]);
  expect([0.0000001, 0.04048, 1].map((value) => dollars(value))).toEqual(['$0', '$0.04048', '$1']);
});
