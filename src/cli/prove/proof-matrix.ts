import type { CheckResult } from '../../../grader/result.ts';
import type { Proof } from './proof.ts';

/** What a check said to one mutant, or to an account on which nothing was done yet. */
export type Verdict = CheckResult['status'] | 'unknown';

/** Lab × mutant × check. */
export interface ProofMatrix {
  readonly lab: string;
  readonly checks: readonly string[];
  readonly rows: readonly {
    /** The mutant's id; of the first row: `(nothing done)`. */
    readonly name: string;
    /** The check that must fail; undefined: all must. */
    readonly caughtBy?: string | undefined;
    /** In the order of the checks. */
    readonly verdicts: readonly Verdict[];
  }[];
}

export const NOTHING_DONE = '(nothing done)';

/** What the trials of a proof saw of each check before the steps and with each mutant. */
export const proofMatrix = ({ lab, checks, trials }: Proof): ProofMatrix => ({
  lab,
  checks,
  rows: trials.flatMap(({ seen }) => {
    if (seen === undefined) return [];
    const { name, caughtBy, results } = seen;
    const of = new Map(results.map(({ id, status }) => [id, status]));
    return [{ name, caughtBy, verdicts: checks.map((id) => of.get(id) ?? 'unknown') }];
  }),
});

/**
 * Checks that nothing made fail: neither a mutant nor, by themselves and not only since another
 * stood in the way, an account on which nothing was done. Such a check may be one that cannot fail.
 */
export const neverFailed = ({ checks, rows }: ProofMatrix): string[] =>
  checks.filter((_id, column) => rows.every(({ verdicts }) => verdicts[column] !== 'fail'));
