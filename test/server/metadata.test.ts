import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf } from '../../src/core/arn.ts';
import type { Task } from '../../src/core/model/task.ts';
import { containerEnvironment } from '../../src/server/metadata/environment.ts';
import { ask, callEcs } from './ask.ts';
import { runCat, startCat } from './cats.ts';
import { eventually } from './eventually.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

const LOGS = {
  logDriver: 'awslogs',
  options: {
    'awslogs-group': '/cats',
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': 'web',
    'awslogs-create-group': 'true',
  },
};

describe('task metadata', () => {
  let runtime: TestRuntime;
  let task: Task;
  let environment: Record<string, string>;
  let path: string;
  beforeAll(async () => {
    runtime = await openRuntime();
    task = await runCat(runtime, { logConfiguration: LOGS });
    const endpoint = `http://127.0.0.1:${runtime.port}`;
    environment = containerEnvironment(
      runtime.controlPlane.state,
      runtime.token,
      endpoint,
      task.taskArn,
      'web',
    );
    path = new URL(environment.ECS_CONTAINER_METADATA_URI_V4 ?? '').pathname;
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  it('is announced in the environment, as on Fargate', () => {
    expect(environment).toEqual({
      ECS_CONTAINER_METADATA_URI_V4: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v4\//),
      AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${runtime.port}`,
    });
  });

  describe('the credentials of its role', () => {
    const ROLE = 'arn:aws:iam::000000000000:role/feeder';
    const credentialsOf = (arn: string): string | undefined =>
      containerEnvironment(
        runtime.controlPlane.state,
        runtime.token,
        `http://127.0.0.1:${runtime.port}`,
        arn,
        'web',
      ).AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;

    it.each([
      ['the task definition', { taskRoleArn: ROLE }],
      ['the task definition, by its name alone', { taskRoleArn: 'feeder' }],
    ])('come by %s', async (_from, definition) => {
      const { taskArn } = await runCat(runtime, {}, definition);
      const { status, body } = await ask(runtime.port, { path: credentialsOf(taskArn) ?? '' });
      expect(status).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ RoleArn: ROLE });
    });

    it('are not for a task without a role', () => {
      expect(credentialsOf(task.taskArn)).toBeUndefined();
    });

    it('are not for another task, nor for who guesses, nor for one that has stopped', async () => {
      const { taskArn } = await runCat(runtime, {}, { taskRoleArn: ROLE });
      const own = credentialsOf(taskArn) ?? '';
      const otherTask = own.replace(nameOf(taskArn), nameOf(task.taskArn));
      const guess = own.replace(/.{32}$/, '0'.repeat(32));
      for (const path of [otherTask, guess]) {
        const { status, body } = await ask(runtime.port, { path });
        expect(status).toBe(400);
        expect(JSON.parse(body)).toMatchObject({ code: 'InvalidIdInRequest' });
      }
      await callEcs(runtime.port, 'StopTask', { cluster: 'allthecats', task: taskArn });
      const { state } = runtime.controlPlane;
      await eventually(() => state.tasks.get(taskArn)?.lastStatus === 'STOPPED');
      expect((await ask(runtime.port, { path: own })).status).toBe(400);
    });
  });

  it('describes the container', async () => {
    const { status, body } = await ask(runtime.port, { path });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      DockerId: task.containers[0]?.runtimeId,
      Name: 'web',
      Image: 'containerofcats',
      KnownStatus: 'RUNNING',
      DesiredStatus: 'RUNNING',
      ContainerARN: task.containers[0]?.containerArn,
      Labels: { 'com.amazonaws.ecs.task-arn': task.taskArn },
      Limits: { CPU: 0 },
      LogDriver: 'awslogs',
      LogOptions: {
        'awslogs-create-group': 'true',
        'awslogs-group': '/cats',
        'awslogs-region': 'us-east-1',
        'awslogs-stream': `web/web/${nameOf(task.taskArn)}`,
      },
      Networks: [
        {
          NetworkMode: 'awsvpc',
          IPv4Addresses: [task.networkInterface?.privateIpv4Address],
          PrivateDNSName: expect.stringMatching(/^ip-[0-9-]+\.ec2\.internal$/),
        },
      ],
    });
  });

  it('describes the task', async () => {
    const { status, body } = await ask(runtime.port, { path: `${path}/task` });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      Cluster: task.clusterArn,
      TaskARN: task.taskArn,
      Family: 'cats',
      Revision: '1',
      KnownStatus: 'RUNNING',
      DesiredStatus: 'RUNNING',
      LaunchType: 'FARGATE',
      AvailabilityZone: task.availabilityZone,
      Limits: { CPU: 0.25, Memory: 512 },
      Containers: [{ Name: 'web' }],
    });
  });

  it('tells the tags of the task to who asks for them', async () => {
    const tags = [{ key: 'team', value: 'cats' }];
    await callEcs(runtime.port, 'TagResource', { resourceArn: task.taskArn, tags });
    const { body } = await ask(runtime.port, { path: `${path}/taskWithTags` });
    expect(JSON.parse(body)).toMatchObject({ TaskARN: task.taskArn, TaskTags: { team: 'cats' } });
    const without = await ask(runtime.port, { path: `${path}/task` });
    expect(JSON.parse(without.body)).not.toHaveProperty('TaskTags');
  });

  it('has no stats where nothing is measured', async () => {
    const own = await ask(runtime.port, { path: `${path}/stats` });
    expect([own.status, own.body]).toEqual([200, 'null']);
    const all = await ask(runtime.port, { path: `${path}/task/stats` });
    expect(JSON.parse(all.body)).toEqual({ [task.containers[0]?.runtimeId ?? '']: null });
  });

  it('waits for the engine to tell of a container that was quicker', async () => {
    const arn = await startCat(runtime);
    const endpoint = `http://127.0.0.1:${runtime.port}`;
    const own = containerEnvironment(
      runtime.controlPlane.state,
      runtime.token,
      endpoint,
      arn,
      'web',
    );
    const early = await ask(runtime.port, {
      path: new URL(own.ECS_CONTAINER_METADATA_URI_V4 ?? '').pathname,
    });
    const { runtimeId } = runtime.controlPlane.state.tasks.get(arn)?.containers[0] ?? {};
    expect(JSON.parse(early.body)).toMatchObject({ DockerId: runtimeId, KnownStatus: 'RUNNING' });
    expect(runtimeId).toBeDefined();
  });

  it('is told to nobody who guesses', async () => {
    const id = nameOf(task.taskArn);
    const guesses = [
      `/v4/${id}/web`,
      `/v4/${id}/web/task`,
      `/v4/${id}/web/${'0'.repeat(32)}`,
      `/v4/${id}/other/${path.split('/').at(-1)}`,
      '/v4/',
    ];
    for (const guess of guesses)
      expect((await ask(runtime.port, { path: guess })).status, guess).toBe(404);
  });
});
