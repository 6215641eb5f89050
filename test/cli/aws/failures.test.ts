import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CannedServer, startCannedServer } from './canned-server.ts';
import { aws } from './command.ts';
import { cannedResponse } from './responses.ts';

let server: CannedServer;
beforeAll(async () => {
  server = await startCannedServer(cannedResponse);
});
afterAll(() => server[Symbol.asyncDispose]());

const run = (line: readonly string[]) => aws([...line, '--endpoint-url', server.url]);
const register = ['ecs', 'register-task-definition', '--family', 'web', '--container-definitions'];

describe('a wrong command line sends nothing, says what is wrong and exits with 252', () => {
  test.each<readonly [string, readonly string[], string]>([
    ['no command', [], 'the following arguments are required: command'],
    ['no operation', ['ecs'], 'the following arguments are required: operation'],
    [
      'an unknown service',
      ['esc', 'list-clusters'],
      'argument command: Invalid choice, valid choices are:',
    ],
    ['a name every object has', ['constructor', 'x'], 'argument command: Invalid choice'],
    ['an unknown operation', ['ecs', 'list-cluster'], '  * list-clusters'],
    ['an unknown waiter', ['ecs', 'wait', 'service-stable'], '  * services-stable'],
    ['an unknown option', ['ecs', 'list-tasks', '--clutser', 'demo'], 'Unknown options: --clutser'],
    [
      'an option near another',
      ['ecs', 'list-tasks', '--clutser', 'x'],
      'Maybe you meant: --cluster',
    ],
    ['a word too many', ['ecs', 'list-tasks', 'demo'], 'Unknown options: demo'],
    [
      'an ambiguous option',
      ['ecs', 'list-tasks', '--s', 'x'],
      'ambiguous option: --s could match --started-by, --service-name, --starting-token',
    ],
    [
      'a missing option',
      ['ecs', 'stop-task', '--cluster', 'x'],
      'the following arguments are required: --task',
    ],
    [
      'an option without its value',
      ['ecs', 'stop-task', '--task'],
      'argument --task: expected one argument',
    ],
    [
      'a value for a flag',
      ['ecs', 'delete-service', '--service', 'x', '--force=1'],
      "argument --force: ignored explicit argument '1'",
    ],
    [
      'an unknown format',
      ['ecs', 'list-tasks', '--output', 'xml'],
      'argument --output: Invalid choice',
    ],
    ['a wrong query', ['ecs', 'list-tasks', '--query', 'a['], 'Bad value for --query a[: '],
    [
      'a word for a number',
      ['ecs', 'run-task', '--task-definition', 'x', '--count', 'two'],
      "Error parsing parameter '--count': Expected a number for count, received: 'two'",
    ],
    [
      'a word for a nested number',
      [...register, 'name=a,cpu=much'],
      "Expected a number for containerDefinitions[0].cpu, received: 'much'",
    ],
    [
      'a word for a boolean',
      [...register, 'name=a,essential=yes'],
      "Expected true or false for containerDefinitions[0].essential, received: 'yes'",
    ],
    [
      'wrong JSON',
      [...register, '[{"name":}]'],
      "Error parsing parameter '--container-definitions': Invalid JSON: ",
    ],
    [
      'wrong shorthand',
      [...register, 'name'],
      "Expected: '=', received: 'EOF' for input:\nname\n    ^",
    ],
    [
      'a file that is not there',
      [...register, 'file:///nonexistent.json'],
      'Unable to load paramfile file:///nonexistent.json',
    ],
    [
      'a misspelt member',
      [...register, '[{"nmae":"a"}]'],
      'Unknown parameter in containerDefinitions[0]: "nmae", must be one of: name, image',
    ],
    [
      'a string for a number',
      [...register, '[{"cpu":"1"}]'],
      "Invalid type for parameter containerDefinitions[0].cpu, value: 1, type: <class 'str'>, valid types: <class 'int'>",
    ],
    [
      'a number for a string',
      [...register, '[{"name":1}]'],
      "Invalid type for parameter containerDefinitions[0].name, value: 1, type: <class 'int'>, valid types: <class 'str'>",
    ],
    [
      'a structure for a list',
      [...register, '[{"environment":{"A":"b"}}]'],
      'Invalid type for parameter containerDefinitions[0].environment, value: {"A":"b"}, type: <class \'dict\'>, valid types: <class \'list\'>',
    ],
    [
      'a missing nested member',
      [
        'ecs',
        'run-task',
        '--task-definition',
        'x',
        '--network-configuration',
        'awsvpcConfiguration={assignPublicIp=ENABLED}',
      ],
      'Missing required parameter in networkConfiguration.awsvpcConfiguration: "subnets"',
    ],
    [
      'no pages and page options',
      ['ecs', 'list-tasks', '--no-paginate', '--max-items', '1'],
      'Cannot specify --no-paginate along with pagination arguments: --max-items',
    ],
    [
      'page size of a word',
      ['ecs', 'list-tasks', '--page-size', 'x'],
      "argument --page-size: invalid int value: 'x'",
    ],
    [
      'a time that is none',
      ['logs', 'tail', 'group', '--since', 'yesterday'],
      '--since must be a relative time like 30s, 10m, 2h, 1d or 1w, or a date',
    ],
  ])('%s', async (_what, line, message) => {
    const before = server.calls.length;
    const { status, output, errors } = await run(line);
    expect(errors).toContain(message);
    expect({ status, output }).toEqual({ status: 252, output: '' });
    expect(server.calls.length).toBe(before);
  });
});

describe('errors of the service and of the connection', () => {
  test('an error of the service is worded as the AWS CLI does and exits with 254', async () => {
    const { status, output, errors } = await run(['ecs', 'run-task', '--task-definition', 'web']);
    expect(errors).toBe(
      '\nAn error occurred (ClusterNotFoundException) when calling the RunTask operation: Cluster not found.\n',
    );
    expect({ status, output }).toEqual({ status: 254, output: '' });
  });

  test('an error that no schema knows keeps its name', async () => {
    const { status, errors } = await run(['ecs', 'delete-cluster', '--cluster', 'x']);
    expect(errors).toContain('An error occurred (UnknownOperation) when calling the DeleteCluster');
    expect(status).toBe(254);
  });

  test('nobody listening: says where, and to start the runtime', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    closed.close();
    await once(closed, 'close');
    const { status, errors } = await aws(['ecs', 'list-clusters'], {
      AWS_ENDPOINT_URL: `http://localhost:${port}`,
    });
    expect(errors).toBe(
      `\nCould not connect to the endpoint URL: "http://localhost:${port}/"\n` +
        'Is the runtime running? Start it in another terminal: npm start\n',
    );
    expect(status).toBe(255);
  });

  test('a query that does not fit the response fails after the call', async () => {
    const { status, errors } = await run(['ecs', 'list-tasks', '--query', 'length(nothing)']);
    expect(errors).toContain('length()');
    expect(status).toBe(255);
  });
});
