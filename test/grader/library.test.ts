import {
  CreateClusterCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecs';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckContext } from '../../grader/check.ts';
import { expectAnswers } from '../../grader/expect/answers.ts';
import { cost, expectCost } from '../../grader/expect/cost.ts';
import { expectHealthy } from '../../grader/expect/healthy.ts';
import { expectRole } from '../../grader/expect/role.ts';
import { describeTasks } from '../../grader/expect/tasks.ts';
import { openTarget } from '../../grader/open-target.ts';
import type { Target } from '../../grader/target.ts';
import { eventually } from '../server/eventually.ts';
import { openRuntime, type TestRuntime } from '../server/open-runtime.ts';

const account = '123456789012';
const cluster = 'cats';
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
};
const POLICY = 'AmazonECSTaskExecutionRolePolicy';

let runtime: TestRuntime;
let target: Target;
let context: CheckContext;

/** A cat that is asked how it is, and one that is not, on Fargate. */
beforeAll(async () => {
  runtime = await openRuntime({ timeScale: 100 });
  target = await openTarget({
    kind: 'local',
    endpoint: runtime.url,
    account,
    region: 'us-east-1',
  });
  context = { ...target, variant: {}, signal: AbortSignal.timeout(120_000) };
  const { ecs } = target;
  const { cluster: made } = await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const tags = [
    { key: 'engine', value: ' Fargate ' },
    { key: 'hours', value: '10.2' },
  ];
  await ecs.send(new TagResourceCommand({ resourceArn: made?.clusterArn, tags }));
  const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost || exit 1'], interval: 5 };
  for (const [family, checked] of [
    ['asked', { healthCheck }],
    ['unasked', {}],
  ] as const) {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '1024',
        memory: '3072',
        containerDefinitions: [{ name: 'web', image: 'cats', ...checked }],
      }),
    );
    await ecs.send(
      new RunTaskCommand({
        cluster,
        taskDefinition: family,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0ca7000000000000a'] } },
      }),
    );
  }
}, 60_000);
afterAll(async () => {
  target?.close();
  await runtime[Symbol.asyncDispose]();
});

test('healthy tasks are waited for; those there are earn their share', async () => {
  const [task] = await expectHealthy(context, { cluster, family: 'asked' }, { within: 60_000 });
  expect(task).toMatchObject({ lastStatus: 'RUNNING', healthStatus: 'HEALTHY' });
  await expectHealthy(context, { cluster, family: 'asked' }, { container: 'web' });
  await expect(
    expectHealthy(context, { cluster, family: 'asked' }, { count: 2 }),
  ).rejects.toMatchObject({
    expected: '2 tasks of asked that are RUNNING and HEALTHY',
    observed: expect.stringMatching(/^task [0-9a-f]{8} is RUNNING \(web HEALTHY\)$/),
    symptom: 'differs',
    credit: 0.5,
  });
});

test('a task that nobody asks how it is, and none at all, are not healthy', async () => {
  const runs = async () =>
    (await describeTasks(context, { cluster, family: 'unasked' })).some(
      ({ lastStatus }) => lastStatus === 'RUNNING',
    );
  await eventually(runs, 60_000);
  await expect(expectHealthy(context, { cluster, family: 'unasked' })).rejects.toMatchObject({
    symptom: 'unknown',
  });
  await expect(expectHealthy(context, { cluster, family: 'dogs' })).rejects.toMatchObject({
    observed: 'no task',
    symptom: 'missing',
  });
});

test('the bill says what the containers have used; who has none is told so', async () => {
  const [task] = await expectHealthy(context, { cluster, family: 'asked' }, { within: 60_000 });
  await target.ecs.send(new StopTaskCommand({ cluster, task: task?.taskArn }));
  const bill = await expectCost(context, { vcpuHours: { atLeast: 1 / 60 }, within: 60_000 });
  expect([...bill.usage.keys()].toSorted()).toEqual([
    'USE1-Fargate-GB-Hours',
    'USE1-Fargate-vCPU-Hours:perCPU',
  ]);
  expect(bill.gbHours).toBeCloseTo(3 * bill.vcpuHours, 6);
  const right = { about: bill.dollars, tolerance: '50%' } as const;
  expect((await expectCost(context, { dollars: right, days: 1 })).dollars).toBeGreaterThan(0);
  await expect(expectCost(context, { gbHours: { atLeast: 7_000 } })).rejects.toMatchObject({
    expected: 'GB-hours from 7000',
    symptom: 'differs',
    members: ['gbHours'],
  });
  const other = await openTarget({
    kind: 'local',
    endpoint: runtime.url,
    account: '000000000001',
    region: 'us-east-1',
  });
  const elsewhere = { ...context, ...other };
  expect(await cost(elsewhere)).toMatchObject({ dollars: 0, vcpuHours: 0 });
  await expect(expectCost(elsewhere, {})).rejects.toMatchObject({ symptom: 'missing' });
  other.close();
});

test('a role is there, trusts the right service, and has its policies', async () => {
  const iam = await target.iam();
  const RoleName = 'catRole';
  await expect(expectRole(context, RoleName)).rejects.toMatchObject({ symptom: 'missing' });
  await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
  );
  const wanted = { assumedBy: 'ecs-tasks.amazonaws.com', policies: [POLICY] };
  await expect(expectRole(context, RoleName, wanted)).rejects.toMatchObject({
    observed: 'no policy',
    symptom: 'policies',
    members: [POLICY],
  });
  const PolicyArn = `arn:aws:iam::aws:policy/service-role/${POLICY}`;
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  expect(await expectRole(context, RoleName, wanted)).toMatchObject({ RoleName });
  await expect(
    expectRole(context, RoleName, { assumedBy: 'ec2.amazonaws.com' }),
  ).rejects.toMatchObject({
    expected: 'that ec2.amazonaws.com may assume the role catRole',
    observed: 'that ecs-tasks.amazonaws.com may',
    symptom: 'trust',
  });
});

test('answers are handed in as tags; the right ones earn their share', async () => {
  const engine = { key: 'engine', what: 'launch type', value: 'fargate', as: 'choice' } as const;
  const hours = { key: 'hours', what: 'hours', value: 10, as: 'number' } as const;
  expect(await expectAnswers(context, cluster, [engine, { ...hours, tolerance: '2%' }])).toBe(
    'engine is fargate, hours is 10',
  );
  await expect(expectAnswers(context, cluster, [engine, hours])).rejects.toMatchObject({
    members: ['hours'],
    symptom: 'differs',
    credit: 0.5,
  });
});
