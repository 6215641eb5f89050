import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClassRules, DEFAULT_RULES } from '../../../grader/class/class-rules.ts';
import { scoreOf, weigh } from '../../../grader/class/score.ts';
import type { CheckResult, GradeReport } from '../../../grader/result.ts';

type Brief = readonly [status: CheckResult['status'], points: number, earned?: number];

/** A report of checks `0`, `1` …; points and totals as `grade` makes them. */
const reportOf = (...briefs: readonly Brief[]): GradeReport =>
  weigh(
    {
      lab: 'cats',
      account: '000000000001',
      region: 'us-east-1',
      target: 'local',
      gradedAt: '2026-01-01T00:00:00.000Z',
      earned: 0,
      possible: 0,
      results: briefs.map(([status, points, earned = 0], index): CheckResult => {
        const base = { id: String(index), title: 'it is so', points };
        if (status === 'pass') return { ...base, status, observed: 'so' };
        if (status === 'blocked') return { ...base, status, blockedBy: '0' };
        if (status === 'error') return { ...base, status, message: 'broke' };
        const finding = { expected: 'so', observed: 'not so', hint: 'do', symptom: 'differs' };
        return { ...base, status, ...finding, earned };
      }),
    },
    DEFAULT_RULES,
  );

const score = (rules: Partial<ClassRules>, report: GradeReport, submittedAt?: string) => {
  const all = { ...DEFAULT_RULES, ...rules };
  return scoreOf(weigh(report, all), all, submittedAt);
};

const half = reportOf(['pass', 50], ['fail', 50]);
const due = '2026-01-31T12:00:00Z';

test.each<[string, Partial<ClassRules>, GradeReport, string | undefined, object]>([
  ['points of the lab', {}, half, undefined, { earned: 50, final: 50, needsReview: false }],
  ['points of the grade book', { pointsPossible: 7.5 }, half, undefined, { final: 3.75 }],
  ['partial credit', {}, reportOf(['pass', 60], ['fail', 40, 13.33]), undefined, { final: 73.33 }],
  ['a weight', { weights: { 0: 150 } }, half, undefined, { final: 150 }],
  [
    'a weight takes partial credit along',
    { weights: { 0: 5 } },
    reportOf(['fail', 10, 3.33]),
    undefined,
    { final: 1.66 },
  ],
  ['a check that does not count', { weights: { 1: 0 } }, half, undefined, { final: 50 }],
  [
    'what is blocked earns nothing',
    {},
    reportOf(['fail', 50], ['blocked', 50]),
    undefined,
    { final: 0 },
  ],
  [
    'an error of ours is on neither side',
    {},
    reportOf(['pass', 20], ['fail', 20], ['error', 60]),
    undefined,
    { earned: 50, final: 50, needsReview: true },
  ],
  ['in time to the second', { due, penaltyPerDay: 10 }, half, due, { daysLate: 0, final: 50 }],
  [
    'a day begun',
    { due, penaltyPerDay: 10 },
    half,
    '2026-01-31T12:00:01Z',
    { daysLate: 1, penalty: 5, final: 45 },
  ],
  [
    'elsewhere it is another time',
    { due, penaltyPerDay: 10 },
    half,
    '2026-01-31T14:00:00+02:00',
    { daysLate: 0 },
  ],
  [
    'days of grace',
    { due, penaltyPerDay: 10, graceDays: 2 },
    half,
    '2026-02-03T00:00:00Z',
    { daysLate: 3, penalty: 5 },
  ],
  [
    'no more than at most',
    { due, penaltyPerDay: 10, penaltyAtMost: 30 },
    half,
    '2026-03-31T00:00:00Z',
    { penalty: 15, final: 35 },
  ],
  [
    'nothing below zero',
    { due, penaltyPerDay: 60 },
    half,
    '2026-02-28T00:00:00Z',
    { penalty: 50, final: 0 },
  ],
  ['nobody said when', { due, penaltyPerDay: 60 }, half, undefined, { daysLate: 0, final: 50 }],
])('%s', (_what, rules, report, submittedAt, expected) => {
  expect(score(rules, report, submittedAt)).toMatchObject(expected);
});

test('no score where no check could be carried out', () => {
  expect(score({}, reportOf(['error', 50], ['error', 50]))).toBeUndefined();
  expect(score({ weights: { 0: 0 } }, reportOf(['fail', 50], ['error', 50]))).toBeUndefined();
});

const points = fc.integer({ min: 1, max: 10_000 }).map((value) => value / 100);
const brief = fc
  .record({
    status: fc.constantFrom<CheckResult['status']>('pass', 'fail', 'blocked', 'error'),
    points,
    share: fc.double({ min: 0, max: 0.99, noNaN: true }),
  })
  .map(
    ({ status, points: all, share }): Brief => [status, all, Math.floor(all * share * 100) / 100],
  );
const reports = fc
  .array(brief, { minLength: 1, maxLength: 8 })
  .map((briefs) => reportOf(...briefs));
const rules = fc.record({
  due: fc.constant(due),
  graceDays: fc.nat(5),
  penaltyPerDay: fc.nat(100),
  penaltyAtMost: fc.nat(100),
  pointsPossible: fc.option(points, { nil: undefined }),
});
const hoursLate = fc.integer({ min: -100, max: 400 });
const later = (hours: number) => new Date(Date.parse(due) + hours * 3_600_000).toISOString();

test('0 ≤ final ≤ earned ≤ possible, all in hundredths', () => {
  fc.assert(
    fc.property(reports, rules, hoursLate, (report, some, hours) => {
      const found = score(some, report, later(hours));
      if (found === undefined) return;
      const possible =
        some.pointsPossible ?? report.results.reduce((sum, result) => sum + result.points, 0);
      expect(found.final).toBeGreaterThanOrEqual(0);
      expect(found.final).toBeLessThanOrEqual(found.earned);
      expect(found.earned).toBeLessThanOrEqual(possible + 1e-9);
      for (const value of [found.final, found.earned, found.penalty]) {
        expect(Math.round(value * 100) / 100).toBe(value);
      }
    }),
    { seed: 1 },
  );
});

test('who hands in later never gets more', () => {
  fc.assert(
    fc.property(reports, rules, hoursLate, fc.nat(200), (report, some, hours, more) => {
      const sooner = score(some, report, later(hours))?.final ?? 0;
      expect(score(some, report, later(hours + more))?.final ?? 0).toBeLessThanOrEqual(sooner);
    }),
    { seed: 2 },
  );
});

test('all weights times ten change nothing in a grade book of fixed points', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), points, (passed, all) => {
      const report = reportOf(...passed.map((pass): Brief => [pass ? 'pass' : 'fail', 10]));
      const weights = Object.fromEntries(passed.map((_pass, index) => [index, 100]));
      const fixed = { pointsPossible: all };
      expect(score({ ...fixed, weights }, report)).toEqual(score(fixed, report));
    }),
    { seed: 3 },
  );
});
