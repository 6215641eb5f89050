/** Shares of the busiest hour's copies, from midnight on. */
const PATTERNS = {
  flat: Array.from({ length: 24 }, () => 1),
  office: hours(9, 17),
  evening: hours(20, 22),
  night: hours(1, 4),
  peaks: [
    0, 0, 0, 0, 0, 0.1, 0.2, 0.4, 0.7, 0.6, 0.5, 0.7, 1, 0.8, 0.5, 0.4, 0.4, 0.5, 0.7, 0.9, 0.8,
    0.5, 0.3, 0.2,
  ],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type Pattern = keyof typeof PATTERNS;

/** In the order in which they are offered, with what they are called. */
export const PATTERN_NAMES: readonly (readonly [Pattern, string])[] = [
  ['flat', 'around the clock'],
  ['office', 'office hours, 9 to 17'],
  ['evening', 'two hours, 20 to 22'],
  ['night', 'night batch, 1 to 4'],
  ['peaks', 'peaks at noon and in the evening'],
];

/** As many copies in each hour; where any run, at least one. */
export const dayOf = (pattern: Pattern, copies: number): number[] =>
  PATTERNS[pattern].map((share) => Math.ceil(Number((share * copies).toFixed(6))));

/** Undefined: it is a day of its own. */
export const patternOf = (day: readonly number[]): Pattern | undefined => {
  const text = day.join();
  return PATTERN_NAMES.find(([pattern]) => dayOf(pattern, Math.max(...day)).join() === text)?.[0];
};

function hours(from: number, to: number): number[] {
  return Array.from({ length: 24 }, (_, hour) => (hour >= from && hour < to ? 1 : 0));
}
