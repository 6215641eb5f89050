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
export const outcomeInWords = (outcome: SandboxOutcome): readonly string[] => [
  howItEnded(outcome),
  ...whatItMet(outcome),
];

/** What an instructor should know of it: how it ended where that was not well, and what it met. */
export const noteworthy = (outcome: SandboxOutcome): readonly string[] => {
  if (outcome.exitStatus === 0) return whatItMet(outcome);
  const last = outcome.output.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? '';
  const words = last === '' ? '' : ` Its last line: ${JSON.stringify(last)}`;
  return [`${howItEnded(outcome)}${words}`, ...whatItMet(outcome)];
};

const howItEnded = ({ exitStatus, seconds }: SandboxOutcome): string =>
  exitStatus === undefined
    ? `commands.sh was stopped after ${seconds.toFixed(1)} s.`
    : `commands.sh ended with status ${exitStatus} after ${seconds.toFixed(1)} s.`;

const whatItMet = ({ limits, refused }: SandboxOutcome): readonly string[] => [
  ...limits.map(({ message }) => message),
  ...refused.map((what) => `Refused: ${what}`),
];
