import { expect, test } from 'vitest';
import type { CheckResult, GradeReport } from '../../grader/result.ts';
import { faultsAfter, faultsBefore, faultsOfMutant } from '../../src/cli/prove/judge.ts';

type Brief = [id: string, status: CheckResult['status'], blockedBy?: string];

const result = ([id, status, blockedBy = 'x']: Brief): CheckResult => {
  const base = { id, title: id, points: 1 };
  if (status === 'pass') return { ...base, status, observed: 'seen' };
  if (status === 'blocked') return { ...base, status, blockedBy };
  if (status === 'error') return { ...base, status, message: 'broke' };
  return {
    ...base,
    status,
    expected: 'this',
    observed: 'that',
    hint: 'do',
    symptom: 'differs',
    earned: 0,
  };
};

const report = (...briefs: Brief[]): GradeReport => ({
  lab: 'cats',
  account: '123456789012',
  region: 'us-east-1',
  target: 'local',
  gradedAt: '2026-01-01T00:00:00.000Z',
  earned: 0,
  possible: 0,
  results: briefs.map(result),
});

test('a check that passes before the steps proves nothing', () => {
  expect(faultsBefore(report(['a', 'fail'], ['b', 'blocked', 'a']))).toEqual([]);
  expect(faultsBefore(report(['a', 'fail'], ['b', 'pass'], ['c', 'error']))).toEqual([
    'before the steps: b is pass (seen)',
    'before the steps: c is error (broke)',
  ]);
});

test('a check that does not pass after the steps is wrong, or the steps are', () => {
  expect(faultsAfter(report(['a', 'pass']))).toEqual([]);
  expect(faultsAfter(report(['a', 'fail'], ['b', 'blocked', 'a']))).toEqual([
    'after the steps: a is fail (expected this; observed that)',
    'after the steps: b is blocked by a',
  ]);
});

test('a mutant is caught by the check that names it; what that blocks is no other', () => {
  const judge = faultsOfMutant('b');
  expect(
    judge(report(['a', 'pass'], ['b', 'fail'], ['c', 'blocked', 'b'], ['d', 'blocked', 'c'])),
  ).toEqual([]);
});

test.each<[string, Brief[], string[]]>([
  [
    'by nobody',
    [
      ['a', 'pass'],
      ['b', 'pass'],
    ],
    ['not caught: b is pass (seen)'],
  ],
  [
    'by another',
    [
      ['a', 'fail'],
      ['b', 'blocked', 'a'],
    ],
    [
      'not caught: b is blocked by a',
      'caught by another: a is fail (expected this; observed that)',
    ],
  ],
  [
    'by one too many',
    [
      ['a', 'fail'],
      ['b', 'fail'],
    ],
    ['caught by another: a is fail (expected this; observed that)'],
  ],
  [
    'by an error',
    [
      ['a', 'pass'],
      ['b', 'error'],
    ],
    ['not caught: b is error (broke)'],
  ],
  ['by a check that there is not', [['a', 'fail']], ['there is no check b']],
])('a mutant caught %s is a fault of the lab', (_, briefs, faults) => {
  expect(faultsOfMutant('b')(report(...briefs))).toEqual(faults);
});
