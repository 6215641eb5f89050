/**
 * Who has the fewest requests under way; of several the first from `start` on, so that a caller who
 * counts it up spreads requests when nobody is busy.
 */
export const leastOutstanding = <T extends { readonly outstanding: number }>(
  members: readonly T[],
  start: number,
): T | undefined => {
  let least: T | undefined;
  for (let i = 0; i < members.length; i++) {
    const member = members[(start + i) % members.length];
    if (member === undefined) continue;
    if (least === undefined || member.outstanding < least.outstanding) least = member;
  }
  return least;
};
