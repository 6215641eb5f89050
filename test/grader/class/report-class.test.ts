import { expect, test } from 'vitest';
import { check } from '../../../grader/check.ts';
import { DEFAULT_RULES } from '../../../grader/class/class-rules.ts';
import { type Outcome, reportClass } from '../../../grader/class/report-class.ts';
import type { CheckResult } from '../../../grader/result.ts';

const checks = ['cluster', 'service', 'page'].map((id) =>
  check({ id, title: `the ${id} is there`, points: 10, run: async () => 'fine', hint: 'none' }),
);

/** One letter a check: pass, fail, blocked, error; or the problem. */
const outcome = (id: string, letters: string, symptom = 'missing'): Outcome => {
  const results = checks.map(({ id, title, points }, index): CheckResult => {
    const base = { id, title, points };
    switch (letters[index]) {
      case 'p':
        return { ...base, status: 'pass', observed: 'so' };
      case 'b':
        return { ...base, status: 'blocked', blockedBy: 'cluster' };
      case 'e':
        return { ...base, status: 'error', message: 'the network is down' };
      default: {
        const finding = { expected: 'so', observed: 'not so', hint: 'do', earned: 0 };
        return { ...base, status: 'fail', ...finding, symptom };
      }
    }
  });
  return {
    student: { id, name: id, columns: {} },
    variant: {},
    found: {
      lab: 'cats',
      account: '000000000001',
      region: 'us-east-1',
      target: 'local',
      gradedAt: `2026-01-0${id}T00:00:00.000Z`,
      earned: 0,
      possible: 0,
      results,
    },
  };
};

const report = (...outcomes: Outcome[]) =>
  reportClass({
    lab: { id: 'cats', title: 'Cats' },
    checks,
    rules: { ...DEFAULT_RULES, weights: { page: 20 } },
    outcomes,
    now: '2026-02-01T00:00:00.000Z',
  });

const nobody: Outcome = {
  student: { id: '9', name: '9', columns: {} },
  variant: {},
  found: { problem: 'the roster has no account of 9' },
};

test('a class has its points, its scores and the time of the last one graded', () => {
  const found = report(outcome('1', 'ppp'), outcome('3', 'pff'), nobody, outcome('2', 'ppf'));
  expect(found).toMatchObject({
    lab: { id: 'cats', title: 'Cats' },
    gradedAt: '2026-01-03T00:00:00.000Z',
    checks: [
      { id: 'cluster', points: 10 },
      { id: 'service', points: 10 },
      { id: 'page', points: 20 },
    ],
    pointsPossible: 40,
    students: [
      { status: 'graded', report: { earned: 40, possible: 40 }, score: { final: 40 } },
      { status: 'graded', score: { final: 10 } },
      { status: 'ungraded', problem: 'the roster has no account of 9' },
      { status: 'graded', score: { final: 20 } },
    ],
    statistics: { students: 4, graded: 3, mean: 23.33, median: 20 },
  });
});

test('statistics count what failed, and where people are stuck; what waits is not counted twice', () => {
  const { statistics } = report(
    outcome('1', 'fbb', 'absent'),
    outcome('2', 'pfb'),
    outcome('3', 'pff', 'wrong'),
    outcome('4', 'efp', 'wrong'),
    outcome('5', 'ppp'),
  );
  expect(statistics.checks).toEqual([
    {
      id: 'cluster',
      pass: 3,
      fail: 1,
      blocked: 0,
      error: 1,
      stuckHere: 1,
      symptoms: [{ symptom: 'absent', count: 1 }],
    },
    {
      id: 'service',
      pass: 1,
      fail: 3,
      blocked: 1,
      error: 0,
      stuckHere: 3,
      symptoms: [
        { symptom: 'wrong', count: 2 },
        { symptom: 'missing', count: 1 },
      ],
    },
    {
      id: 'page',
      pass: 2,
      fail: 1,
      blocked: 2,
      error: 0,
      stuckHere: 0,
      symptoms: [{ symptom: 'wrong', count: 1 }],
    },
  ]);
});

test('the median of an even number is the mean of the two in the middle', () => {
  const { statistics } = report(
    outcome('1', 'ppp'),
    outcome('2', 'fbb'),
    outcome('3', 'pfb'),
    outcome('4', 'ppf'),
  );
  expect(statistics).toMatchObject({ mean: 17.5, median: 15 });
});

test('where our own errors leave nothing to say, a student is not graded, and never gets a zero', () => {
  const found = report(outcome('1', 'eee'), nobody);
  expect(found.students[0]).toMatchObject({
    status: 'ungraded',
    problem: 'No check could be carried out. The first: the network is down',
  });
  expect(found.gradedAt).toBe('2026-02-01T00:00:00.000Z');
  expect(found.statistics).toMatchObject({
    students: 2,
    graded: 0,
    mean: undefined,
    median: undefined,
  });
});
