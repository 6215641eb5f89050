import { setTimeout as delay } from 'node:timers/promises';
import type { CheckContext } from './check.ts';
import { isUnmet } from './unmet.ts';

export interface Patience {
  /** Milliseconds to wait for the condition; default: it must hold now. */
  readonly within?: number | undefined;
}

/**
 * Tries until nothing is `Unmet`, at most `within` ms; throws the last `Unmet`. Evidence is looked at
 * once: it does not change.
 */
export const eventually = async <T>(
  { within = 0 }: Patience,
  context: Pick<CheckContext, 'signal' | 'changes' | 'now' | 'sleep'>,
  attempt: () => Promise<T>,
): Promise<T> => {
  const { signal, changes, now, sleep = forReal } = context;
  const deadline = now() + within;
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 1_000)) {
    try {
      return await attempt();
    } catch (error) {
      const left = deadline - now();
      if (!isUnmet(error) || left <= 0 || !changes) throw error;
      await sleep(Math.min(pause, left), signal);
    }
  }
};

const forReal = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await delay(milliseconds, undefined, { signal });
};
