import { InvalidArgumentError } from 'commander';
import { LONGEST, LONGEST_DELAY, SHORTEST } from '../../core/faults/faults.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** `90s`, `5m`, `1h` or `90` as seconds. */
export const duration = (text: string): number => {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit || 's'] ?? 1);
  if (seconds >= SHORTEST && seconds <= LONGEST) return seconds;
  throw new InvalidArgumentError(`Expected a time such as 90s or 5m, from ${SHORTEST}s to 1h.`);
};

/** `300` or `300ms` as milliseconds. */
export const delay = (text: string): number => {
  const milliseconds = Number(/^(\d+)(?:ms)?$/.exec(text)?.[1]);
  if (milliseconds >= 1 && milliseconds <= LONGEST_DELAY) return milliseconds;
  throw new InvalidArgumentError(`Expected milliseconds, from 1 to ${LONGEST_DELAY}.`);
};
