import type { Clock } from './engine.ts';

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, Math.max(0, Math.min(delay, 2 ** 31 - 1)));
    return () => clearTimeout(timer);
  },
};
