import type { Trace } from './simulation.ts';
import { seconds } from './words.ts';

/** What a person sets out to reach. */
export interface Goal {
  /** Seconds within which the deployment is to be completed. */
  readonly within: number;
  /** Healthy tasks that it must never go below. */
  readonly floor: number;
}

export const GOAL_RANGES = {
  within: { min: 1, max: 3600, step: 1 },
  floor: { min: 0, max: 20, step: 1 },
} as const;

/** "Replace all six within 60 s and never below 4." */
export const DEFAULT_GOAL: Goal = { within: 60, floor: 4 };

export interface Verdict {
  readonly met: boolean;
  /** How near, or how far off, in sentences. */
  readonly words: string;
}

/** Holds a whole deployment against the goal. */
export const judge = (
  { outcome, lowestHealthy }: Pick<Trace, 'outcome' | 'lowestHealthy'>,
  { within, floor }: Goal,
): Verdict => {
  const short = floor - lowestHealthy;
  const lowest =
    short > 0
      ? `It goes down to ${lowestHealthy} healthy, ${short} below.`
      : `It never goes below ${lowestHealthy} healthy${short < 0 ? `, ${-short} more than asked` : ''}.`;
  if (!outcome.finished) return { met: false, words: `It does not finish. ${lowest}` };
  const late = outcome.seconds - within;
  const time = `It takes ${seconds(outcome.seconds)}, ${
    late > 0
      ? `${seconds(late)} too long`
      : late < 0
        ? `${seconds(-late)} to spare`
        : 'just in time'
  }.`;
  return { met: late <= 0 && short <= 0, words: `${time} ${lowest}` };
};
