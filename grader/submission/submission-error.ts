/** A submission that cannot be read. `message`: what was expected, what was found, what to do. */
export class SubmissionError extends Error {
  override readonly name = 'SubmissionError';
  constructor(
    message: string,
    /** Whose it is to mend. */
    readonly toMend: 'student' | 'instructor' = 'student',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
