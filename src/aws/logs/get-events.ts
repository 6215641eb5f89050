import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../operation.ts';
import { invalid } from './errors.ts';
import { checkLimit, fitFrom } from './event-page.ts';
import { findGroup, findStream } from './names.ts';

/** A place between events, and the way to read on from there. */
interface Position {
  readonly direction: 'f' | 'b';
  readonly timestamp: number;
  readonly id: number;
}

/**
 * Events of one stream, oldest first: the newest ones unless `startFromHead` says otherwise. The
 * answer always has both tokens; at an end of the stream the token given comes back, and later
 * finds what has arrived since.
 */
export function getLogEvents(context: Context, input: GetLogEventsRequest): GetLogEventsResponse {
  const { controlPlane, scope } = context;
  const group = findGroup(context, input);
  const stream = findStream(context, group, input.logStreamName ?? '');
  const position = input.nextToken === undefined ? undefined : readToken(input.nextToken);
  const backwards =
    position === undefined ? input.startFromHead !== true : position.direction === 'b';
  const found = controlPlane.logs.events(scope, {
    group: group.name,
    streams: [stream.name],
    from: input.startTime,
    to: input.endTime,
    after: position,
    backwards,
    limit: checkLimit(input.limit),
  });
  const events = fitFrom(found, backwards);

  // Without events both tokens stay where the reader is: at the start of an empty stream.
  const here = position ?? { timestamp: 0, id: 0 };
  return {
    events: events.map(({ timestamp, message, ingestedAt }) => ({
      timestamp,
      message,
      ingestionTime: ingestedAt,
    })),
    nextForwardToken: writeToken({ ...(events.at(-1) ?? here), direction: 'f' }),
    nextBackwardToken: writeToken({ ...(events[0] ?? here), direction: 'b' }),
  };
}

const writeToken = ({ direction, timestamp, id }: Position) =>
  `${direction}/${String(timestamp).padStart(16, '0')}${String(id).padStart(40, '0')}/s`;

function readToken(token: string): Position {
  const [, direction, timestamp, id] = /^([fb])\/(\d{16})(\d{40})\/s$/.exec(token) ?? [];
  if (direction !== undefined) {
    return {
      direction: direction === 'f' ? 'f' : 'b',
      timestamp: Number(timestamp),
      id: Number(id),
    };
  }
  throw invalid('The specified nextToken is invalid.');
}
