/**
 * Calls `act` soon after each `poke`, but never twice within `gap` ms: at once when it was quiet,
 * else when the gap is over. The answer's `cancel` drops what is pending.
 */
export const throttle = (gap: number, act: () => void) => {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    timer = undefined;
    last = performance.now();
    act();
  };
  return {
    poke(): void {
      timer ??= setTimeout(run, Math.max(0, last + gap - performance.now()));
    },
    cancel(): void {
      clearTimeout(timer);
      timer = undefined;
    },
  };
};
