import { expect, test } from 'vitest';
import { check } from '../../../grader/check.ts';
import { DEFAULT_RULES } from '../../../grader/class/class-rules.ts';
import { readRules } from '../../../grader/class/read-rules.ts';

const checks = ['cluster', 'service'].map((id) =>
  check({ id, title: id, points: 50, run: async () => 'fine', hint: 'none' }),
);
const read = (text: string) => readRules(text, 'class.yaml', checks);

test('all that an instructor may set', () => {
  const text = `
due: 2026-01-31T23:59:00+01:00
graceDays: 1
penaltyPerDay: 10
penaltyAtMost: 50
pointsPossible: 12.5
weights:
  cluster: 20
`;
  expect(read(text)).toEqual({
    due: '2026-01-31T23:59:00+01:00',
    graceDays: 1,
    penaltyPerDay: 10,
    penaltyAtMost: 50,
    pointsPossible: 12.5,
    weights: { cluster: 20 },
  });
});

test('everything has a default', () => {
  expect(read('# nothing yet\n')).toEqual(DEFAULT_RULES);
});

test('every fault is told at its line', () => {
  const text = `due: tomorrow
graceDays: 1.5
penalty: 10
penaltyAtMost: 150
pointsPossible: 1.234
weights:
  cluster: -1
  cats: 5
`;
  expect(() => read(text)).toThrowErrorMatchingInlineSnapshot(`
    [InputError: class.yaml:1: the rules, due
      expected a day and a time with its offset, such as 2026-01-31T23:59:00+01:00
      found "tomorrow"
    class.yaml:2: the rules, graceDays
      expected the days after due that cost nothing, a whole number from 0
      found 1.5
    class.yaml:3: the rules
      expected only these: due, graceDays, penaltyPerDay, penaltyAtMost, pointsPossible, weights
      found "penalty", which is not one of them
    class.yaml:4: the rules, penaltyAtMost
      expected what lateness costs at most, a percentage from 0 to 100
      found 150
    class.yaml:5: the rules, pointsPossible
      expected the points of the grade book: a number above 0, with at most two decimals
      found 1.234
    class.yaml:7: the rules, weights.cluster
      expected points: a number from 0, with at most two decimals
      found -1
    class.yaml:8: the rules, weights
      expected the points of single checks, not all 0: cluster, service
      found "cats", which is not one of them]
  `);
});

test('weights of which nothing is left are a mistake', () => {
  expect(() => read('weights: { cluster: 0, service: 0 }')).toThrow(/not all 0/);
});

test('YAML that is none is told at its line', () => {
  expect(() => read('due: "2026\nweights: {')).toThrow(
    /class\.yaml:\d: the rules\n {2}expected YAML/,
  );
});
