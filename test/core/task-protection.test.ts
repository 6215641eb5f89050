import { describe, expect, test } from 'vitest';
import { isProtected } from '../../src/core/tasks/protection.ts';
import { demo, type World } from './world.ts';

const MINUTE = 60_000;

const protect = (world: World, tasks: string[], change: object = {}) =>
  world.send('UpdateTaskProtection', {
    cluster: 'demo',
    tasks,
    protectionEnabled: true,
    ...change,
  });

const isProtectedNow = (world: World, arn: string) => isProtected(world.task(arn), world.env.now);

/** A world with one task of a service, and its ARN. */
function withTask(timeScale?: number): { world: World; taskArn: string } {
  const world = demo(timeScale);
  const arn = world.createService({ desiredCount: 1 });
  return { world, taskArn: world.running(arn)[0]?.taskArn ?? '' };
}

describe('task protection', () => {
  test.each([
    [undefined, 120],
    [1, 1],
    [2880, 2880],
  ])('with expiresInMinutes %s lasts for %i minutes', (expiresInMinutes, minutes) => {
    const { world, taskArn } = withTask();
    protect(world, [taskArn], { expiresInMinutes });
    world.pass(minutes * MINUTE - 1);
    expect(isProtectedNow(world, taskArn)).toBe(true);
    world.pass(1);
    expect(isProtectedNow(world, taskArn)).toBe(false);
  });

  test('is shorter by the time scale', () => {
    const { world, taskArn } = withTask(60);
    protect(world, [taskArn], { expiresInMinutes: 60 });
    world.pass(MINUTE);
    expect(isProtectedNow(world, taskArn)).toBe(false);
  });

  test('counts anew when it is asked for again, and ends when it is taken back', () => {
    const { world, taskArn } = withTask();
    protect(world, [taskArn], { expiresInMinutes: 2 });
    world.pass(MINUTE);
    protect(world, [taskArn], { expiresInMinutes: 2 });
    world.pass(MINUTE + 1);
    expect(isProtectedNow(world, taskArn)).toBe(true);
    protect(world, [taskArn], { protectionEnabled: false });
    expect(isProtectedNow(world, taskArn)).toBe(false);
  });

  test('is for tasks of services that should run; the others are failures', () => {
    const { world, taskArn } = withTask();
    const [alone = ''] = world.runTask();
    const arn = world.createService({ serviceName: 'other', desiredCount: 1 });
    const [stopped = ''] = world.running(arn).map((task) => task.taskArn);
    world.send('StopTask', { cluster: 'demo', task: stopped });
    const { taskArns, failures } = protect(world, [taskArn, taskArn, 'nobody', alone, stopped]);
    expect(taskArns).toEqual([taskArn]);
    expect(failures.map(({ arn: failed, reason }) => [failed, reason])).toEqual([
      ['arn:aws:ecs:us-east-1:111122223333:task/demo/nobody', 'MISSING'],
      [alone, 'TASK_NOT_VALID'],
      [stopped, 'TASK_NOT_VALID'],
    ]);
  });

  test('ends when it does, also while the starts of new tasks are throttled', () => {
    const world = demo();
    const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] };
    world.register({ containerDefinitions: [{ name: 'web', image: 'cats', healthCheck }] });
    const arn = world.createService({
      desiredCount: 1,
      deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 200 },
    });
    const [{ taskArn: old } = { taskArn: '' }] = world.running(arn);
    protect(world, [old], { expiresInMinutes: 60 });
    world.held.add('StartContainer');
    world.register();
    world.send('UpdateService', { cluster: 'demo', service: 'cats', taskDefinition: 'cats' });
    world.health(old, 'web', 'UNHEALTHY');
    // Within 42 minutes and 30 seconds; the delay that follows is the longest, 27 minutes.
    const throttledUntil = () => world.service(arn).deployments[0]?.throttledUntil ?? 0;
    for (let failures = 0; failures < 11; failures += 1) {
      world.pass(Math.max(0, throttledUntil() - world.env.now));
      const started = world.tasksOf(arn).find(({ lastStatus }) => lastStatus === 'PENDING');
      world.observe({
        type: 'ContainerStartFailed',
        taskArn: started?.taskArn ?? '',
        containerName: 'web',
        reason: 'CannotPullContainerError',
      });
    }
    const left = (world.task(old).protectedUntil ?? 0) - world.env.now;
    world.pass(left - 1);
    expect(world.task(old).desiredStatus).toBe('RUNNING');
    world.pass(1);
    expect(throttledUntil()).toBeGreaterThan(world.env.now);
    expect(world.task(old).desiredStatus).toBe('STOPPED');
  });

  test.each([
    [{ expiresInMinutes: 0 }, /between 1 and 2880, found 0/],
    [{ expiresInMinutes: 2881 }, /found 2881/],
    [{ protectionEnabled: undefined }, /protectionEnabled must be given/],
    [{ tasks: [] }, /1 to 10, found 0/],
    [{ tasks: Array.from({ length: 11 }, () => 'x') }, /found 11/],
    [{ cluster: 'none' }, /Cluster not found/],
  ])('%j is refused', (change, message) => {
    const { world, taskArn } = withTask();
    expect(() => protect(world, [taskArn], change)).toThrow(message);
  });
});
