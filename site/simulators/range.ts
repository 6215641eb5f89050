export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** The nearest value that the range has; `fallback` for what is no number. */
export const nearest = (value: number, { min, max, step }: Range, fallback: number): number => {
  if (!Number.isFinite(value)) return fallback;
  const stepped = min + Math.round((value - min) / step) * step;
  // Steps of a thousandth leave dust of binary fractions.
  return Math.min(max, Math.max(min, Number(stepped.toFixed(6))));
};
