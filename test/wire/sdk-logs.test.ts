import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateClusterCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containerofcats, defaultVpc } from './cats.ts';
import { startRuntime, type WireRuntime } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';

let runtime: WireRuntime;
let clients: ReturnType<typeof sdkClients>;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  runtime = await startRuntime({
    containerofcats: { lines: ['Listening on :80'], tick: { every: 50, line: 'purr' } },
  });
  clients = sdkClients(runtime.endpoint);
  logs = clients.logs;
});
afterAll(async () => {
  clients[Symbol.dispose]();
  await runtime[Symbol.asyncDispose]();
});

describe('what a container prints', () => {
  const logGroupName = '/ecs/containerofcats';
  let taskId: string | undefined;

  test('is in its stream while it runs', async () => {
    await clients.ecs.send(new CreateClusterCommand({}));
    await clients.ecs.send(new RegisterTaskDefinitionCommand(containerofcats));
    const { tasks } = await clients.ecs.send(
      new RunTaskCommand({
        taskDefinition: 'containerofcats',
        launchType: 'FARGATE',
        networkConfiguration: defaultVpc,
      }),
    );
    taskId = tasks?.[0]?.taskArn?.split('/').at(-1);
    const messages = async () => {
      const logStreamName = `cats/containerofcatsweb/${taskId}`;
      const { events } = await logs
        .send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }))
        .catch(() => ({ events: [] }));
      return events?.map(({ message }) => message);
    };
    await expect
      .poll(messages, { timeout: 60_000 })
      .toEqual(expect.arrayContaining(['Listening on :80', expect.stringContaining('purr')]));
  });

  test('is followed by filtering from the last event on, as `aws logs tail --follow` does', async () => {
    const seen = new Map<string, number>();
    const tail = async () => {
      const startTime = Math.max(0, ...seen.values());
      const pages = paginateFilterLogEvents({ client: logs }, { logGroupName, startTime });
      for await (const { events = [] } of pages) {
        for (const { eventId = '', timestamp = 0 } of events) seen.set(eventId, timestamp);
      }
      return seen.size;
    };
    const first = await tail();
    expect(first).toBeGreaterThan(0);
    await expect.poll(tail, { timeout: 180_000 }).toBeGreaterThan(first + 1);
  });

  test('is described by group and stream', async () => {
    const { logGroups } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/' }),
    );
    expect(logGroups).toMatchObject([
      {
        logGroupName,
        arn: 'arn:aws:logs:us-east-1:111122223333:log-group:/ecs/containerofcats:*',
      },
    ]);
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true }),
    );
    expect(logStreams).toMatchObject([
      {
        logStreamName: `cats/containerofcatsweb/${taskId}`,
        firstEventTimestamp: expect.any(Number),
        lastEventTimestamp: expect.any(Number),
      },
    ]);
  });
});

