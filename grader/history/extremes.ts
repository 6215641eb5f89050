/** Milliseconds since the epoch; `from` belongs to it, `to` does not. Empty where `to <= from`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds since the epoch; both ends belong to it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface Extreme {
  readonly count: number;
  /** The first moment of the window with that count, in milliseconds since the epoch. */
  readonly at: number;
}

export interface Extremes {
  readonly lowest: Extreme;
  readonly highest: Extreme;
}

/**
 * How many stretches there are at once during a window: the fewest and the most. What ends and what
 * begins in the same millisecond is never counted together. O(n log n).
 */
export const extremes = (stretches: readonly Stretch[], { from, to }: Window): Extremes => {
  if (to < from) throw new Error(`Expected a window that ends after ${from}, found ${to}.`);
  let count = 0;
  const changes = new Map<number, number>();
  const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const stretch of stretches) {
    if (stretch.to <= stretch.from) continue;
    if (stretch.from <= from && from < stretch.to) count++;
    if (stretch.from > from && stretch.from <= to) change(stretch.from, 1);
    if (stretch.to > from && stretch.to <= to) change(stretch.to, -1);
  }
  let lowest: Extreme = { count, at: from };
  let highest: Extreme = lowest;
  for (const [at, by] of [...changes].sort(([a], [b]) => a - b)) {
    count += by;
    if (count < lowest.count) lowest = { count, at };
    if (count > highest.count) highest = { count, at };
  }
  return { lowest, highest };
};
