import { writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nameOf } from '../../src/core/arn.ts';
import { dockerForTests } from '../engines/docker/docker-world.ts';
import { ask, callEcs } from './ask.ts';
import { runCat, startCat } from './cats.ts';
import { eventually } from './eventually.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';
import { sdkProgram } from './sdk-program.ts';

const docker = await dockerForTests();

/** What a program in a container prints about what it can reach, as JSON in one line. */
const PROGRAM = `
const { ECS_CONTAINER_METADATA_URI_V4: own, AWS_ENDPOINT_URL: aws } = process.env;
const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = process.env;
const json = async (url) => (await fetch(url)).json();
const status = async (url, options) => (await fetch(url, options)).status;
const whoAmI = async () => {
  const { AccessKeyId, Token } = await json(relative === undefined ? full : 'http://169.254.170.2' + relative);
  const answer = await fetch(aws, { method: 'POST', headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'x-amz-security-token': Token,
    authorization: 'AWS4-HMAC-SHA256 Credential=' + AccessKeyId + '/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0',
  }, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
  return (await answer.text()).match('<Arn>(.*)</Arn>')?.[1];
};
const print = async () => console.log(JSON.stringify({
  container: await json(own),
  stats: await json(own + '/stats'),
  taskStats: Object.entries(await json(own + '/task/stats')),
  task: await json(own + '/task'),
  aws: await status(aws, { method: 'POST', headers: {
    'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
    'content-type': 'application/x-amz-json-1.1',
    authorization: 'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0',
  }, body: '{}' }),
  whoAmI: await whoAmI(),
  page: await status(aws + '/'),
  workbook: await status(aws + '/_workbook/status'),
  registry: await status(aws + '/v2/'),
}));
print().catch((error) => console.log(JSON.stringify({ error: String(error.cause ?? error) })));
setInterval(() => {}, 1000);
process.on('SIGTERM', () => process.exit(0));
`;

const whatItReaches = async (runtime: TestRuntime) => {
  await callEcs(runtime.port, 'CreateCluster', { clusterName: 'allthecats' });
  const container = { command: ['node', '-e', PROGRAM], logConfiguration: LOGS };
  const task = await runCat(runtime, container, { taskRoleArn: ROLE });
  return { task, reached: JSON.parse(await firstLine(runtime)) };
};

const ROLE = 'arn:aws:iam::000000000000:role/cats/feeder';
const LOGS = {
  logDriver: 'awslogs',
  options: {
    'awslogs-group': '/gateway',
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': 'web',
    'awslogs-create-group': 'true',
  },
};

const firstLine = ({ controlPlane }: TestRuntime): Promise<string> => {
  const scope = { account: '000000000000', region: 'us-east-1' };
  return eventually(
    () => controlPlane.logs.events(scope, { group: '/gateway', limit: 1 })[0]?.message,
  );
};

describe.each([
  ['process', false],
  ['docker', docker === undefined],
] as const)('a task on the %s engine', (engine, missing) => {
  it.skipIf(missing)(
    'reaches its metadata, the credentials of its role and the AWS API, and from another network no more than that',
    { timeout: 60_000 },
    async () => {
      await using runtime = await openRuntime({ engine });
      const { task, reached } = await whatItReaches(runtime);
      const measured = {
        read: expect.stringMatching(/^20/),
        memory_stats: { usage: expect.any(Number) },
        cpu_stats: { cpu_usage: { total_usage: expect.any(Number) } },
        ...(engine === 'docker' ? { networks: { eth0: { rx_bytes: expect.any(Number) } } } : {}),
      };
      const other = engine === 'docker' ? 404 : 200;
      expect(reached).toMatchObject({
        container: { Name: 'web', DockerId: task.containers[0]?.runtimeId },
        stats: measured,
        taskStats: [[task.containers[0]?.runtimeId, measured]],
        task: { TaskARN: task.taskArn, Family: 'cats', LaunchType: 'FARGATE' },
        aws: 200,
        whoAmI: `arn:aws:sts::000000000000:assumed-role/feeder/${nameOf(task.taskArn)}`,
        page: 404,
        workbook: other,
        registry: other,
      });
    },
  );
});

it.skipIf(docker === undefined)(
  'still reaches its metadata when the runtime was away and is back',
  { timeout: 60_000 },
  async () => {
    const program = `
      const answer = async (response) => {
        const found = await fetch(process.env.ECS_CONTAINER_METADATA_URI_V4 + '/task');
        response.end(await found.text());
      };
      require('node:http').createServer((_, response) =>
        answer(response).catch((error) => response.end(String(error.cause ?? error)))).listen(80);
      process.on('SIGTERM', () => process.exit(0));`;
    const first = await openRuntime({ engine: 'docker' });
    const task = await runCat(first, { command: ['node', '-e', program] });
    const headers = { host: `${nameOf(task.taskArn)}.task.localhost:${first.port}` };
    await first.close({ keep: true });
    await using second = await openRuntime({
      engine: 'docker',
      dataDir: first.dataDir,
      port: first.port,
    });
    const found = await eventually(async () => {
      const { body } = await ask(second.port, { headers });
      return body.startsWith('{') && body;
    });
    expect(JSON.parse(found)).toMatchObject({ TaskARN: task.taskArn, KnownStatus: 'RUNNING' });
  },
);

it('an SDK in a task finds region, endpoint and credentials by itself', async () => {
  await using runtime = await openRuntime({ engine: 'process' });
  const program = join(runtime.dataDir, 'sdk.cjs');
  await writeFile(program, await sdkProgram());
  const container = { command: ['node', program], logConfiguration: LOGS };
  const arn = await startCat(runtime, container, { taskRoleArn: ROLE });
  expect(await firstLine(runtime)).toBe(
    `arn:aws:sts::000000000000:assumed-role/feeder/${nameOf(arn)}`,
  );
});

it('is not listened for on addresses beyond this machine and its container networks', async () => {
  await using runtime = await openRuntime();
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  for (const { address, internal, family } of addresses) {
    if (internal || family !== 'IPv4') continue;
    const answer = fetch(`http://${address}:${runtime.port}/`, {
      signal: AbortSignal.timeout(2000),
    });
    await expect(answer, address).rejects.toThrow();
  }
});
