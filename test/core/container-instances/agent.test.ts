import { describe, expect, test } from 'vitest';
import { isLost } from '../../../src/core/container-instances/agent.ts';
import type { ContainerInstance } from '../../../src/core/model/index.ts';
import { demoOnEc2, instances, registerForEc2 } from '../capacity.ts';
import { demo, type World } from '../world.ts';
import { containerInstance, registerForeign, startTaskOn, valueOf } from './foreign.ts';

/** Runs an instance whose ecs.config has those lines; answers its ARN. */
function run(world: World, lines: readonly string[], change: object = {}): string {
  const [arn = ''] = world.send('RunInstances', {
    ImageId: 'ami-0c2d06d50ce30b442',
    InstanceType: 't3.medium',
    MinCount: 1,
    MaxCount: 1,
    userData: `#!/bin/bash\ncat <<'EOF' >> /etc/ecs/ecs.config\n${lines.join('\n')}\nEOF\n`,
    ...change,
  }).instanceArns;
  return arn;
}

const only = (world: World): ContainerInstance => {
  const [one, ...others] = instances(world);
  if (one === undefined || others.length > 0) throw new Error(`Not one, ${others.length + 1}`);
  return one;
};
const idOf = (instanceArn: string) => instanceArn.slice(instanceArn.lastIndexOf('/') + 1);

describe('an agent that starts', () => {
  test('registers what its configuration says', () => {
    const world = demo();
    const instanceArn = run(
      world,
      [
        'ECS_CLUSTER=demo',
        'ECS_INSTANCE_ATTRIBUTES={"stack":"prod"}',
        'ECS_RESERVED_MEMORY=256',
        'ECS_RESERVED_PORTS=[22, 8080]',
        'ECS_CONTAINER_INSTANCE_TAGS={"room":"attic"}',
        'ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance',
      ],
      { tags: [{ key: 'Name', value: 'cat' }] },
    );
    const found = only(world);
    expect(found).toMatchObject({ instanceArn, status: 'ACTIVE', agentConnected: true });
    expect(found.registered).toMatchObject({ cpu: 2048, memoryMiB: 3891 - 256 });
    expect(found.registered.ports).toEqual(['22/tcp', '8080/tcp']);
    expect(valueOf(found, 'stack')).toBe('prod');
    expect(found.tags).toEqual([
      { key: 'Name', value: 'cat' },
      { key: 'room', value: 'attic' },
    ]);
  });

  test('twice is the same container instance', () => {
    const world = demo();
    const instanceArn = run(world, ['ECS_CLUSTER=demo']);
    const before = only(world);
    const records = world.records.length;
    const configuration = { ECS_CLUSTER: 'demo' };
    world.observe({ type: 'AgentStarted', instanceArn, configuration });
    expect(only(world)).toEqual(before);
    expect(world.records).toHaveLength(records);
  });

  test('that names no cluster makes the cluster default', () => {
    const world = demo();
    run(world, []);
    expect(only(world).clusterArn).toMatch(/cluster\/default$/);
  });

  test.each([
    ['a cluster that is not there', ['ECS_CLUSTER=none']],
    ['attributes that cannot be', ['ECS_CLUSTER=demo', 'ECS_INSTANCE_ATTRIBUTES={"a b":"c"}']],
    ['tags that cannot be', ['ECS_CLUSTER=demo', 'ECS_CONTAINER_INSTANCE_TAGS={"aws:a":"c"}']],
    ['no memory left', ['ECS_CLUSTER=demo', 'ECS_RESERVED_MEMORY=4000']],
    [
      "another account's cluster",
      ['ECS_CLUSTER=arn:aws:ecs:us-east-1:444455556666:cluster/default'],
    ],
  ])('with %s stays unregistered', (_what, lines) => {
    const world = demo();
    run(world, lines);
    expect(instances(world)).toEqual([]);
  });

  test('with attributes that are no JSON registers without them', () => {
    const world = demo();
    run(world, ['ECS_CLUSTER=demo', 'ECS_INSTANCE_ATTRIBUTES={']);
    expect(only(world).status).toBe('ACTIVE');
  });
});

describe('an agent that goes away', () => {
  const gone = (world: World, connected = false) => {
    const { instanceArn = '' } = only(world);
    world.observe({ type: 'AgentConnectionChanged', instanceArn, connected });
  };

  test('is lost after a minute, and its tasks are not healthy until it is back', () => {
    const world = demoOnEc2(['us-east-1a']);
    const taskArn = startTaskOn(world, only(world).containerInstanceArn);
    world.pass(41_000);
    gone(world);
    expect(only(world)).toMatchObject({ agentConnected: false, status: 'ACTIVE' });
    world.pass(59_999);
    expect(isLost(only(world), world.env)).toBe(false);
    expect(world.task(taskArn).readiness).toBe('HEALTHY');
    world.pass(1);
    expect(isLost(only(world), world.env)).toBe(true);
    expect(world.task(taskArn).readiness).toBe('UNHEALTHY');
    gone(world, true);
    expect(only(world)).toMatchObject({ agentConnected: true, disconnectedAt: null });
    expect(world.task(taskArn).readiness).toBe('HEALTHY');
  });

  test('and comes back in time leaves no trace', () => {
    const world = demoOnEc2(['us-east-1a']);
    const before = only(world);
    gone(world);
    gone(world);
    world.pass(30_000);
    gone(world, true);
    world.pass(120_000);
    expect({ ...only(world), version: 0 }).toEqual({ ...before, version: 0 });
  });

  test('and starts again is connected', () => {
    const world = demoOnEc2(['us-east-1a']);
    gone(world);
    world.pass(90_000);
    const { instanceArn = '' } = only(world);
    const configuration = { ECS_CLUSTER: 'demo' };
    world.observe({ type: 'AgentStarted', instanceArn, configuration });
    expect(only(world)).toMatchObject({ agentConnected: true, disconnectedAt: null, dueAt: null });
  });
});

