import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is there; fails after `deadline` ms. */
export const eventually = async <T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  deadline = 30_000,
): Promise<T> => {
  const end = performance.now() + deadline;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`Not so within ${deadline} ms: ${look}`);
    await delay(10);
  }
};
