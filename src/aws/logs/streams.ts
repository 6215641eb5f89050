import type {
  CreateLogStreamRequest,
  DeleteLogStreamRequest,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../operation.ts';
import { invalid, streamExists, streamNotFound } from './errors.ts';
import { listPage } from './list-page.ts';
import { checkStreamName, findGroup, groupArn } from './names.ts';

export function createLogStream(
  context: Context,
  { logGroupName, logStreamName = '' }: CreateLogStreamRequest,
): object {
  const { controlPlane, scope } = context;
  checkStreamName(logStreamName);
  const group = findGroup(context, { logGroupName });
  if (!controlPlane.logs.createStream(scope, group.name, logStreamName)) throw streamExists();
  return {};
}

export function deleteLogStream(
  context: Context,
  { logGroupName, logStreamName = '' }: DeleteLogStreamRequest,
): object {
  const { controlPlane, scope } = context;
  checkStreamName(logStreamName);
  const group = findGroup(context, { logGroupName });
  if (!controlPlane.logs.deleteStream(scope, group.name, logStreamName)) throw streamNotFound();
  return {};
}

export function describeLogStreams(
  context: Context,
  input: DescribeLogStreamsRequest,
): DescribeLogStreamsResponse {
  const { controlPlane, scope } = context;
  const { orderBy = 'LogStreamName', logStreamNamePrefix: prefix, descending = false } = input;
  if (orderBy === 'LastEventTime' && prefix !== undefined) {
    throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const group = findGroup(context, input);
  const streams = controlPlane.logs.streams(scope, group.name, {
    orderBy,
    ...(prefix !== undefined && { prefix }),
  });
  // The store gives names ascending, but times newest first.
  if (descending !== (orderBy === 'LastEventTime')) streams.reverse();
  const { items, nextToken } = listPage(streams, input);
  return {
    logStreams: items.map((stream) => ({
      logStreamName: stream.name,
      creationTime: stream.createdAt,
      firstEventTimestamp: stream.firstEventAt,
      lastEventTimestamp: stream.lastEventAt,
      lastIngestionTime: stream.lastIngestedAt,
      arn: `${groupArn(scope, group.name)}:log-stream:${stream.name}`,
      storedBytes: 0,
    })),
    nextToken,
  };
}