describe('an instance that goes down', () => {
  const withTask = () => {
    const world = demo();
    registerForEc2(world);
    const instanceArn = run(world, ['ECS_CLUSTER=demo']);
    const { containerInstanceArn } = only(world);
    return { world, instanceArn, taskArn: startTaskOn(world, containerInstanceArn) };
  };
  const ids = (instanceArn: string) => ({ InstanceIds: [idOf(instanceArn)] });

  test('takes its tasks along, and comes back as the same container instance', () => {
    const { world, instanceArn, taskArn } = withTask();
    const { containerInstanceArn } = only(world);
    world.send('StopInstances', ids(instanceArn));
    expect(world.task(taskArn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TerminationNotice',
      stoppedReason: `Host EC2 (instance ${idOf(instanceArn)}) stopped.`,
      containers: [{ lastStatus: 'STOPPED' }],
    });
    expect(world.effects).toContainEqual({ type: 'DeprovisionTask', taskArn });
    expect(only(world)).toMatchObject({ status: 'ACTIVE', agentConnected: false });
    expect(world.state.loads.size).toBe(0);
    world.send('StartInstances', ids(instanceArn));
    expect(only(world)).toMatchObject({ containerInstanceArn, agentConnected: true });
  });

  test('for good is deregistered', () => {
    const { world, instanceArn, taskArn } = withTask();
    world.send('TerminateInstances', ids(instanceArn));
    expect(world.task(taskArn).stoppedReason).toBe(
      `Host EC2 (instance ${idOf(instanceArn)}) terminated.`,
    );
    expect(only(world)).toMatchObject({ status: 'INACTIVE', agentConnected: false });
  });

  test('for good after it was stopped is left to be deregistered by hand, as on AWS', () => {
    const { world, instanceArn } = withTask();
    world.send('StopInstances', ids(instanceArn));
    world.pass(1000);
    world.send('TerminateInstances', ids(instanceArn));
    expect(only(world)).toMatchObject({ status: 'ACTIVE', agentConnected: false });
  });

  test('does not change why a task is being stopped', () => {
    const { world, instanceArn, taskArn } = withTask();
    world.held.add('StopContainer');
    world.send('StopTask', { cluster: 'demo', task: taskArn, reason: 'enough' });
    world.send('TerminateInstances', ids(instanceArn));
    expect(world.task(taskArn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'enough',
    });
  });

  test.each([
    ['drains when told to', ['ECS_ENABLE_SPOT_INSTANCE_DRAINING=true'], 'DRAINING'],
    ['goes on until then otherwise', [], 'ACTIVE'],
  ])('by Spot %s', (_what, lines, status) => {
    const world = demo();
    registerForEc2(world);
    const instanceArn = run(world, ['ECS_CLUSTER=demo', ...lines], { spot: true });
    const taskArn = startTaskOn(world, only(world).containerInstanceArn);
    world.send('InjectFault', { fault: 'spot-interruption', target: idOf(instanceArn) });
    expect(only(world).status).toBe(status);
    expect(world.task(taskArn).draining).toBe(status === 'DRAINING');
    world.pass(120_000);
    expect(world.task(taskArn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'SpotInterruption',
    });
    expect(only(world).status).toBe('INACTIVE');
  });
});

describe('updating the agent', () => {
  const old = (world: World) =>
    registerForeign(world, { versionInfo: { agentVersion: '1.9.0' } }).containerInstanceArn;
  const update = (world: World, containerInstanceArn: string) =>
    world.send('UpdateContainerAgent', {
      cluster: 'demo',
      containerInstance: containerInstanceArn,
    });

  test('goes from step to step', () => {
    const world = demo();
    const arn = old(world);
    update(world, arn);
    const seen = [0, 5, 10, 15, 20].map(() => {
      const { agentUpdateStatus } = containerInstance(world, arn);
      world.pass(5000);
      return agentUpdateStatus;
    });
    expect(seen).toEqual(['PENDING', 'STAGING', 'STAGED', 'UPDATING', 'UPDATED']);
    expect(containerInstance(world, arn)).toMatchObject({ agentVersion: '1.89.2', dueAt: null });
    expect(() => update(world, arn)).toThrow(
      expect.objectContaining({ code: 'NoUpdateAvailableException' }),
    );
  });

  test.each([
    ['UpdateInProgressException', { agentVersion: '1.9.0' }, true],
    ['MissingVersionException', {}, false],
    ['NoUpdateAvailableException', { agentVersion: '1.90.0' }, false],
  ])('%s', (code, versionInfo, twice) => {
    const world = demo();
    const { containerInstanceArn } = registerForeign(world, { versionInfo });
    if (twice) update(world, containerInstanceArn);
    expect(() => update(world, containerInstanceArn)).toThrow(expect.objectContaining({ code }));
  });

  test('fails with the connection, and is not begun without', () => {
    const world = demo();
    const instanceArn = run(world, ['ECS_CLUSTER=demo']);
    const { containerInstanceArn, ec2InstanceId } = only(world);
    registerForeign(
      world,
      { versionInfo: { agentVersion: '1.9.0' } },
      { instanceId: ec2InstanceId },
    );
    update(world, containerInstanceArn);
    world.observe({ type: 'AgentConnectionChanged', instanceArn, connected: false });
    expect(only(world).agentUpdateStatus).toBe('FAILED');
    expect(() => update(world, containerInstanceArn)).toThrow(/is not connected/);
  });
});
