import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../engine.ts';

/** Somebody who works and sleeps. While somebody works a clock that can leap does not. */
export interface Worker {
  begin(): () => void;
  sleep(milliseconds: number): Promise<void>;
}

/** The time in which programs run. */
export interface Pace {
  readonly clock: Clock;
  actor(): Worker;
}

/** Who is at work on a request, for what that waits for. */
const workers = new AsyncLocalStorage<Worker>();

/** Works until the answer is called; what is waited for within `task` is slept. */
export const beginWork = (pace: Pace, task: () => void): (() => void) => {
  const worker = pace.actor();
  const end = worker.begin();
  workers.run(worker, task);
  let ended = false;
  return () => {
    if (!ended) end();
    ended = true;
  };
};

/** What is begun within `task` is nobody's work. */
export const outsideWork = <T>(task: () => T): T => workers.exit(task);

/** Does that as work of its own. */
export const asWork = async <T>(pace: Pace, task: () => Promise<T>): Promise<T> => {
  const worker = pace.actor();
  const end = worker.begin();
  try {
    return await workers.run(worker, task);
  } finally {
    end();
  }
};

/** Waits; whoever is at work here sleeps meanwhile. */
export const pause = (pace: Pace, milliseconds: number): Promise<void> => {
  const worker = workers.getStore();
  if (worker !== undefined) return worker.sleep(milliseconds);
  return new Promise((resolve) => void pace.clock.after(milliseconds, resolve));
};
