import { describe, expect, test } from 'vitest';
import {
  demoOnEc2,
  instances,
  launch,
  onEc2,
  perInstance,
  perZone,
  registerForEc2,
  setState,
  ZONES,
} from './capacity.ts';
import type { World } from './world.ts';

const update = (world: World, change: object) =>
  world.send('UpdateService', { cluster: 'demo', service: 'cats', ...change });

const UNABLE = /^\(service cats\) was unable to place a task/;

describe('a service on instances', () => {
  test('spreads its tasks over the zones, and there over the instances', () => {
    const world = demoOnEc2([...ZONES, 'us-east-1a']);
    const arn = world.createService({ ...onEc2, desiredCount: 6 });
    expect(perInstance(world, world.running(arn))).toEqual([1, 2, 2, 1]);
    expect(world.running(arn).every(({ launchType }) => launchType === 'EC2')).toBe(true);
  });

  test('says what is missing, and goes on when an instance comes', () => {
    const world = demoOnEc2(['us-east-1a']);
    registerForEc2(world, { cpu: 1024 });
    const arn = world.createService({ ...onEc2, desiredCount: 4 });
    expect(world.running(arn)).toHaveLength(2);
    expect(world.messages(arn)[0]).toMatch(UNABLE);
    expect(world.messages(arn)[0]).toMatch(/has insufficient (CPU units|memory) available/);
    launch(world, 'us-east-1b');
    expect(world.running(arn)).toHaveLength(4);
    expect(world.service(arn).placementBlocked).toBeNull();
  });

  test('says that there are no instances', () => {
    const world = demoOnEc2([]);
    const arn = world.createService({ ...onEc2, desiredCount: 1 });
    expect(world.messages(arn)[0]).toBe(
      '(service cats) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.',
    );
  });

  test('has one task an instance for a static port, and says that the port is taken', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    registerForEc2(world, { portMappings: [{ containerPort: 8080, hostPort: 80 }] });
    const arn = world.createService({ ...onEc2, desiredCount: 3 });
    expect(perInstance(world, world.running(arn))).toEqual([1, 1]);
    expect(world.messages(arn)[0]).toMatch(/is already using a port required by your task/);
  });

  test('scales in from the zone, then the instance, with the most tasks', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1a', 'us-east-1b']);
    const arn = world.createService({
      ...onEc2,
      desiredCount: 6,
      placementStrategy: [{ type: 'spread', field: 'instanceId' }],
    });
    world.pass(41_000);
    expect(perInstance(world, world.running(arn))).toEqual([2, 2, 2]);
    update(world, { desiredCount: 4 });
    expect(perZone(world.running(arn))).toEqual({ 'us-east-1a': 2, 'us-east-1b': 2 });
    expect(perInstance(world, world.running(arn))).toEqual([1, 1, 2]);
  });

  test('leaves protected tasks alone while their protection lasts', () => {
    const world = demoOnEc2();
    const arn = world.createService({ ...onEc2, desiredCount: 3 });
    world.pass(41_000);
    const tasks = world.running(arn).map(({ taskArn }) => taskArn);
    const protect = { cluster: 'demo', tasks: tasks.slice(0, 2), protectionEnabled: true };
    world.send('UpdateTaskProtection', { ...protect, expiresInMinutes: 10 });
    update(world, { desiredCount: 0 });
    expect(world.running(arn)).toHaveLength(2);
    world.pass(11 * 60_000);
    expect(world.running(arn)).toHaveLength(0);
  });

  test('restores the balance of the zones one task at a time', () => {
    const world = demoOnEc2(['us-east-1a']);
    const arn = world.createService({ ...onEc2, desiredCount: 4 });
    world.pass(41_000);
    launch(world, 'us-east-1b');
    update(world, { healthCheckGracePeriodSeconds: 0 });
    world.pass(600_000);
    expect(perZone(world.running(arn))).toEqual({ 'us-east-1a': 2, 'us-east-1b': 2 });
    expect(world.messages(arn).join('\n')).toMatch(/is not AZ balanced with 4 tasks in us-east-1a/);
  });

  test('explains percentages that allow no move', () => {
    const world = demoOnEc2();
    const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 100 };
    const arn = world.createService({ ...onEc2, desiredCount: 1, deploymentConfiguration });
    world.pass(41_000);
    update(world, { forceNewDeployment: true });
    expect(world.running(arn)).toHaveLength(1);
    expect(world.messages(arn)[0]).toBe(
      '(service cats) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    );
  });
});

describe('a rolling deployment where there is room for six tasks', () => {
  const SIX = { ...onEc2, desiredCount: 6 };
  /** Three instances with room for two tasks each. */
  const sixPlaces = () => {
    const world = demoOnEc2();
    registerForEc2(world, { cpu: 1024 });
    return world;
  };

  test('makes room by stopping down to the floor, and no further', () => {
    const world = sixPlaces();
    const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 200 };
    const arn = world.createService({ ...SIX, deploymentConfiguration });
    world.pass(41_000);
    world.held.add('StopContainer');
    update(world, { forceNewDeployment: true });
    expect(world.running(arn)).toHaveLength(3);
    world.pass(3_600_000);
    expect(world.running(arn)).toHaveLength(3);
  });

  test('moves nothing when the floor is all of them', () => {
    const world = sixPlaces();
    const arn = world.createService(SIX);
    world.pass(41_000);
    update(world, { forceNewDeployment: true });
    world.pass(3_600_000);
    expect(world.running(arn)).toHaveLength(6);
    expect(world.messages(arn)[0]).toMatch(UNABLE);
  });
});

