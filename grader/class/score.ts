import { type CheckResult, earnedBy, type GradeReport } from '../result.ts';
import type { Score } from './class-report.ts';
import type { ClassRules } from './class-rules.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The points of a check in this class. */
export const weightOf = (
  { id, points }: { readonly id: string; readonly points: number },
  { weights }: Pick<ClassRules, 'weights'>,
): number => weights[id] ?? points;

/** The report with the points of the class in place of the lab's. */
export const weigh = (report: GradeReport, rules: Pick<ClassRules, 'weights'>): GradeReport => {
  const results = report.results.map((result): CheckResult => {
    const points = weightOf(result, rules);
    if (result.status !== 'fail' || points === result.points) return { ...result, points };
    // Down to the hundredth, so that a share never becomes the whole.
    const earned = Math.floor((points * result.earned * 100) / result.points) / 100;
    return { ...result, points, earned };
  });
  const counted = results.filter(({ status }) => status !== 'error');
  return {
    ...report,
    earned: hundredths(counted.reduce((sum, result) => sum + earnedBy(result), 0)),
    possible: hundredths(counted.reduce((sum, { points }) => sum + points, 0)),
    results,
  };
};

/** Points of the grade book that a faultless lab brings. */
export const pointsPossible = (
  checks: readonly { readonly id: string; readonly points: number }[],
  rules: ClassRules,
): number =>
  rules.pointsPossible ??
  hundredths(checks.reduce((sum, check) => sum + weightOf(check, rules), 0));

/**
 * What a student's weighted report brings. Checks that ended in error are left out of both sides of
 * the fraction; undefined when nothing is left.
 */
export const scoreOf = (
  report: GradeReport,
  rules: ClassRules,
  submittedAt: string | undefined,
): Score | undefined => {
  if (report.possible === 0) return undefined;
  const all = pointsPossible(report.results, rules);
  // In whole hundredths, so that what lies between two of them is always rounded the same way.
  const earned = Math.round((cents(all) * cents(report.earned)) / cents(report.possible)) / 100;
  const daysLate = daysBetween(rules.due, submittedAt);
  const percent = Math.min(
    rules.penaltyAtMost,
    rules.penaltyPerDay * Math.max(0, daysLate - rules.graceDays),
  );
  const penalty = Math.round((cents(earned) * percent) / 100) / 100;
  return {
    earned,
    daysLate,
    penalty,
    final: hundredths(earned - penalty),
    needsReview: report.results.some(({ status }) => status === 'error'),
  };
};

/** Days begun, each of 24 hours. */
const daysBetween = (due: string | undefined, submittedAt: string | undefined): number =>
  due === undefined || submittedAt === undefined
    ? 0
    : Math.max(0, Math.ceil((Date.parse(submittedAt) - Date.parse(due)) / DAY));

const cents = (points: number): number => Math.round(points * 100);

/** To the hundredth: sums of fractions are not exact. */
const hundredths = (points: number): number => cents(points) / 100;
