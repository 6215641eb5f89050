/** What one check found. */
export type CheckResult = {
  readonly id: string;
  readonly title: string;
  readonly points: number;
} & (
  | { readonly status: 'pass'; readonly observed: string }
  | {
      readonly status: 'fail';
      readonly expected: string;
      readonly observed: string;
      /** What to do next, chosen by what was observed. */
      readonly hint: string;
      /** What kind of mistake it looks like: `missing`, `differs`, `refused` … */
      readonly symptom: string;
      /** Partial credit: 0 ≤ earned < points, in hundredths. */
      readonly earned: number;
    }
  /** A check that this one depends on did not pass. */
  | { readonly status: 'blocked'; readonly blockedBy: string }
  /** Our fault: the check itself could not be carried out. Never counts against the student. */
  | { readonly status: 'error'; readonly message: string }
);

/** Points that a check brings. */
export const earnedBy = (result: CheckResult): number => {
  if (result.status === 'pass') return result.points;
  return result.status === 'fail' ? result.earned : 0;
};

export interface GradeReport {
  readonly lab: string;
  readonly account: string;
  readonly region: string;
  readonly target: 'local' | 'aws';
  /** ISO 8601. */
  readonly gradedAt: string;
  readonly earned: number;
  /** Points of all checks, less those that ended in error. */
  readonly possible: number;
  readonly results: readonly CheckResult[];
}
