import { describe, expect, test } from 'vitest';
import { type CannedAnswer, startCannedServer } from './canned-server.ts';
import { aws } from './command.ts';

const service = (fields: object): CannedAnswer => ({ services: [{ status: 'ACTIVE', ...fields }] });
const task = (...statuses: string[]): CannedAnswer => ({
  tasks: statuses.map((lastStatus) => ({ lastStatus })),
});
const stable = service({ desiredCount: 2, runningCount: 2, deployments: [{ id: '1' }] });
const starting = service({ desiredCount: 2, runningCount: 1, deployments: [{ id: '1' }] });

async function wait(waiter: string, answers: readonly CannedAnswer[]) {
  let asked = 0;
  await using server = await startCannedServer(
    () => answers[Math.min(asked++, answers.length - 1)],
  );
  const resource = waiter.startsWith('services') ? '--services' : '--tasks';
  const line = ['ecs', 'wait', waiter, '--cluster', 'demo', resource, 'a'];
  return { ...(await aws([...line, '--endpoint-url', server.url])), asked };
}

describe('aws ecs wait', () => {
  test('asks until the service is stable, and prints nothing', async () => {
    const result = await wait('services-stable', [starting, starting, stable]);
    expect(result).toEqual({ status: 0, output: '', errors: '', asked: 3 });
  });

  test.each<readonly [string, CannedAnswer, string]>([
    [
      'services-stable',
      { failures: [{ reason: 'MISSING' }] },
      'For expression "failures[].reason" we matched expected path: "MISSING" at least once',
    ],
    [
      'services-stable',
      service({ status: 'DRAINING' }),
      'For expression "services[].status" we matched expected path: "DRAINING" at least once',
    ],
    [
      'tasks-running',
      task('RUNNING', 'STOPPED'),
      'For expression "tasks[].lastStatus" we matched expected path: "STOPPED" at least once',
    ],
  ])('%s fails at once with 255 when it cannot come true', async (waiter, answer, reason) => {
    const name = waiter === 'services-stable' ? 'ServicesStable' : 'TasksRunning';
    expect(await wait(waiter, [answer])).toEqual({
      status: 255,
      output: '',
      errors: `\nWaiter ${name} failed: Waiter encountered a terminal failure state: ${reason}\n`,
      asked: 1,
    });
  });

  test.each<readonly [string, CannedAnswer, CannedAnswer]>([
    ['tasks-running', task('RUNNING', 'PENDING'), task('RUNNING', 'RUNNING')],
    ['tasks-stopped', task('STOPPED', 'RUNNING'), task('STOPPED', 'STOPPED')],
    ['services-inactive', stable, service({ status: 'INACTIVE' })],
  ])('%s waits for all', async (waiter, before, after) => {
    const { status, asked } = await wait(waiter, [before, before, after]);
    expect({ status, asked }).toEqual({ status: 0, asked: 3 });
  });

  test('gives up after the ten minutes of the AWS CLI', async () => {
    const { status, errors, asked } = await wait('tasks-stopped', [task('RUNNING')]);
    expect({ status, errors, asked }).toEqual({
      status: 255,
      errors: '\nWaiter TasksStopped failed: Max attempts exceeded\n',
      asked: 600,
    });
  });

  test('an error of the service ends it', async () => {
    const error = { error: 'ClusterNotFoundException', message: 'Cluster not found.' };
    const { status, errors } = await wait('tasks-running', [error]);
    expect(errors).toBe(
      '\nWaiter TasksRunning failed: An error occurred (ClusterNotFoundException) when calling the DescribeTasks operation: Cluster not found.\n',
    );
    expect(status).toBe(255);
  });
});
