/** From a value to its place on the chart, in pixels. */
export type Scale = (value: number) => number;

export const scale =
  (from: number, to: number, start: number, end: number): Scale =>
  (value) =>
    start + ((value - from) / Math.max(to - from, Number.EPSILON)) * (end - start);

/** Seconds, minutes and hours. */
export const TIME_STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600];
/** 0.01, 0.02, 0.05 … 5,000,000; fractions leave no dust. */
export const ROUND_STEPS = Array.from({ length: 27 }, (_, index) =>
  Number(`${[1, 2, 5][index % 3]}e${Math.floor(index / 3) - 2}`),
);

/** Round values from 0 to `to`, one of the steps apart, so that there are about `most` at most. */
export const ticks = (to: number, most: number, steps: readonly number[]): number[] => {
  const step = steps.find((one) => to / one <= most) ?? to;
  return Array.from({ length: Math.floor(to / step + 1e-9) + 1 }, (_, index) =>
    Number((index * step).toFixed(6)),
  );
};

export interface Point {
  readonly time: number;
  readonly value: number;
}

/** A line that keeps each value until the next, up to `end`. */
export const stairs = (points: readonly Point[], end: number, x: Scale, y: Scale): string => {
  const [first] = points;
  if (first === undefined) return '';
  const parts = [`M${round(x(first.time))},${round(y(first.value))}`];
  for (const { time, value } of points.slice(1)) {
    parts.push(`H${round(x(time))}V${round(y(value))}`);
  }
  parts.push(`H${round(x(end))}`);
  return parts.join('');
};

/** A line straight from each point to the next. */
export const line = (points: readonly (readonly [x: number, y: number])[], x: Scale, y: Scale) =>
  points
    .map(([at, value], i) => `${i === 0 ? 'M' : 'L'}${round(x(at))},${round(y(value))}`)
    .join('');

/** The surface between two such lines. */
export const surface = (
  top: readonly Point[],
  bottom: readonly Point[],
  end: number,
  x: Scale,
  y: Scale,
): string => {
  const back: string[] = [];
  let right = end;
  for (const { time, value } of bottom.toReversed()) {
    back.push(`L${round(x(right))},${round(y(value))}L${round(x(time))},${round(y(value))}`);
    right = time;
  }
  return `${stairs(top, end, x, y)}${back.join('')}Z`;
};

const round = (value: number): number => Math.round(value * 10) / 10;
