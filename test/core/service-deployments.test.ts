import { describe, expect, test } from 'vitest';
import type { DeploymentCircuitBreaker, ServiceDeployment } from '../../src/core/model/index.ts';
import { failureThreshold } from '../../src/core/services/circuit-breaker.ts';
import { demo, type World } from './world.ts';

const BREAKER = { enable: true, rollback: true };

/** The stories of a service's deployments, oldest first. */
const stories = (world: World, arn: string): ServiceDeployment[] =>
  [...(world.state.serviceDeploymentsByService.get(arn) ?? [])].flatMap(
    (one) => world.state.serviceDeployments.get(one) ?? [],
  );

const update = (world: World, change: object = {}) =>
  world.send('UpdateService', { cluster: 'demo', service: 'cats', ...change });

/** A service whose tasks are ready. */
function ready(world: World, change: object = {}): string {
  const arn = world.createService(change);
  world.pass(41_000);
  return arn;
}

/** From now on no container starts. */
function breakStarts(world: World): void {
  world.held.add('StartContainer');
}

function failStarts(world: World, n: number): void {
  for (let i = 0; i < n; i += 1) {
    world.pass(27 * 60_000);
    const effect = world.effects.findLast((one) => one.type === 'StartContainer');
    const taskArn = effect?.taskArn ?? '';
    const reason = 'CannotPullContainerError: no such image';
    world.observe({ type: 'ContainerStartFailed', taskArn, containerName: 'web', reason });
  }
}

describe('a service deployment', () => {
  test('is SUCCESSFUL when the service is steady at its revision', () => {
    const world = demo();
    const arn = world.createService();
    const [first] = stories(world, arn);
    expect(first).toMatchObject({ status: 'SUCCESSFUL', sourceServiceRevisionArns: [] });
    expect(world.state.serviceRevisions.get(first?.targetServiceRevisionArn ?? '')).toMatchObject({
      taskDefinition: expect.stringMatching(/cats:1$/),
    });
  });

  test('names the revisions that it replaces', () => {
    const world = demo();
    const arn = ready(world);
    update(world, { forceNewDeployment: true });
    const [first, second] = stories(world, arn);
    expect(second).toMatchObject({
      status: 'IN_PROGRESS',
      sourceServiceRevisionArns: [first?.targetServiceRevisionArn],
    });
    world.pass(41_000);
    expect(stories(world, arn)[1]).toMatchObject({ status: 'SUCCESSFUL' });
  });

  test('has the configuration that came with the update which began it', () => {
    const world = demo();
    const arn = ready(world);
    const deploymentConfiguration = {
      minimumHealthyPercent: 50,
      maximumPercent: 150,
      deploymentCircuitBreaker: BREAKER,
    };
    update(world, { forceNewDeployment: true, deploymentConfiguration });
    expect(stories(world, arn).at(-1)).toMatchObject({ deploymentConfiguration });
  });

  test('is STOPPED when another one begins before it ended', () => {
    const world = demo();
    const arn = ready(world);
    update(world, { forceNewDeployment: true });
    update(world, { forceNewDeployment: true });
    expect(stories(world, arn).map(({ status }) => status)).toEqual([
      'SUCCESSFUL',
      'STOPPED',
      'IN_PROGRESS',
    ]);
  });

  test('is rolled back by the circuit breaker, and says to what', () => {
    const world = demo();
    const arn = ready(world, {
      desiredCount: 1,
      deploymentConfiguration: { deploymentCircuitBreaker: BREAKER },
    });
    breakStarts(world);
    update(world, { forceNewDeployment: true });
    failStarts(world, 3);
    const [first, second] = stories(world, arn);
    expect(second).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      triggered: true,
      failureCount: 3,
      rollback: {
        reason: 'Service deployment rolled back: ECS deployment circuit breaker.',
        serviceRevisionArn: first?.targetServiceRevisionArn,
      },
    });
  });

  test('without rollback starts no more tasks once its circuit is broken', () => {
    const world = demo();
    breakStarts(world);
    const arn = world.createService({
      desiredCount: 1,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
    });
    failStarts(world, 3);
    expect(world.service(arn).deployments).toMatchObject([{ rolloutState: 'FAILED' }]);
    expect(stories(world, arn)).toMatchObject([{ status: 'STOPPED', triggered: true }]);
    const before = world.tasksOf(arn).length;
    world.pass(3_600_000);
    expect(world.tasksOf(arn).filter(({ desiredStatus }) => desiredStatus === 'RUNNING')).toEqual(
      [],
    );
    expect(world.tasksOf(arn).length).toBeLessThanOrEqual(before);
  });

  test('is rolled back on request', () => {
    const world = demo();
    const arn = ready(world);
    update(world, { forceNewDeployment: true });
    const serviceDeploymentArn = stories(world, arn)[1]?.serviceDeploymentArn;
    world.send('StopServiceDeployment', { serviceDeploymentArn });
    world.pass(41_000);
    const [first, second] = stories(world, arn);
    expect(second).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
    expect(world.service(arn).deployments).toMatchObject([
      { rolloutState: 'COMPLETED', serviceRevisionArn: first?.targetServiceRevisionArn },
    ]);
    expect(world.running(arn)).toHaveLength(2);
  });

  test('cannot be stopped when it has ended', () => {
    const world = demo();
    const arn = world.createService();
    const serviceDeploymentArn = stories(world, arn)[0]?.serviceDeploymentArn;
    expect(() => world.send('StopServiceDeployment', { serviceDeploymentArn })).toThrow(
      'The service deployment is SUCCESSFUL: expected one that is IN_PROGRESS.',
    );
  });
});

describe('failures that break the circuit', () => {
  const rows: [DeploymentCircuitBreaker['thresholdConfiguration'], number, number][] = [
    [undefined, 1, 3],
    [undefined, 7, 4],
    [undefined, 10, 5],
    [undefined, 1000, 200],
    [{ type: 'BOUNDED_PERCENT', value: 100 }, 4, 4],
    [{ type: 'BOUNDED_PERCENT', value: 10 }, 100, 10],
    [{ type: 'BOUNDED_PERCENT', value: 10 }, 5, 3],
    [{ type: 'UNBOUNDED_PERCENT', value: 10 }, 5, 1],
    [{ type: 'UNBOUNDED_PERCENT', value: 30 }, 1000, 300],
    [{ type: 'COUNT', value: 1 }, 100, 1],
    [{ type: 'COUNT', value: 7 }, 1, 7],
  ];
  test.each(rows)(
    '%j of %i desired tasks: %i',
    (thresholdConfiguration, desiredCount, expected) => {
      const deploymentCircuitBreaker = { ...BREAKER, thresholdConfiguration };
      const deploymentConfiguration = {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker,
      };
      expect(failureThreshold({ desiredCount, deploymentConfiguration })).toBe(expected);
    },
  );

  test('are counted since the last healthy task, or all of them where that is asked for', () => {
    const run = (resetOnHealthyTask: boolean) => {
      const world = demo();
      const arn = world.createService({
        desiredCount: 3,
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: false, resetOnHealthyTask },
        },
      });
      // Two fail, the others become healthy, and one more fails.
      for (const { taskArn } of world.running(arn).slice(0, 2)) world.stopped(taskArn, 'web', 1);
      world.pass(41_000);
      update(world, { desiredCount: 4 });
      world.stopped(world.running(arn).at(-1)?.taskArn ?? '', 'web', 1);
      return world.service(arn).deployments[0];
    };
    expect(run(true)).toMatchObject({ consecutiveFailures: 1, failedTasks: 3 });
    expect(run(false)).toMatchObject({ failedTasks: 3 });
  });
});
