import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CannedServer, startCannedServer } from './canned-server.ts';
import { aws, type CommandResult } from './command.ts';
import { compareEverything, realAws, realCliPresent } from './real-cli.ts';

let server: CannedServer;
beforeAll(async () => {
  server = await startCannedServer(() => ({}));
});
afterAll(() => server[Symbol.asyncDispose]());

const folder = mkdtempSync(join(tmpdir(), 'aws-input-'));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return `file://${join(folder, name)}`;
};
const containers = file('containers.json', '[{"name":"web","image":"cats","essential":true}]');
const task = file('task.json', '{"family":"cats","containerDefinitions":[{"name":"web","cpu":1}]}');
const word = file('word.txt', 'demo');

const fargate = ['ecs', 'run-task', '--task-definition', 'web', '--launch-type', 'FARGATE'];
const register = ['ecs', 'register-task-definition', '--family', 'web'];

/** Command lines and the request that each makes; the first are compared with the real CLI. */
const lines: readonly (readonly string[])[] = [
  [
    ...fargate,
    '--network-configuration',
    'awsvpcConfiguration={subnets=[subnet-1,subnet-2],securityGroups=[sg-1],assignPublicIp=ENABLED}',
  ],
  [
    ...register,
    '--container-definitions',
    'name=web,image=cats:1,cpu=10,essential=true,portMappings=[{containerPort=80,protocol=tcp}],environment=[{name=A,value=1},{name=B,value="x, y"}]',
    'name=side,image=busybox,command=sleep,100,dockerLabels={a=b,c=d}',
  ],
  ['ecs', 'describe-tasks', '--cluster', 'demo', '--tasks', 'a', 'b', 'c', '--include', 'TAGS'],
  ['ecs', 'delete-service', '--service', 'web', '--no-force', '--cluster', 'demo'],
  ['ecs', 'create-cluster', '--cluster-name', word],
  [
    'ecs',
    'create-cluster',
    '--cluster-name=demo',
    '--settings',
    'name=containerInsights,value=enabled',
  ],
  ['ecs', 'create-cluster', '--cluster-n', 'demo'],
  ['ecs', 'create-cluster', '--tags', 'key=a,value=b', 'key=c,value="d e"', "key=f,value='g,h'"],
  ['ecs', 'create-cluster', '--tags', '{"key":"a","value":"b"}', '{"key":"c","value":"d"}'],
  ['ecs', 'create-cluster', '--tags', '[{"key":"a","value":"b"}]'],
  ['ecs', 'create-cluster', '--tags', 'key=a,value='],
  ['ecs', 'create-cluster', '--tags', 'key = a , value = b '],
  ['ecs', 'create-cluster', '--tags', 'key=a,value=b\\,c'],
  ['ecs', 'create-cluster', '--tags', 'key=a,value=b=c'],
  ['ecs', 'create-cluster', '--capacity-providers', 'FARGATE', 'FARGATE_SPOT'],
  ['ecs', 'create-cluster', '--cli-input-json', '{"clusterName":"x"}'],
  ['ecs', 'create-cluster', '--cli-input-json', '{"clusterName":"x"}', '--cluster-name', 'y'],
  [...register, '--container-definitions', containers, '--cpu', '256', '--memory', '512'],
  [...register, '--container-definitions', 'name=web,entryPoint=sh,-c,command=["a b",c],links=one'],
  ['ecs', 'register-task-definition', '--cli-input-json', task],
  [...fargate, '--count', '3', '--enable-ecs-managed-tags', '--disable-execute-command'],
  [...fargate, '--overrides', '{"containerOverrides":[{"name":"web","command":["a"]}]}'],
  [
    ...fargate,
    '--overrides',
    'containerOverrides=[{name=web,environment=[{name=A,value=b}]}],cpu=256',
  ],
  [
    'ecs',
    'update-service',
    '--service',
    'web',
    '--desired-count',
    '0',
    '--force-new-deployment',
    '--deployment-configuration',
    'maximumPercent=150,minimumHealthyPercent=50,deploymentCircuitBreaker={enable=true,rollback=false}',
  ],
  ['ecs', 'list-tasks', '--cluster', 'demo', '--desired-status', 'STOPPED', '--page-size', '7'],
  ['ecs', 'list-tasks', '--next-token', 'abc', '--max-results', '3'],
  ['ecs', 'untag-resource', '--resource-arn', 'a', '--tag-keys', 'x', 'y'],
  ['ecs', 'stop-task', '--task', 'abc', '--reason', '-5'],
  ['ecs', 'stop-task', '--task', 'abc', '--reason', '--no reason'],
  ['ecs', 'describe-services', '--services'],
  ['logs', 'filter-log-events', '--log-group-name', 'g', '--start-time', '5', '--interleaved'],
  [
    'logs',
    'get-log-events',
    '--log-group-name',
    'g',
    '--log-stream-name',
    's',
    '--start-from-head',
  ],
  ['logs', 'create-log-group', '--log-group-name', 'g', '--tags', 'a=b,c=d'],
  [
    'logs',
    'put-log-events',
    '--log-group-name',
    'g',
    '--log-stream-name',
    's',
    '--log-events',
    'timestamp=1700000000000,message="hello, cat"',
  ],
];
const SAMPLE = 2;

const titled = (all: typeof lines): [string, readonly string[]][] =>
  all.map((line) => [line.join(' ').replaceAll(folder, ''), line]);

const endpoint = (): string[] => ['--endpoint-url', server.url];

async function request(
  send: (args: readonly string[]) => Promise<CommandResult>,
  line: readonly string[],
): Promise<unknown> {
  const before = server.calls.length;
  const { status, errors } = await send([...line, ...endpoint()]);
  const calls = server.calls.slice(before).map(({ operation, input }) => ({ operation, input }));
  return { status, errors, calls };
}

/** A client fills it in, differently each time. */
const withoutToken = (made: unknown): unknown =>
  JSON.parse(JSON.stringify(made, (key, value) => (key === 'clientToken' ? undefined : value)));

describe('reads a command line into a request', () => {
  test.each(titled(lines))('%s', async (_title, line) => {
    expect(withoutToken(await request(aws, line))).toMatchSnapshot();
  });
});

describe.skipIf(!realCliPresent)('makes the same request as the AWS CLI', () => {
  const compared = compareEverything ? lines : lines.slice(0, SAMPLE);
  test.each(titled(compared))('%s', { timeout: 180_000 }, async (_title, line) => {
    const ours = await request(aws, line);
    expect(withoutToken(ours)).toEqual(withoutToken(await request(realAws, line)));
  });
});
