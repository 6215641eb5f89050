import type { LogEvent } from '../../control-plane/logs/log-store.ts';
import { invalid } from './errors.ts';

const MAX_EVENTS = 10_000;
/** As AWS: an answer has at most 1 MiB of events, each counting 26 bytes more than its text. */
const MAX_BYTES = 1024 * 1024;
const EVENT_BYTES = 26;

/** Events to read: 1–10,000, as many as there are unless told otherwise. */
export function checkLimit(limit = MAX_EVENTS): number {
  if (limit >= 1 && limit <= MAX_EVENTS) return limit;
  throw invalid(`limit must be between 1 and ${MAX_EVENTS}, not ${limit}.`);
}

/** As many as one answer may hold, from the front or (backwards) from the end; at least one. */
export function fitFrom(events: readonly LogEvent[], backwards = false): LogEvent[] {
  const ordered = backwards ? events.toReversed() : events;
  let bytes = 0;
  const excess = ordered.findIndex(({ message }, index) => {
    bytes += Buffer.byteLength(message) + EVENT_BYTES;
    return bytes > MAX_BYTES && index > 0;
  });
  const fitting = excess < 0 ? [...ordered] : ordered.slice(0, excess);
  return backwards ? fitting.reverse() : fitting;
}
