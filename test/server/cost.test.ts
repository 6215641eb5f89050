import { expect, it, test } from 'vitest';
import { nameOf } from '../../src/core/arn.ts';
import type { CostReport } from '../../src/server/api.ts';
import { CostHistory } from '../../src/server/workbook/cost.ts';
import { ask, callEcs } from './ask.ts';
import { runCat } from './cats.ts';
import { eventually } from './eventually.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

const costOf = async (runtime: TestRuntime, query = ''): Promise<CostReport> => {
  const { status, body } = await ask(runtime.port, { path: `/_workbook/cost${query}` });
  expect(status, body).toBe(200);
  return JSON.parse(body);
};

test('what ran is billed, from the pull until it stopped, by the minute at least', async () => {
  await using runtime = await openRuntime();
  const empty = await costOf(runtime);
  expect(empty.bill.totalUsd).toBe(0);
  expect([empty.since, empty.scaledBill, empty.cluster]).toEqual([null, null, null]);

  const { taskArn } = await runCat(runtime);
  const running = await costOf(runtime, '?cluster=allthecats');
  expect(running.usage.tasks).toMatchObject([{ taskArn, family: 'cats', cpu: 256, to: null }]);
  expect(running.bill.lines.map(({ usageType }) => usageType)).toEqual([
    'USE1-Fargate-GB-Hours',
    'USE1-Fargate-vCPU-Hours:perCPU',
  ]);

  await callEcs(runtime.port, 'StopTask', { cluster: 'allthecats', task: taskArn });
  const task = await eventually(() => {
    const found = runtime.controlPlane.state.tasks.get(taskArn);
    return found?.lastStatus === 'STOPPED' && found;
  });
  const stopped = await costOf(runtime, '?month=all');
  expect(stopped.usage.tasks).toMatchObject([{ from: task.pullStartedAt, to: task.stoppedAt }]);
  const [row] = stopped.breakdown.tasks;
  expect(row?.seconds).toBe(60);
  expect(row?.usd).toBeCloseTo((0.25 * 0.04048 + 0.5 * 0.004445) / 60, 12);
  expect(stopped.breakdown.services).toMatchObject([
    { clusterName: 'allthecats', group: 'family:cats', tasks: 1 },
  ]);

  const before = await costOf(runtime, '?month=2020-02');
  expect(before.usage.tasks).toEqual([]);
  expect(before.period).toEqual({ from: Date.UTC(2020, 1), to: Date.UTC(2020, 2) });
  expect((await costOf(runtime, '?month=all')).usage.tasks).toHaveLength(1);
  expect((await costOf(runtime, '?account=111122223333')).usage.tasks).toEqual([]);

  for (const [query, status, words] of [
    ['?month=November', 400, 'Expected ?month= such as 2026-11, or all; found "November".'],
    ['?month=2026-13', 400, 'found "2026-13"'],
    ['?cluster=dogs', 404, 'has no cluster "dogs". It has: allthecats.'],
    ['?cluster=x&account=111122223333', 404, 'It has none.'],
  ] as const) {
    const answer = await ask(runtime.port, { path: `/_workbook/cost${query}` });
    expect([query, answer.status]).toEqual([query, status]);
    expect(JSON.parse(answer.body).message).toContain(words);
  }
});

