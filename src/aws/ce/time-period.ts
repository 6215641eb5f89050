import type { DateInterval } from '@aws-sdk/client-cost-explorer';
import { monthOf, type Period } from '../../core/cost/periods.ts';
import { validationError } from './validation-error.ts';

export type Granularity = 'HOURLY' | 'DAILY' | 'MONTHLY';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const HOUR = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** AWS: hourly data is kept for 14 days; more slices than these are nobody's question here. */
const LONGEST_HOURLY = 14 * 24 * 3_600_000;

/** From (inclusive) to (exclusive), as AWS takes them; throws ValidationException. */
export function periodFrom(
  { Start, End }: Partial<DateInterval> = {},
  granularity: Granularity,
  now: number,
): Period {
  const from = readTime('start', Start, granularity);
  const to = readTime('end', End, granularity);
  if (from >= to)
    throw validationError('Start date (and hour) should be before end date (and hour)');
  if (from > now) throw validationError('Start date (and hour) should not be in the future');
  if (to > monthOf(now).to) throw validationError('end date past the beginning of next month');
  if (granularity === 'HOURLY' && from < now - LONGEST_HOURLY)
    throw validationError('Hourly granularity reaches back 14 days: the start date is before them');
  return { from, to };
}

function readTime(which: string, text = '', granularity: Granularity): number {
  const time =
    DAY.test(text) || (granularity === 'HOURLY' && HOUR.test(text)) ? new Date(text) : null;
  if (
    time !== null &&
    !Number.isNaN(time.getTime()) &&
    time.toISOString().startsWith(text.slice(0, 10))
  )
    return time.getTime();
  const expected = granularity === 'HOURLY' ? 'YYYY-MM-DDThh:mm:ssZ' : 'YYYY-MM-DD';
  throw validationError(`Invalid ${which} date '${text.slice(0, 50)}'. Expected ${expected}.`);
}

export const writeTime = (time: number, granularity: Granularity): string => {
  const text = new Date(time).toISOString();
  return granularity === 'HOURLY' ? text.replace('.000', '') : text.slice(0, 10);
};
