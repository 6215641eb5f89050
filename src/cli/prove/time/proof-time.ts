import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../../engines/engine.ts';
import { systemClock } from '../../../engines/system-clock.ts';

/** Somebody who does something in a proof: a student's shell, a check, a health check. */
export interface Actor {
  /** Is at work until the answer is called. Time leaps over none of it, but over what is slept of it. */
  begin(): () => void;
  /** Resolves after so many milliseconds of the proof's time; rejects when `signal` is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The time in which a proof takes place. */
export interface ProofTime {
  readonly clock: Clock;
  actor(): Actor;
}

/** The time of everybody: a second takes a second. */
export const realTime: ProofTime = {
  clock: systemClock,
  actor: () => ({
    begin: () => () => {},
    sleep: async (milliseconds, signal) => {
      await delay(milliseconds, undefined, signal && { signal });
    },
  }),
};
