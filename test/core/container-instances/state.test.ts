import { describe, expect, test } from 'vitest';
import { demoOnEc2, instances, launch, onEc2, registerForEc2, setState } from '../capacity.ts';
import { demo } from '../world.ts';
import { containerInstance, registerForeign, startTaskOn } from './foreign.ts';

const HOUR = 3_600_000;

describe('draining', () => {
  test('marks the tasks on it, and takes that back', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const [first, second] = instances(world).map((one) => one.containerInstanceArn);
    const there = startTaskOn(world, first ?? '');
    const elsewhere = startTaskOn(world, second ?? '');
    setState(world, 0, 'DRAINING');
    expect(instances(world).map(({ status }) => status)).toEqual(['DRAINING', 'ACTIVE']);
    expect(world.task(there)).toMatchObject({ draining: true, desiredStatus: 'RUNNING' });
    expect(world.task(elsewhere).draining).toBe(false);
    setState(world, 0, 'ACTIVE');
    expect(world.task(there)).toMatchObject({ draining: false, lastStatus: 'RUNNING' });
  });

  test('twice changes nothing', () => {
    const world = demoOnEc2(['us-east-1a']);
    setState(world, 0, 'DRAINING');
    const records = world.records.length;
    setState(world, 0, 'DRAINING');
    expect(world.records).toHaveLength(records);
  });

  test('names what it cannot find, and does the rest', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    const [gone, live] = instances(world).map((one) => one.containerInstanceArn);
    world.send('DeregisterContainerInstance', { cluster: 'demo', containerInstance: gone });
    const answer = world.send('UpdateContainerInstancesState', {
      cluster: 'demo',
      containerInstances: ['nobody', gone ?? '', live ?? '', live ?? ''],
      status: 'DRAINING',
    });
    expect(answer).toEqual({
      containerInstanceArns: [live],
      failures: [
        {
          arn: 'arn:aws:ecs:us-east-1:111122223333:container-instance/demo/nobody',
          reason: 'MISSING',
        },
        { arn: gone, reason: 'INACTIVE' },
      ],
    });
  });

  test.each([
    [['a'], 'REGISTERING', /should be one of \[ACTIVE, DRAINING\], found REGISTERING/],
    [[], 'ACTIVE', /1 to 10, found 0/],
    [Array.from({ length: 11 }, () => 'a'), 'ACTIVE', /1 to 10, found 11/],
  ])('%j %s is refused', (containerInstances, status, message) => {
    const world = demo();
    const input = { cluster: 'demo', containerInstances, status };
    expect(() => world.send('UpdateContainerInstancesState', input)).toThrow(message);
  });
});

describe('deregistering', () => {
  test('is refused while it has tasks', () => {
    const world = demo();
    registerForEc2(world);
    const { containerInstanceArn } = registerForeign(world);
    const taskArn = startTaskOn(world, containerInstanceArn);
    const input = { cluster: 'demo', containerInstance: containerInstanceArn };
    expect(() => world.send('DeregisterContainerInstance', input)).toThrow(
      'Found running tasks on the instance.',
    );
    world.send('StopTask', { cluster: 'demo', task: taskArn });
    world.send('DeregisterContainerInstance', input);
    expect(containerInstance(world, containerInstanceArn)).toMatchObject({
      status: 'INACTIVE',
      agentConnected: false,
    });
  });

  test('by force stops its tasks, which the service starts elsewhere', () => {
    const world = demoOnEc2(['us-east-1a']);
    const arn = world.createService({ ...onEc2, desiredCount: 2 });
    const tasks = world.running(arn);
    launch(world, 'us-east-1b');
    const [first, second] = instances(world).map((one) => one.containerInstanceArn);
    world.send('DeregisterContainerInstance', {
      cluster: 'demo',
      containerInstance: first,
      force: true,
    });
    for (const { taskArn } of tasks) {
      expect(world.task(taskArn)).toMatchObject({
        lastStatus: 'STOPPED',
        stopCode: 'UserInitiated',
        stoppedReason: 'Container instance deregistration forced by user',
      });
    }
    expect(world.running(arn).map((task) => task.containerInstanceArn)).toEqual([second, second]);
  });

  test('leaves it to be seen for an hour', () => {
    const world = demo();
    const { containerInstanceArn } = registerForeign(world);
    const input = { cluster: 'demo', containerInstance: containerInstanceArn };
    world.send('DeregisterContainerInstance', input);
    expect(() => world.send('DeregisterContainerInstance', input)).toThrow(/not found/);
    world.pass(HOUR - 1);
    expect(world.state.containerInstances.size).toBe(1);
    world.pass(1);
    expect(world.state.containerInstances.size).toBe(0);
  });

  test('keeps what its tasks hold on the books until they have stopped', () => {
    const world = demo();
    registerForEc2(world);
    const { containerInstanceArn } = registerForeign(world);
    const taskArn = startTaskOn(world, containerInstanceArn);
    world.held.add('StopContainer');
    world.send('DeregisterContainerInstance', {
      cluster: 'demo',
      containerInstance: containerInstanceArn,
      force: true,
    });
    world.pass(HOUR);
    expect(world.state.loads.get(containerInstanceArn)).toMatchObject({ cpu: 256 });
    world.stopped(taskArn, 'web', 143);
    world.pass(2 * HOUR);
    expect(world.state.containerInstances.size).toBe(0);
    expect(world.state.loads.size).toBe(0);
  });
});

test('a cluster with container instances is not deleted', () => {
  const world = demo();
  const { containerInstanceArn } = registerForeign(world);
  expect(() => world.send('DeleteCluster', { cluster: 'demo' })).toThrow(
    'The Cluster cannot be deleted while Container Instances are active or draining.',
  );
  world.send('DeregisterContainerInstance', {
    cluster: 'demo',
    containerInstance: containerInstanceArn,
  });
  world.send('DeleteCluster', { cluster: 'demo' });
  expect([...world.state.clusters.values()].map(({ status }) => status)).toEqual(['INACTIVE']);
});
