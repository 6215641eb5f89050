import type { Variant } from '../src/workbook/variant.ts';
import type { Check } from './check.ts';
import { type CheckResult, earnedBy, type GradeReport } from './result.ts';
import { runCheck } from './run-check.ts';
import type { Target } from './target.ts';

export interface GradeOptions {
  /** Id of the lab. */
  readonly lab: string;
  readonly checks: readonly Check[];
  /** From `openTarget`; not closed here. */
  readonly target: Target;
  /** Only these checks and those that they depend on; default all. */
  readonly only?: readonly string[] | undefined;
  /** Default: of a lab that is the same for everybody. */
  readonly variant?: Variant | undefined;
  /** Milliseconds that one check may take; default 30,000. */
  readonly timeout?: number | undefined;
}

/**
 * Looks at the target and says what holds. Never throws for what a check finds or does: a check
 * that throws is an `error` in the report, and its points are not among the possible ones.
 */
export const grade = async ({
  lab,
  checks,
  target,
  only,
  variant = {},
  timeout = 30_000,
}: GradeOptions): Promise<GradeReport> => {
  const chosen = only === undefined ? checks : withDependencies(checks, only);
  const results = new Map<string, Promise<CheckResult>>();
  const resultOf = async (check: Check): Promise<CheckResult> => {
    // All that can go at once goes at once; a check waits only for those that it depends on.
    const before = await Promise.all(check.dependsOn.flatMap((id) => results.get(id) ?? []));
    const stopper = before.find(({ status }) => status !== 'pass');
    if (stopper === undefined) return runCheck(check, target, variant, timeout);
    const { id, title, points } = check;
    return stopper.status === 'error'
      ? { id, title, points, status: 'error', message: `The check ${stopper.id} went wrong.` }
      : { id, title, points, status: 'blocked', blockedBy: stopper.id };
  };
  for (const check of chosen) results.set(check.id, resultOf(check));
  return report(lab, target, await Promise.all(results.values()));
};

const report = (lab: string, target: Target, results: CheckResult[]): GradeReport => {
  const counted = results.filter(({ status }) => status !== 'error');
  return {
    lab,
    account: target.account,
    region: target.region,
    target: target.kind,
    gradedAt: new Date(target.now()).toISOString(),
    earned: round(counted.reduce((total, result) => total + earnedBy(result), 0)),
    possible: counted.reduce((total, { points }) => total + points, 0),
    results,
  };
};

/** To the hundredth: sums of fractions are not exact. */
const round = (points: number): number => Math.round(points * 100) / 100;

const withDependencies = (checks: readonly Check[], only: readonly string[]): Check[] => {
  const wanted = new Set(only);
  for (const { id, dependsOn } of [...checks].reverse()) {
    if (wanted.has(id)) for (const dependency of dependsOn) wanted.add(dependency);
  }
  return checks.filter(({ id }) => wanted.has(id));
};
