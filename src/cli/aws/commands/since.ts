import { CommandError, exitStatus } from '../usage.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds since the epoch of `10m` (before `now`), or of a date and time in ISO 8601. */
export function readSince(text: string, now: number): number {
  const [, amount, unit] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const length = UNITS[unit ?? ''];
  if (amount !== undefined && length !== undefined) return now - Number(amount) * length;
  const date = /^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(date)) return date;
  throw new CommandError(
    `--since must be a relative time like 30s, 10m, 2h, 1d or 1w, or a date like 2026-01-31T10:00:00Z, received: '${text}'`,
    exitStatus.usage,
  );
}
