import type { CheckResult } from '../../../grader/result.ts';

/** What the checks said to something that must not pass. */
export interface Seen {
  readonly name: string;
  /** The check that must fail; undefined: all must. */
  readonly caughtBy?: string | undefined;
  readonly results: readonly CheckResult[];
}

/** One thing that was tried in the proof of a lab. */
export interface Trial {
  readonly name: string;
  readonly seconds: number;
  /** What is wrong, in words; empty: it is as it should be. */
  readonly faults: readonly string[];
  /** What was seen. */
  readonly outcome: string;
  readonly seen?: Seen | undefined;
}

export interface Proof {
  readonly lab: string;
  /** Ids of the checks. */
  readonly checks: readonly string[];
  readonly trials: readonly Trial[];
  /** Steps that could not run here, and why. */
  readonly passedOver: readonly string[];
  readonly proved: boolean;
}

/** Tries something and takes the time; what is thrown is a fault like any other. */
export const trial = async (
  name: string,
  run: () => Promise<Pick<Trial, 'faults' | 'outcome' | 'seen'>>,
): Promise<Trial> => {
  const start = performance.now();
  const result = await run().catch((error: unknown) => ({
    faults: [error instanceof Error ? error.message : String(error)],
    outcome: 'broke off',
  }));
  return { name, seconds: (performance.now() - start) / 1000, ...result };
};
