import type { Task } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ServiceHistory } from '../../../grader/history/service-history.ts';
import {
  expectSurvived,
  type SurvivableFault,
  survival,
} from '../../../grader/history/survived.ts';
import { openTarget } from '../../../grader/open-target.ts';
import { isUnmet } from '../../../grader/unmet.ts';
import { openRuntime } from '../../server/open-runtime.ts';

const DAY = Date.UTC(2026, 0, 1);
const at = (seconds: number): Date => new Date(DAY + seconds * 1000);
let count = 0;
const ran = (from: number): Task => ({
  taskArn: `arn:aws:ecs:us-east-1:000000000000:task/cats/${count++}`,
  createdAt: at(from),
  startedAt: at(from + 1),
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
});
const hit = (seconds: number, how: Partial<Task>): Task => ({
  ...ran(0),
  lastStatus: 'STOPPED',
  desiredStatus: 'STOPPED',
  executionStoppedAt: at(seconds),
  stoppedAt: at(seconds + 1),
  ...how,
});
const killed: Partial<Task> = {
  stopCode: 'EssentialContainerExited',
  containers: [{ exitCode: 137 }],
};
const oom: Partial<Task> = {
  ...killed,
  containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed' }],
};

const verdict = (fault: SurvivableFault, tasks: Task[], atLeast = 0): string => {
  const history = new ServiceHistory(tasks, at(100).getTime());
  try {
    return survival(history, { serviceName: 'cats', desiredCount: 2 }, fault, atLeast);
  } catch (error) {
    if (isUnmet(error)) return error.symptom;
    throw error;
  }
};

test.each<[SurvivableFault, Partial<Task>]>([
  ['kill-container', killed],
  ['fill-memory', oom],
  ['lose-zone', { stopCode: 'TerminationNotice' }],
  ['stop-instance', { stopCode: 'TerminationNotice' }],
  ['spot-interruption', { stopCode: 'SpotInterruption' }],
  ['sick-application', { stoppedReason: 'Task failed container health checks' }],
])('%s is known by how the task ended', (fault, how) => {
  expect(verdict(fault, [hit(10, how), ran(0), ran(12)])).toContain('2 of 2 tasks run');
  expect(verdict(fault, [hit(10, { stopCode: 'UserInitiated' }), ran(0), ran(12)])).toBe('unhurt');
});

test.each<[string, Task[], number, string]>([
  ['was out of memory and not killed', [hit(10, oom), ran(0), ran(12)], 0, 'unhurt'],
  ['has a task too few', [hit(10, killed), ran(12)], 0, 'down'],
  [
    'has had more tasks than it wants, and replaced none',
    [hit(10, killed), ran(0), ran(0)],
    0,
    'down',
  ],
  ['kept one', [hit(10, killed), ran(0), ran(12)], 1, 'never fewer than 1'],
  ['kept one only', [hit(10, killed), ran(0), ran(12)], 2, 'dipped'],
  ['was hit twice and mended once', [hit(10, killed), hit(20, killed), ran(0), ran(12)], 0, 'down'],
])('a service that %s', (_, tasks, atLeast, expected) => {
  expect(verdict('kill-container', tasks, atLeast)).toContain(expected);
});

test('a service of the runtime survives a kill', async () => {
  await using runtime = await openRuntime({ timeScale: 50 });
  const scope = { account: '000000000000', region: 'us-east-1' };
  const { controlPlane } = runtime;
  await controlPlane.execute('CreateCluster', scope, { clusterName: 'demo' });
  await controlPlane.execute('RegisterTaskDefinition', scope, {
    family: 'cats',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'web', image: 'containerofcats' }],
    registeredBy: 'arn:aws:iam::000000000000:root',
  });
  const { serviceArn } = await controlPlane.execute('CreateService', scope, {
    cluster: 'demo',
    serviceName: 'cats',
    taskDefinition: 'cats',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0ca7000000000000a'] } },
    createdBy: 'arn:aws:iam::000000000000:root',
  });
  const running = () =>
    [...controlPlane.state.tasks.values()].filter(
      (task) => task.serviceArn === serviceArn && task.lastStatus === 'RUNNING',
    ).length;
  await expect.poll(running, { timeout: 60_000 }).toBe(2);
  const endpoint = `http://127.0.0.1:${runtime.port}`;
  const target = await openTarget({ kind: 'local', endpoint, ...scope });
  const context = { ...target, variant: {}, signal: AbortSignal.timeout(10_000) };
  const wanted = { cluster: 'demo', service: 'cats', fault: 'kill-container' } as const;
  await expect(expectSurvived(context, wanted)).rejects.toMatchObject({ symptom: 'unhurt' });
  await controlPlane.execute('InjectFault', scope, { fault: 'kill-container', target: 'cats' });
  expect(await expectSurvived(context, { ...wanted, atLeast: 1, within: 8_000 })).toContain(
    '2 of 2 tasks run',
  );
  target.close();
});
