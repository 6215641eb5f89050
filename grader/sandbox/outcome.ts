import type { Limit } from './limits.ts';

/** How the commands of a submission went. None of it is a grade: that is for the checks to say. */
export interface SandboxOutcome {
  /** Of `commands.sh`: that of its last command, or of `exit`; undefined: it was stopped. */
  readonly exitStatus: number | undefined;
  readonly seconds: number;
  /** What it printed, both outputs together; its beginning and its end where it is long. */
  readonly output: string;
  readonly outputBytes: number;
  /** Limits that were met, with words for the instructor and the student. */
  readonly limits: readonly { readonly limit: Limit; readonly message: string }[];
  /** What the sandbox did not let through, a sentence each; the first ones. */
  readonly refused: readonly string[];
}

/** The outcome in a few lines. */
export const outcomeInWords = ({
  exitStatus,
  seconds,
  limits,
  refused,
}: SandboxOutcome): readonly string[] => [
  exitStatus === undefined
    ? `commands.sh was stopped after ${seconds.toFixed(1)} s.`
    : `commands.sh ended with status ${exitStatus} after ${seconds.toFixed(1)} s.`,
  ...limits.map(({ message }) => message),
  ...refused.map((what) => `Refused: ${what}`),
];
