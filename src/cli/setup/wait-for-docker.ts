import { setTimeout as delay } from 'node:timers/promises';
import { askDocker } from './facts.ts';

interface Wait {
  /** Milliseconds. */
  readonly patience: number;
  /** Which engine, as the client's environment says it. */
  readonly env?: Record<string, string>;
  /** True: it is of no use to wait on. */
  readonly hopeless?: () => boolean;
}

/** Asks the engine until it answers; false when it did not in time. */
export const waitForDocker = async ({ patience, env, hopeless }: Wait): Promise<boolean> => {
  const deadline = performance.now() + patience;
  for (let pause = 100; ; pause = Math.min(1000, pause * 1.5)) {
    if ((await askDocker(env)).answers) return true;
    if (hopeless?.() === true || performance.now() > deadline) return false;
    await delay(pause);
  }
};
