/** What takes turns by weight; `current` is its state: 0 at first, changed by nobody else. */
export interface TakesTurns {
  current: number;
}

/**
 * Whose turn it is: smooth weighted round robin. Over as many turns as the weights add up to (once
 * they have no common divisor) everyone has exactly its weight of turns, spread evenly. Equal weights
 * are round robin. Undefined when no weight is above 0.
 */
export const nextTurn = <T extends TakesTurns>(
  members: readonly T[],
  weightOf: (member: T) => number,
): T | undefined => {
  let total = 0;
  let next: T | undefined;
  for (const member of members) {
    const weight = weightOf(member);
    if (weight <= 0) continue;
    total += weight;
    member.current += weight;
    if (next === undefined || member.current > next.current) next = member;
  }
  if (next !== undefined) next.current -= total;
  return next;
};
