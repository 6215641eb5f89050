import type { Variant } from '../src/workbook/variant.ts';
import { contradictionsOf, FaultyList } from './faults.ts';
import type { Target } from './target.ts';
import type { Unmet } from './unmet.ts';

/** What a check may look through: the AWS API of one account in one region, and nothing else. */
export interface CheckContext extends Target {
  /** Aborted when the check has run out of time. */
  readonly signal: AbortSignal;
  /** The student's own names, ports and sizes; those of the lab's front matter. */
  readonly variant: Variant;
}

export interface Check {
  readonly id: string;
  /** What is true when it passes, as a sentence without a full stop. */
  readonly title: string;
  readonly points: number;
  /** Checks that must pass before this one is tried. */
  readonly dependsOn: readonly string[];
  /**
   * Answers what was observed. Throws `Unmet` (the expectations do) when the student has something
   * to put right; anything else that is thrown is an error of ours.
   */
  readonly run: (context: CheckContext) => Promise<string>;
  readonly hint: (unmet: Unmet) => string;
}

export interface CheckOptions {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly dependsOn?: readonly string[];
  readonly run: (context: CheckContext) => Promise<string>;
  /** What to do next; a function chooses by what was observed. */
  readonly hint: string | ((unmet: Unmet) => string);
}

/** One check of a lab. */
export const check = ({ hint, dependsOn = [], ...options }: CheckOptions): Check => ({
  ...options,
  dependsOn,
  hint: typeof hint === 'string' ? () => hint : hint,
});

/** The checks of a lab, in the order of the report. Throws `FaultyList` when they contradict each other. */
export const defineChecks = (...checks: readonly Check[]): readonly Check[] => {
  const faults = contradictionsOf(checks);
  if (faults.length > 0) throw new FaultyList(faults, checks);
  return checks;
};
