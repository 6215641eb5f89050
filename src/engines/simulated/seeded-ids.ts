import type { IdSource } from '../../core/env.ts';

const DIGITS = '0123456789abcdef';

/** Ids that look as in ECS and are the same each time for the same seed (xorshift32). */
export const seededIds = (seed: number): IdSource => {
  let state = (seed * 0x9e3779b1) >>> 0 || 1;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const text = (length: number, base: number, first = 0) => {
    let digits = DIGITS.charAt(first + next(base - first));
    while (digits.length < length) digits += DIGITS.charAt(next(base));
    return digits;
  };
  return {
    hex: (length) => text(length, 16),
    digits: (length) => text(length, 10, 1),
  };
};
