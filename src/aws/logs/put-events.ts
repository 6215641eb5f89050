import type {
  PutLogEventsRequest,
  PutLogEventsResponse,
  RejectedLogEventsInfo,
} from '@aws-sdk/client-cloudwatch-logs';
import type { NewLogEvent } from '../../control-plane/logs/log-store.ts';
import type { Context } from '../operation.ts';
import { invalid } from './errors.ts';
import { findGroup, findStream } from './names.ts';

const HOUR = 3_600_000;
const MAX_AHEAD = 2 * HOUR;
const MAX_AGE = 14 * 24 * HOUR;
const MAX_EVENTS = 10_000;

/** Sequence tokens are neither needed nor checked, as on AWS since 2023. */
export function putLogEvents(context: Context, input: PutLogEventsRequest): PutLogEventsResponse {
  const { controlPlane, scope } = context;
  const events = (input.logEvents ?? []).map(({ timestamp = 0, message = '' }) => ({
    timestamp,
    message,
  }));
  checkBatch(events);
  const group = findGroup(context, { logGroupName: input.logGroupName });
  const stream = findStream(context, group, input.logStreamName ?? '');

  const now = controlPlane.now();
  const tooOld = events.filter(({ timestamp }) => timestamp < now - MAX_AGE).length;
  const kept = events.filter(({ timestamp }) => timestamp <= now + MAX_AHEAD);
  const accepted = kept.slice(tooOld);
  if (accepted.length > 0) controlPlane.logs.append(scope, group.name, stream.name, accepted);

  const rejected: RejectedLogEventsInfo = {
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(kept.length < events.length && { tooNewLogEventStartIndex: kept.length }),
  };
  return {
    nextSequenceToken: String(now).padStart(56, '0'),
    rejectedLogEventsInfo: Object.keys(rejected).length === 0 ? undefined : rejected,
  };
}

function checkBatch(events: readonly NewLogEvent[]): void {
  if (events.length === 0 || events.length > MAX_EVENTS) {
    throw invalid(`logEvents must have 1 to ${MAX_EVENTS} events, found ${events.length}.`);
  }
  if (events.some(({ message }) => message === '')) {
    throw invalid('Log event message must not be empty.');
  }
  if (events.some(({ timestamp }) => timestamp < 0)) {
    throw invalid('timestamp must be milliseconds since 1970, not negative.');
  }
  const inOrder = events.every(
    ({ timestamp }, index) => timestamp >= (events[index - 1]?.timestamp ?? 0),
  );
  if (!inOrder) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
}
