import type {
  FilteredLogEvent,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogEvent } from '../../control-plane/logs/log-store.ts';
import type { Context } from '../operation.ts';
import { invalid } from './errors.ts';
import { checkLimit, fitFrom } from './event-page.ts';
import { filterPattern } from './filter-pattern.ts';
import { findGroup } from './names.ts';

/** Events looked at in one call; beyond that the answer has a token to go on with. */
const MAX_SCANNED = 50_000;
const BATCH = 2_000;
const MAX_STREAMS = 100;

/** Events of a group that match, oldest first, over all its streams unless some are named. */
export function filterLogEvents(
  context: Context,
  input: FilterLogEventsRequest,
): FilterLogEventsResponse {
  if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
    throw invalid('Give logStreamNames or logStreamNamePrefix, and not both.');
  }
  if (
    (input.logStreamNames?.length ?? 1) < 1 ||
    (input.logStreamNames?.length ?? 1) > MAX_STREAMS
  ) {
    throw invalid(`logStreamNames must name 1 to ${MAX_STREAMS} streams.`);
  }
  const group = findGroup(context, input);
  const limit = checkLimit(input.limit);
  const matches = filterPattern(input.filterPattern ?? '');
  const scan = {
    group: group.name,
    streams: input.logStreamNames,
    streamPrefix: input.logStreamNamePrefix,
    from: input.startTime,
    // AWS answers events of this very millisecond too; the store takes the first one left out.
    to: input.endTime === undefined ? undefined : input.endTime + 1,
  };

  const found: LogEvent[] = [];
  let after = input.nextToken === undefined ? undefined : readToken(input.nextToken);
  let scanned = 0;
  let isAtEnd = false;
  while (!isAtEnd && found.length < limit && scanned < MAX_SCANNED) {
    const batch = context.controlPlane.logs.events(context.scope, { ...scan, after, limit: BATCH });
    for (const event of batch) {
      after = event;
      if (matches(event.message)) found.push(event);
      if (found.length === limit) break;
    }
    scanned += batch.length;
    isAtEnd = batch.length < BATCH && after === (batch.at(-1) ?? after);
  }

  const events = fitFrom(found);
  const isCut = events.length < found.length;
  const rest = isCut ? events.at(-1) : isAtEnd ? undefined : after;
  return {
    events: events.map(renderEvent),
    searchedLogStreams: [],
    nextToken: rest && writeToken(rest),
  };
}

const renderEvent = (event: LogEvent): FilteredLogEvent => ({
  logStreamName: event.stream,
  timestamp: event.timestamp,
  message: event.message,
  ingestionTime: event.ingestedAt,
  eventId: eventId(event),
});

type Place = Pick<LogEvent, 'timestamp' | 'id'>;

/** 56 digits, as AWS has them; they sort as the events do. */
const eventId = ({ timestamp, id }: Place): string =>
  String(timestamp).padStart(16, '0') + String(id).padStart(40, '0');

const writeToken = (place: Place) => Buffer.from(eventId(place)).toString('base64url');

function readToken(token: string): Place {
  const text = Buffer.from(token, 'base64url').toString();
  if (/^\d{56}$/.test(text)) {
    return { timestamp: Number(text.slice(0, 16)), id: Number(text.slice(16)) };
  }
  throw invalid('The specified nextToken is invalid.');
}
