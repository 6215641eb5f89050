/** From a value to its place on the chart, in pixels. */
export type Scale = (value: number) => number;

export const scale =
  (from: number, to: number, start: number, end: number): Scale =>
  (value) =>
    start + ((value - from) / Math.max(to - from, Number.EPSILON)) * (end - start);

const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800];

/** Round values from 0 to `to`, at most so many steps apart. */
export const ticks = (to: number, most: number): number[] => {
  const step = STEPS.find((one) => to / one <= most) ?? 3600;
  return Array.from({ length: Math.floor(to / step) + 1 }, (_, index) => index * step);
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