describe('a log stream', () => {
  const logGroupName = 'cats.of/course_1';
  const logStreamName = 'one';
  const start = Date.now() - 60_000;
  const get = (options: object) =>
    logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, ...options }));
  const messagesOf = ({ events }: { events?: { message?: string | undefined }[] | undefined }) =>
    events?.map(({ message }) => message);

  beforeAll(async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'empty' }));
    const logEvents = Array.from({ length: 10 }, (_, n) => ({
      timestamp: start + n * 1000,
      message: `cat ${n} ${n % 2 ? 'sleeps' : 'eats "fish"'}`,
    }));
    const put = await logs.send(
      new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }),
    );
    expect(put.nextSequenceToken).toBeDefined();
    expect(put.rejectedLogEventsInfo).toBeUndefined();
  });

  test('gives its newest events first, and older ones backwards', async () => {
    const newest = await get({ limit: 3 });
    expect(messagesOf(newest)?.map((text) => text?.slice(0, 5))).toEqual([
      'cat 7',
      'cat 8',
      'cat 9',
    ]);
    const older = await get({ limit: 3, nextToken: newest.nextBackwardToken });
    expect(messagesOf(older)?.map((text) => text?.slice(0, 5))).toEqual([
      'cat 4',
      'cat 5',
      'cat 6',
    ]);
    const forward = await get({ nextToken: older.nextForwardToken });
    expect(messagesOf(forward)?.map((text) => text?.slice(0, 5))).toEqual([
      'cat 7',
      'cat 8',
      'cat 9',
    ]);
  });

  test('gives the same forward token at its end, which finds what comes later', async () => {
    const all = await get({ startFromHead: true });
    expect(all.events).toHaveLength(10);
    const end = await get({ nextToken: all.nextForwardToken, startFromHead: true });
    expect(end.events).toEqual([]);
    expect(end.nextForwardToken).toBe(all.nextForwardToken);
    const logEvents = [{ timestamp: start + 20_000, message: 'late cat' }];
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    expect(messagesOf(await get({ nextToken: end.nextForwardToken }))).toEqual(['late cat']);
  });

  test('is read within a time, the end left out', async () => {
    const some = await get({ startTime: start + 2000, endTime: start + 4000 });
    expect(some.events?.map(({ timestamp }) => timestamp)).toEqual([start + 2000, start + 3000]);
    const filtered = await logs.send(
      new FilterLogEventsCommand({ logGroupName, startTime: start + 2000, endTime: start + 4000 }),
    );
    // FilterLogEvents takes its end in.
    expect(filtered.events).toHaveLength(3);
  });

  test.each([
    ['sleeps', 5],
    ['"eats \\"fish\\""', 5],
    ['cat -sleeps', 6],
    ['?"cat 1" ?"cat 2"', 2],
    ['Sleeps', 0],
    ['', 11],
  ])('is filtered by %s', async (filterPattern, count) => {
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    expect(events).toHaveLength(count);
  });

  test('is filtered page by page without loss or repetition', async () => {
    const ids: (string | undefined)[] = [];
    for await (const page of paginateFilterLogEvents(
      { client: logs, pageSize: 2 },
      { logGroupName, filterPattern: 'cat' },
    )) {
      expect(page.events?.length).toBeLessThanOrEqual(2);
      ids.push(...(page.events ?? []).map(({ eventId }) => eventId));
    }
    expect(ids).toHaveLength(11);
    expect(new Set(ids).size).toBe(11);
  });

  test('may be empty', async () => {
    const { events, nextForwardToken } = await get({ logStreamName: 'empty' });
    expect(events).toEqual([]);
    expect(nextForwardToken).toMatch(/^f\//);
  });

  test('rejects events that are too old or too new, and says which', async () => {
    const day = 24 * 3600 * 1000;
    const logEvents = [-20 * day, 0, day].map((offset) => ({
      timestamp: Date.now() + offset,
      message: 'when?',
    }));
    const stream = { logGroupName, logStreamName: 'empty' };
    const put = await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
    expect(put.rejectedLogEventsInfo).toEqual({
      tooOldLogEventEndIndex: 1,
      tooNewLogEventStartIndex: 2,
    });
    expect((await get({ logStreamName: 'empty' })).events).toHaveLength(1);
  });

  test('can be kept for a while and be deleted', async () => {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    const { logGroups } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePattern: 'Course' }),
    );
    expect(logGroups).toMatchObject([{ logGroupName, retentionInDays: 7 }]);
    await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
    await expect(get({})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await expect(get({})).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });
});

test('streams are listed page by page, up or down', async () => {
  const logGroupName = 'many';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  for (const logStreamName of ['b', 'a', 'd', 'c']) {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }
  const list = async (options: object) => {
    const { logStreams, nextToken } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, ...options }),
    );
    return { names: logStreams?.map(({ logStreamName }) => logStreamName), nextToken };
  };
  const first = await list({ limit: 3 });
  expect(first.names).toEqual(['a', 'b', 'c']);
  expect((await list({ nextToken: first.nextToken })).names).toEqual(['d']);
  expect((await list({ descending: true })).names).toEqual(['d', 'c', 'b', 'a']);
  expect((await list({ logStreamNamePrefix: 'c' })).names).toEqual(['c']);
});

test('a group can be made once', async () => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'once' }));
  await expect(
    logs.send(new CreateLogGroupCommand({ logGroupName: 'once' })),
  ).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
});

test('nothing was an error of ours', () => {
  expect(runtime.reported).toEqual([]);
});
