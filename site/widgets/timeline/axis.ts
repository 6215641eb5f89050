/** Milliseconds that a stretch in which nothing happens takes at most: quiet hours are drawn short. */
export const QUIET = 20_000;

/** Places on the time line, in milliseconds of its own, and the moments that they stand for. */
export interface Axis {
  readonly length: number;
  position(at: number): number;
  time(position: number): number;
}

interface Knot {
  readonly at: number;
  readonly position: number;
}

/** @param changes when something happened, in order. */
export const axisOf = (from: number, changes: readonly number[], to: number): Axis => {
  let last: Knot = { at: from, position: 0 };
  const knots = [last];
  for (const at of [...changes, to]) {
    if (at <= last.at) continue;
    last = { at, position: last.position + Math.min(QUIET, at - last.at) };
    knots.push(last);
  }
  const between = (of: keyof Knot, wanted: keyof Knot) => (value: number) => {
    const index = knots.findLastIndex((knot) => knot[of] <= value);
    const [before, after] = [knots[Math.max(0, index)], knots[index + 1]];
    if (before === undefined || after === undefined || index < 0) return (before ?? last)[wanted];
    const share = (value - before[of]) / (after[of] - before[of]);
    return before[wanted] + share * (after[wanted] - before[wanted]);
  };
  return {
    length: last.position,
    position: between('at', 'position'),
    time: (position) => Math.round(between('position', 'at')(position)),
  };
};
