/** From (inclusive) to (exclusive), milliseconds since the epoch. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** What was used and when; `to` null: it still is. */
export interface Run {
  readonly from: number;
  readonly to: number | null;
}

/** AWS: per second, one minute at least, for Fargate tasks and Linux instances alike. */
const LEAST_SECONDS = 60;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Seconds of the run that are billed in the period, begun ones whole. Adjacent periods add up to
 * what one period over both gives. `scale` stretches the run, as if time ran so much slower.
 */
export const billedSeconds = (run: Run, period: Period, now: number, scale = 1): number => {
  const to = Math.max(run.from, run.to ?? now);
  const total = Math.max(LEAST_SECONDS, Math.ceil(((to - run.from) * scale) / 1000));
  const before = (time: number): number =>
    Math.min(total, Math.ceil((Math.max(0, time - run.from) * scale) / 1000));
  return Math.max(0, before(period.to) - before(period.from));
};

/** The calendar month (UTC, as AWS bills) that holds the time. */
export const monthOf = (time: number): Period => {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
};

/** `2026-11`; undefined: it is no month. */
export const parseMonth = (text: string): Period | undefined => {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  return year === undefined ? undefined : monthOf(Date.UTC(Number(year), Number(month) - 1));
};

/** The period cut where a month ends, and, if asked for, where a day (UTC) or a clock hour ends too. */
export function* slicesOf(period: Period, by: 'month' | 'day' | 'hour'): Generator<Period> {
  const length = by === 'hour' ? HOUR : DAY;
  for (let { from } = period; from < period.to; ) {
    const boundary = by === 'month' ? monthOf(from).to : (Math.floor(from / length) + 1) * length;
    const to = Math.min(period.to, boundary);
    yield { from, to };
    from = to;
  }
}
