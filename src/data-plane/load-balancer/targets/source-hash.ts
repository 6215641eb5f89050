import { createHash } from 'node:crypto';

/**
 * The member that this source always comes to (highest random weight): when members come or go, only
 * sources of those that went, and a fair share for those that came, change.
 */
export const bySource = <T extends { readonly key: string }>(
  members: readonly T[],
  source: string,
): T | undefined => {
  let best: T | undefined;
  let highest = -1;
  for (const member of members) {
    const weight = createHash('sha1').update(`${source} ${member.key}`).digest().readUInt32BE(0);
    if (weight > highest) {
      highest = weight;
      best = member;
    }
  }
  return best;
};
