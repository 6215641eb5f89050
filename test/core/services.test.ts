import { describe, expect, test } from 'vitest';
import { demo, SUBNETS } from './world.ts';

const HEALTH_CHECK = { command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] };
const withHealthCheck = {
  containerDefinitions: [{ name: 'web', image: 'cats', healthCheck: HEALTH_CHECK }],
};

describe('a REPLICA service', () => {
  test('starts its tasks spread over the zones and reaches a steady state', () => {
    const world = demo();
    const arn = world.createService({ desiredCount: 4 });
    expect(world.running(arn)).toHaveLength(4);
    const zones = world.running(arn).map(({ availabilityZone }) => availabilityZone);
    expect(zones.toSorted()).toEqual(['us-east-1a', 'us-east-1a', 'us-east-1b', 'us-east-1b']);
    expect(world.service(arn).deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'COMPLETED', desiredCount: 4 },
    ]);
    expect(world.messages(arn)[0]).toBe('(service cats) has reached a steady state.');
    expect(world.messages(arn).at(-1)).toMatch(/^\(service cats\) has started 4 tasks: \(task /);
  });

  test('replaces a task that died', () => {
    const world = demo();
    const arn = world.createService();
    const [victim] = world.running(arn);
    world.stopped(victim?.taskArn ?? '', 'web', 137);
    expect(world.task(victim?.taskArn ?? '')).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 137 }],
    });
    expect(world.running(arn)).toHaveLength(2);
  });

  test('replaces an unhealthy task by starting its replacement first', () => {
    const world = demo();
    world.register(withHealthCheck);
    const arn = world.createService();
    for (const { taskArn } of world.running(arn)) world.health(taskArn, 'web', 'HEALTHY');
    const [sick] = world.running(arn);
    world.health(sick?.taskArn ?? '', 'web', 'UNHEALTHY');
    expect(world.running(arn)).toHaveLength(3);
    expect(world.task(sick?.taskArn ?? '').desiredStatus).toBe('RUNNING');
    expect(world.messages(arn)).toContain(
      `(service cats) (task ${sick?.taskArn.split('/').at(-1)}) failed container health checks.`,
    );

    const replacement = world.running(arn).at(-1);
    world.health(replacement?.taskArn ?? '', 'web', 'HEALTHY');
    expect(world.running(arn)).toHaveLength(2);
    expect(world.task(sick?.taskArn ?? '')).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Task failed container health checks',
    });
  });

  test('scales out and in', () => {
    const world = demo();
    const arn = world.createService({ desiredCount: 1 });
    world.send('UpdateService', { cluster: 'demo', service: 'cats', desiredCount: 5 });
    expect(world.running(arn)).toHaveLength(5);
    world.send('UpdateService', { cluster: 'demo', service: 'cats', desiredCount: 2 });
    expect(world.running(arn)).toHaveLength(2);
    expect(world.service(arn).deployments).toHaveLength(1);
  });

  test('scales although its revision was deregistered meanwhile', () => {
    const world = demo();
    const arn = world.createService({ desiredCount: 1 });
    world.send('DeregisterTaskDefinition', { taskDefinition: 'cats:1' });
    world.send('UpdateService', { cluster: 'demo', service: 'cats', desiredCount: 3 });
    expect(world.running(arn)).toHaveLength(3);
    expect(world.service(arn).deployments).toHaveLength(1);
  });

  test('spreads the tasks of a new deployment by themselves: old ones are on their way out', () => {
    const world = demo();
    const [a, b] = SUBNETS;
    const network = (...subnets: (string | undefined)[]) => ({
      awsvpcConfiguration: { subnets: subnets.filter((one) => one !== undefined) },
    });
    const arn = world.createService({ networkConfiguration: network(a) });
    world.send('UpdateService', {
      cluster: 'demo',
      service: 'cats',
      networkConfiguration: network(a, b),
    });
    world.pass(80_000);
    const zones = world.running(arn).map(({ availabilityZone }) => availabilityZone);
    expect(zones.toSorted()).toEqual(['us-east-1a', 'us-east-1b']);
  });

  test('redeploys on a new revision, keeping floor and ceiling, 40 s a batch without a check', () => {
    const world = demo();
    const arn = world.createService({ desiredCount: 6 });
    world.pass(40_000);
    world.register();
    world.send('UpdateService', { cluster: 'demo', service: 'cats', taskDefinition: 'cats' });
    expect(world.service(arn).deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
      { status: 'ACTIVE' },
    ]);
    expect(world.running(arn)).toHaveLength(12);
    world.pass(39_999);
    expect(world.running(arn)).toHaveLength(12);
    world.pass(1);
    const revisions = world.running(arn).map(({ taskDefinitionArn }) => taskDefinitionArn.at(-1));
    expect(revisions).toEqual(['2', '2', '2', '2', '2', '2']);
    expect(world.service(arn).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });

  test('with 50/100 stops old tasks to make room, down to the floor', () => {
    const world = demo();
    const arn = world.createService({
      desiredCount: 6,
      deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 },
    });
    world.pass(40_000);
    world.register();
    world.send('UpdateService', { cluster: 'demo', service: 'cats', taskDefinition: 'cats:2' });
    const count = (revision: string) =>
      world.running(arn).filter(({ taskDefinitionArn }) => taskDefinitionArn.endsWith(revision));
    expect([count(':1').length, count(':2').length]).toEqual([3, 3]);
    world.pass(40_000);
    expect([count(':1').length, count(':2').length]).toEqual([0, 6]);
  });

  test('with 100/100 can never move, and says so once', () => {
    const world = demo();
    const arn = world.createService({
      desiredCount: 1,
      deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 },
    });
    world.pass(40_000);
    world.send('UpdateService', { cluster: 'demo', service: 'cats', forceNewDeployment: true });
    world.pass(600_000);
    const blocked = world
      .messages(arn)
      .filter((text) => text.includes('was unable to stop or start'));
    expect(blocked).toHaveLength(1);
    expect(world.running(arn)).toHaveLength(1);
  });

  test('puts off starts with a growing delay when tasks keep failing, and goes on after it', () => {
    const world = demo();
    world.held.add('StartContainer');
    const arn = world.createService({ desiredCount: 1 });
    const failNext = () => {
      const effect = world.effects.findLast((one) => one.type === 'StartContainer');
      world.observe({
        type: 'ContainerStartFailed',
        taskArn: effect?.taskArn ?? '',
        containerName: 'web',
        reason: 'CannotPullContainerError: no such image',
      });
    };
    for (let n = 0; n < 3; n += 1) failNext();
    expect(world.tasksOf(arn)).toHaveLength(3);
    expect(world.tasksOf(arn)[0]).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: no such image',
    });
    expect(world.messages(arn)).toContain(
      '(service cats) is unable to consistently start tasks successfully.',
    );
    world.pass(9_999);
    expect(world.tasksOf(arn)).toHaveLength(3);
    world.pass(1);
    expect(world.tasksOf(arn)).toHaveLength(4);
    failNext();
    world.pass(19_999);
    expect(world.tasksOf(arn)).toHaveLength(4);
    world.pass(1);
    expect(world.tasksOf(arn)).toHaveLength(5);
  });

  test('the circuit breaker fails the deployment and rolls back to the last completed one', () => {
    const world = demo();
    const arn = world.createService({
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    world.pass(40_000);
    world.register();
    world.held.add('StartContainer');
    world.send('UpdateService', { cluster: 'demo', service: 'cats', taskDefinition: 'cats:2' });
    for (let n = 0; n < 3; n += 1) {
      const pending = world.tasksOf(arn).find(({ lastStatus }) => lastStatus === 'PENDING');
      const reason = 'CannotStartContainerError: no';
      const taskArn = pending?.taskArn ?? '';
      world.observe({ type: 'ContainerStartFailed', taskArn, containerName: 'web', reason });
    }
    world.pass(60_000);
    expect(world.service(arn).taskDefinition).toMatch(/cats:1$/);
    expect(world.running(arn)).toHaveLength(2);
    expect(world.service(arn).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });

  test('is drained when deleted, and INACTIVE once its last task is gone', () => {
    const world = demo();
    const arn = world.createService();
    expect(() => world.send('DeleteService', { cluster: 'demo', service: 'cats' })).toThrow(
      'The service cannot be stopped while it is scaled above 0.',
    );
    world.held.add('DeprovisionTask');
    world.send('DeleteService', { cluster: 'demo', service: 'cats', force: true });
    expect(world.service(arn).status).toBe('DRAINING');
    for (const { taskArn } of world.tasksOf(arn))
      world.observe({ type: 'TaskDeprovisioned', taskArn });
    expect(world.service(arn).status).toBe('INACTIVE');
    expect(() => world.send('DeleteCluster', { cluster: 'demo' })).not.toThrow();
  });
});
