import { describe, expect, test } from 'vitest';
import { type CannedAnswer, startCannedServer } from './canned-server.ts';
import { aws } from './command.ts';

const event = (id: string, timestamp: number, message: string): object => ({
  eventId: id,
  timestamp,
  message,
  logStreamName: 'web/web/1a2b',
});

const first = event('1', 1_699_999_990_123, 'meow\n');
const second = event('2', 1_699_999_991_000, '{"cat":true}');
const third = event('3', 1_699_999_991_000, 'purr');

async function tail(options: readonly string[], answers: readonly CannedAnswer[]) {
  await using server = await startCannedServer(() => answers[server.calls.length - 1]);
  const line = ['logs', 'tail', '/ecs/web', ...options, '--endpoint-url', server.url];
  return { ...(await aws(line)), inputs: server.calls.map(({ input }) => input) };
}

describe('aws logs tail', () => {
  test('prints the last ten minutes with time and stream', async () => {
    const { output, inputs } = await tail([], [{ events: [first, second] }]);
    expect(output).toBe(
      '2023-11-14T22:13:10.123000+00:00 web/web/1a2b meow\n' +
        '2023-11-14T22:13:11.000000+00:00 web/web/1a2b {"cat":true}\n',
    );
    expect(inputs).toEqual([{ logGroupName: '/ecs/web', startTime: 1_699_999_400_000 }]);
  });

  test.each([
    ['short', '2023-11-14T22:13:11 {"cat":true}\n'],
    ['json', '2023-11-14T22:13:11 \n{\n    "cat": true\n}\n'],
  ])('--format %s', async (format, expected) => {
    const { output } = await tail(['--format', format], [{ events: [second] }]);
    expect(output).toBe(expected);
  });

  test('--since, the pattern and the streams go to the service', async () => {
    const options = ['--since', '1h', '--filter-pattern', 'cat', '--log-stream-names', 'a', 'b'];
    const { inputs } = await tail(options, [{ events: [] }]);
    expect(inputs).toEqual([
      {
        logGroupName: '/ecs/web',
        startTime: 1_699_996_400_000,
        filterPattern: 'cat',
        logStreamNames: ['a', 'b'],
      },
    ]);
  });

  test('--since takes a date', async () => {
    const { inputs } = await tail(['--since', '2023-11-14T22:13:20Z'], [{ events: [] }]);
    expect(inputs).toEqual([{ logGroupName: '/ecs/web', startTime: 1_700_000_000_000 }]);
  });

  test('reads all pages', async () => {
    const { output } = await tail(
      ['--format', 'short'],
      [{ events: [first], nextToken: 'a' }, { events: [second] }],
    );
    expect(output.split('\n')).toHaveLength(3);
  });

  test('--follow prints each event once, until an error or Ctrl-C ends it', async () => {
    const error = {
      error: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    };
    const answers = [
      { events: [first, second] },
      { events: [second] },
      { events: [second, third] },
      error,
    ];
    const { output, errors, status, inputs } = await tail(
      ['--follow', '--format', 'short'],
      answers,
    );
    expect(output).toBe(
      '2023-11-14T22:13:10 meow\n2023-11-14T22:13:11 {"cat":true}\n2023-11-14T22:13:11 purr\n',
    );
    expect(inputs.at(-1)).toEqual({ logGroupName: '/ecs/web', startTime: 1_699_999_991_000 });
    expect(errors).toContain(
      '(ResourceNotFoundException) when calling the FilterLogEvents operation',
    );
    expect(status).toBe(254);
  });

  test('needs the name of a group', async () => {
    const { status, errors } = await aws(['logs', 'tail', '--follow']);
    expect(errors).toContain('the following arguments are required: group_name');
    expect(status).toBe(252);
  });
});
