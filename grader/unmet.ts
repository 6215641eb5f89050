/** What a check expected and did not find. Thrown by expectations; the student's to put right. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
  readonly expected: string;
  readonly observed: string;
  /** What kind of mistake it looks like, for choosing a hint: `missing`, `differs`, `refused` … */
  readonly symptom: string;
  /** Members that differ from what was wanted: `cpu`, `containerDefinitions.image`. */
  readonly members: readonly string[];
  /** Overrides the check's own hint. */
  readonly hint: string | undefined;
  /** The share of the check that is met all the same: 0 ≤ credit < 1. */
  readonly credit: number;

  constructor(finding: {
    readonly expected: string;
    readonly observed: string;
    readonly symptom?: string;
    readonly members?: readonly string[];
    readonly hint?: string;
    /** Partial credit; default 0. */
    readonly credit?: number;
  }) {
    super(`expected ${finding.expected}, observed ${finding.observed}`);
    this.expected = finding.expected;
    this.observed = finding.observed;
    this.symptom = finding.symptom ?? 'differs';
    this.members = finding.members ?? [];
    this.hint = finding.hint;
    this.credit = finding.credit ?? 0;
  }
}

/** By name, since checks and grader may come from different bundles. */
export const isUnmet = (error: unknown): error is Unmet =>
  error instanceof Error && error.name === 'Unmet' && 'observed' in error;
