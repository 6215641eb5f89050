/** Never nothing, so that even the only target of a group gets requests. */
const LEAST_SHARE = 0.01;

/**
 * Share of a full target's requests that one in slow start gets: grows linearly to 1 (AWS: Slow start
 * mode). `startedAt` undefined: it is not in slow start. Times in milliseconds.
 */
export const slowStartShare = (
  startedAt: number | undefined,
  duration: number,
  now: number,
): number =>
  startedAt === undefined || now - startedAt >= duration
    ? 1
    : Math.max(LEAST_SHARE, (now - startedAt) / duration);