test('instances are billed while they run, in the cluster that they registered in', async () => {
  await using runtime = await openRuntime();
  const { controlPlane, port } = runtime;
  const scope = { account: '000000000000', region: 'us-east-1' };
  await callEcs(port, 'CreateCluster', { clusterName: 'herd' });
  const { instanceArns } = await controlPlane.execute('RunInstances', scope, {
    ImageId: 'ami-0c2d06d50ce30b442',
    InstanceType: 't3.medium',
    MinCount: 2,
    MaxCount: 2,
    userData: '#!/bin/bash\necho ECS_CLUSTER=herd >> /etc/ecs/ecs.config',
  });
  await eventually(() => {
    const { containerInstances } = controlPlane.state;
    const active = [...containerInstances.values()].filter(({ status }) => status === 'ACTIVE');
    return active.length === 2;
  });
  await callEcs(port, 'RegisterTaskDefinition', {
    family: 'python-app',
    networkMode: 'bridge',
    containerDefinitions: [{ name: 'webapp', image: 'containerofcats', cpu: 100, memory: 100 }],
  });
  await callEcs(port, 'RunTask', {
    cluster: 'herd',
    taskDefinition: 'python-app',
    launchType: 'EC2',
  });
  const running = await eventually(async () => {
    const report = await costOf(runtime, '?cluster=herd&month=all');
    return report.usage.tasks.length === 1 && report;
  });
  expect(running.usage.tasks).toMatchObject([
    { launchType: 'EC2', cpu: 100, memoryMiB: 100, instanceArn: expect.stringMatching(/\/i-/) },
  ]);
  expect(instanceArns).toContain(running.usage.tasks[0]?.instanceArn);
  expect(running.bill.lines).toMatchObject([{ usageType: 'BoxUsage:t3.medium' }]);
  expect(running.breakdown.tasks[0]?.usd).toBe(0);
  expect(running.breakdown.instances.map(({ seconds }) => seconds)).toEqual([60, 60]);

  await controlPlane.execute('TerminateInstances', scope, {
    InstanceIds: instanceArns.map((arn) => nameOf(arn)),
  });
  const ended = await eventually(async () => {
    const report = await costOf(runtime, '?month=all');
    return report.usage.instances.every(({ to }) => to !== null) && report;
  });
  expect(ended.usage.instances.map(({ instanceArn }) => instanceArn).sort()).toEqual(
    instanceArns.toSorted(),
  );
  expect(ended.usage.instances[0]?.clusterArn).toMatch(/cluster\/herd$/);
});

test('storage beyond what is included, and the processor, are those of the definition', async () => {
  await using runtime = await openRuntime();
  await callEcs(runtime.port, 'CreateCluster', { clusterName: 'allthecats' });
  await callEcs(runtime.port, 'RegisterTaskDefinition', {
    family: 'large',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '1024',
    memory: '3072',
    ephemeralStorage: { sizeInGiB: 50 },
    runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
    containerDefinitions: [{ name: 'web', image: 'containerofcats' }],
  });
  await callEcs(runtime.port, 'RunTask', {
    cluster: 'allthecats',
    taskDefinition: 'large',
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0ca7000000000000a'] } },
  });
  const { bill } = await eventually(async () => {
    const report = await costOf(runtime, '?month=all');
    return report.usage.tasks.length === 1 && report;
  });
  expect(bill.lines.map(({ usageType }) => usageType)).toEqual([
    'USE1-Fargate-ARM-GB-Hours',
    'USE1-Fargate-ARM-vCPU-Hours:perCPU',
    'USE1-Fargate-EphemeralStorage-GB-Hours',
  ]);
});

test('in fast time the real seconds are billed, and the lesson is priced beside it', async () => {
  await using runtime = await openRuntime({ timeScale: 20 });
  await runCat(runtime);
  const { bill, scaledBill, timeScale, usage, now, period } = await costOf(runtime, '?month=all');
  expect(timeScale).toBe(20);
  expect(scaledBill?.notes).toContain('Every run counts as 20 times as long as it was.');
  const [task] = usage.tasks;
  if (task === undefined) throw new Error('Expected a task');
  const seconds = (now - task.from) / 1_000;
  const vCpuSeconds = (which: typeof bill | null) =>
    (which?.lines.find(({ unit }) => unit === 'vCPU-Hours')?.quantity ?? 0) * 3_600 * 4;
  expect(vCpuSeconds(bill)).toBeCloseTo(Math.max(60, Math.ceil(seconds)), 6);
  expect(vCpuSeconds(scaledBill)).toBeCloseTo(Math.max(60, Math.ceil(seconds * 20)), 6);
  expect(period.to).toBeGreaterThan(now);
});

it('reads each commit once, however many ask at a time', async () => {
  await using runtime = await openRuntime();
  await runCat(runtime);
  const { controlPlane } = runtime;
  const read: number[] = [];
  const history = new CostHistory({
    timeScale: 1,
    state: controlPlane.state,
    now: () => controlPlane.now(),
    *history(from) {
      for (const commit of controlPlane.history(from)) {
        read.push(commit.sequence);
        yield commit;
      }
    },
  });
  const question = { account: '000000000000', cluster: undefined, month: undefined };
  const reports = await Promise.all([1, 2, 3].map(() => history.report(question)));
  for (const { usage } of reports) expect(usage.tasks).toHaveLength(1);
  expect(read).toEqual(read.map((_, i) => i + 1));
  expect(read.length).toBeGreaterThan(3);
});