describe('an instance that is draining', () => {
  test('gives up its service tasks when others have taken their place', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const arn = world.createService({ ...onEc2, desiredCount: 4 });
    world.pass(41_000);
    setState(world, 0, 'DRAINING');
    expect(perInstance(world, world.running(arn))).toEqual([2, 4]);
    world.pass(41_000);
    expect(perInstance(world, world.running(arn))).toEqual([0, 4]);
    expect(world.messages(arn)[0]).toBe('(service cats) has reached a steady state.');
  });

  test('keeps tasks that no service has', () => {
    const world = demoOnEc2(['us-east-1a']);
    const [task = ''] = world.runTask(onEc2);
    setState(world, 0, 'DRAINING');
    world.pass(3_600_000);
    expect(world.task(task)).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
  });

  test('keeps its tasks when it is ACTIVE again', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const arn = world.createService({ ...onEc2, desiredCount: 4 });
    world.pass(41_000);
    setState(world, 0, 'DRAINING');
    setState(world, 0, 'ACTIVE');
    world.pass(41_000);
    expect(world.running(arn)).toHaveLength(4);
  });
});

describe('an instance that is lost', () => {
  test('by stopping: its tasks end and come back elsewhere', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const arn = world.createService({ ...onEc2, desiredCount: 4 });
    const [first] = instances(world);
    world.send('StopInstances', { InstanceIds: [first?.ec2InstanceId ?? ''] });
    expect(perInstance(world, world.running(arn))).toEqual([0, 4]);
    const [ended] = world.tasksOf(arn).filter(({ lastStatus }) => lastStatus === 'STOPPED');
    expect(ended?.stoppedReason).toMatch(/^Host EC2 \(instance i-[0-9a-f]{17}\) stopped\.$/);
  });

  test('by its agent: its tasks count as unhealthy after a minute and are replaced elsewhere', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const arn = world.createService({ ...onEc2, desiredCount: 2 });
    world.pass(41_000);
    const instanceArn = instances(world)[0]?.instanceArn ?? '';
    world.observe({ type: 'AgentConnectionChanged', instanceArn, connected: false });
    world.pass(59_000);
    expect(perInstance(world, world.running(arn))).toEqual([1, 1]);
    world.pass(2_000);
    expect(perInstance(world, world.running(arn))).toEqual([1, 2]);
    world.pass(41_000);
    expect(perInstance(world, world.running(arn))).toEqual([0, 2]);
  });
});

test('the task of a lost instance stays while there is no other place for it', () => {
  const world = demoOnEc2(['us-east-1a']);
  const arn = world.createService({ ...onEc2, desiredCount: 1 });
  world.pass(41_000);
  const instanceArn = instances(world)[0]?.instanceArn ?? '';
  world.observe({ type: 'AgentConnectionChanged', instanceArn, connected: false });
  world.pass(600_000);
  expect(world.running(arn)).toHaveLength(1);
  expect(world.messages(arn)[0]).toMatch(UNABLE);
  world.observe({ type: 'AgentConnectionChanged', instanceArn, connected: true });
  world.pass(41_000);
  expect(world.running(arn)).toHaveLength(1);
  expect(world.messages(arn)[0]).toBe('(service cats) has reached a steady state.');
});

describe('a DAEMON service', () => {
  const DAEMON = { ...onEc2, schedulingStrategy: 'DAEMON', desiredCount: undefined } as const;

  test('has one task on each instance, and on each that comes', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const arn = world.createService(DAEMON);
    expect(perInstance(world, world.running(arn))).toEqual([1, 1]);
    launch(world, 'us-east-1c');
    expect(perInstance(world, world.running(arn))).toEqual([1, 1, 1]);
    expect(world.service(arn).desiredCount).toBe(3);
  });

  test('keeps to the instances that meet its constraints', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const expression = 'attribute:ecs.availability-zone == us-east-1b';
    const placementConstraints = [{ type: 'memberOf', expression } as const];
    const arn = world.createService({ ...DAEMON, placementConstraints });
    expect(perInstance(world, world.running(arn))).toEqual([0, 1]);
  });

  test('leaves a draining instance last', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const daemon = world.createService(DAEMON);
    const cats = world.createService({ ...onEc2, serviceName: 'web', desiredCount: 2 });
    world.pass(41_000);
    setState(world, 0, 'DRAINING');
    expect(perInstance(world, world.running(daemon))).toEqual([1, 1]);
    world.pass(41_000);
    expect(perInstance(world, world.running(cats))).toEqual([0, 2]);
    expect(perInstance(world, world.running(daemon))).toEqual([0, 1]);
  });

  test('is replaced as many at a time as its floor lets go', () => {
    const world = demoOnEc2();
    const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 100 };
    const arn = world.createService({ ...DAEMON, deploymentConfiguration });
    world.pass(41_000);
    world.held.add('StartContainer');
    update(world, { forceNewDeployment: true });
    const healthy = world.running(arn).filter(({ readiness }) => readiness === 'HEALTHY');
    expect(healthy).toHaveLength(2);
  });

  test('does not fit Fargate', () => {
    const world = demoOnEc2();
    expect(() =>
      world.createService({
        schedulingStrategy: 'DAEMON',
        desiredCount: undefined,
        taskDefinition: 'cats:1',
      }),
    ).toThrow('The daemon scheduling strategy is not supported with Fargate');
  });
});
