/**
 * A check asks for what was not seen when the evidence was taken. Neither the student's mistake nor
 * a point earned: the check is an `error` of the report, and says this.
 */
export class NotInEvidence extends Error {
  override readonly name = 'NotInEvidence';

  constructor(what: string, why = 'does not hold it') {
    super(
      `The check asks for ${what}, and the evidence ${why}. Grade this student on the cluster again.`,
    );
  }
}

/** By name, since checks and grader may come from different bundles. */
export const isNotInEvidence = (error: unknown): error is NotInEvidence =>
  error instanceof Error && error.name === 'NotInEvidence';
