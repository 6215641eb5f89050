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
