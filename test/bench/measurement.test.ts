import { describe, expect, test } from 'vitest';
import { interleave, type Measurement, median, row } from '../../src/cli/bench/measurement.ts';
import { formatReport } from '../../src/cli/bench/report.ts';

describe('measurement', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('rounds are run in turn', async () => {
    const order: string[] = [];
    const run = (name: string) => () => order.push(name);
    await interleave(3, run('ours'), run('baseline'));
    expect(order).toEqual(['ours', 'baseline', 'ours', 'baseline', 'ours', 'baseline']);
  });

  const aim = { text: '≥ 0.5', met: (_ours: number, ratio: number) => ratio >= 0.5 };
  const description = { label: 'DescribeServices', unit: 'requests/s', against: 'echo' };

  test('a row shows medians, compares within rounds and judges the aim', () => {
    const made = row(description, { ours: [5, 4, 9], baseline: [20, 10, 1] }, aim);
    expect(made).toMatchObject({ ours: 5, baseline: 10, ratio: 0.4, aim: { met: false } });
    expect(row(description, { ours: [5], baseline: [10] }, aim).aim?.met).toBe(true);
  });

  test('the report shows numbers, ratio, aim, rounds and how it was measured', () => {
    const measurements: Measurement[] = [
      {
        name: 'requests',
        title: 'Requests a second',
        how: 'In turn.',
        rows: [
          row(description, { ours: [4000, 6000, 5000], baseline: [12_000, 9000, 12_500] }, aim),
          row({ label: 'step', unit: 'µs', against: 'less' }, { ours: [1.234], baseline: [2] }),
        ],
      },
      { name: 'fargate', title: 'Fargate', how: 'On Docker.', rows: [], skipped: 'no Docker' },
    ];
    expect(formatReport(measurements)).toMatchInlineSnapshot(`
      "Requests a second
                          ours              against                  ratio  aim            rounds (ours | against)
        DescribeServices  5,000 requests/s  12,000 requests/s  echo  0.40   ≥ 0.5: MISSED  4,000 6,000 5,000 | 12,000 9,000 12,500
        step              1.2 µs            2.0 µs             less  0.62                  1.2 | 2.0
        In turn.

      Fargate
        Not measured: no Docker
        On Docker."
    `);
  });
});
