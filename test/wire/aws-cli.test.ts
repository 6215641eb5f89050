import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containerofcats } from './cats.ts';
import { clientEnvironment, startRuntime, type WireRuntime } from './runtime.ts';

const version = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const found = version.status === 0 && `${version.stdout}${version.stderr}`.startsWith('aws-cli/');
if (!found) {
  console.warn(
    'SKIPPED: the tests with the real AWS CLI, since no `aws` (aws-cli/…) is on the PATH.',
  );
}

describe.skipIf(!found)('the real AWS CLI', { timeout: 180_000 }, () => {
  let runtime: WireRuntime;
  let env: Record<string, string>;
  beforeAll(async () => {
    runtime = await startRuntime({ containerofcats: { lines: ['Listening on :80'] } });
    env = clientEnvironment(runtime.endpoint);
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const aws = async (...args: string[]): Promise<string> =>
    (await execa('aws', args, { env, extendEnv: false })).stdout;
  const text = (query: string, ...args: string[]) =>
    aws(...args, '--query', query, '--output', 'text');
  const network =
    'awsvpcConfiguration={subnets=[subnet-0ca7000000000000a,subnet-0ca7000000000000b],assignPublicIp=ENABLED}';

  test('goes through allthecats: cluster, definition, task, waiters, logs, clean-up', async () => {
    const onCluster = ['--cluster', 'allthecats'];
    expect(await text('Arn', 'sts', 'get-caller-identity')).toBe('arn:aws:iam::111122223333:root');
    await aws('ecs', 'create-cluster', '--cluster-name', 'allthecats', '--tags', 'key=a,value=b');

    const file = join(tmpdir(), `cats-${process.pid}.json`);
    writeFileSync(file, JSON.stringify(containerofcats));
    const definition = await text(
      'taskDefinition.taskDefinitionArn',
      ...['ecs', 'register-task-definition', '--cli-input-json', `file://${file}`],
    );
    expect(definition).toMatch(/:task-definition\/containerofcats:1$/);

    const task = await text(
      'tasks[0].taskArn',
      ...['ecs', 'run-task', ...onCluster, '--task-definition', 'containerofcats'],
      ...['--launch-type', 'FARGATE', '--network-configuration', network],
    );
    await aws('ecs', 'wait', 'tasks-running', ...onCluster, '--tasks', task);
    expect(
      await text('tasks[0].lastStatus', 'ecs', 'describe-tasks', ...onCluster, '--tasks', task),
    ).toBe('RUNNING');
    expect(
      await text(
        'clusters[0].tags[0].value',
        'ecs',
        'describe-clusters',
        '--clusters',
        'allthecats',
        '--include',
        'TAGS',
      ),
    ).toBe('b');

    const group = ['--log-group-name', '/ecs/containerofcats'];
    const stream = `cats/containerofcatsweb/${task.split('/').at(-1)}`;
    expect(
      await text(
        'events[].message',
        'logs',
        'get-log-events',
        ...group,
        '--log-stream-name',
        stream,
      ),
    ).toBe('Listening on :80');
    expect(
      await text(
        'events[].message',
        'logs',
        'filter-log-events',
        ...group,
        '--filter-pattern',
        'Listening',
      ),
    ).toBe('Listening on :80');
    expect(await text('logGroups[].logGroupName', 'logs', 'describe-log-groups')).toBe(
      '/ecs/containerofcats',
    );
    expect(await text('logStreams[].logStreamName', 'logs', 'describe-log-streams', ...group)).toBe(
      stream,
    );

    await aws('ecs', 'stop-task', ...onCluster, '--task', task);
    await aws('ecs', 'wait', 'tasks-stopped', ...onCluster, '--tasks', task);
    await aws('ecs', 'deregister-task-definition', '--task-definition', 'containerofcats:1');
    expect(await text('cluster.status', 'ecs', 'delete-cluster', '--cluster', 'allthecats')).toBe(
      'INACTIVE',
    );
  });

  test('runs a service to stability and away again', async () => {
    await aws('ecs', 'create-cluster');
    await aws(
      'ecs',
      'register-task-definition',
      '--cli-input-json',
      JSON.stringify(containerofcats),
    );
    await aws(
      ...[
        'ecs',
        'create-service',
        '--service-name',
        'cats',
        '--task-definition',
        'containerofcats',
      ],
      ...['--desired-count', '2', '--launch-type', 'FARGATE', '--network-configuration', network],
      ...['--scheduling-strategy', 'REPLICA', '--deployment-controller', 'type=ECS'],
    );
    await aws('ecs', 'wait', 'services-stable', '--services', 'cats');
    expect(await text('length(taskArns)', 'ecs', 'list-tasks', '--service-name', 'cats')).toBe('2');
    await aws('ecs', 'delete-service', '--service', 'cats', '--force');
    await aws('ecs', 'wait', 'services-inactive', '--services', 'cats');
  });

  test('prints errors as those of AWS', async () => {
    const failed = await execa('aws', ['ecs', 'list-tasks', '--cluster', 'nowhere'], {
      env,
      extendEnv: false,
      reject: false,
    });
    expect(failed.exitCode).toBeGreaterThanOrEqual(254);
    expect(failed.stderr).toContain(
      'An error occurred (ClusterNotFoundException) when calling the ListTasks operation: Cluster not found.',
    );
  });
});
