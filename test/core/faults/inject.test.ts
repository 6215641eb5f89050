import { beforeEach, describe, expect, test } from 'vitest';
import type { Commands } from '../../../src/core/commands.ts';
import { Refusal } from '../../../src/core/errors.ts';
import type { ContainerInstance, Instance } from '../../../src/core/model/index.ts';
import { demo, SCOPE, World } from '../world.ts';

let world: World;
beforeEach(() => {
  world = new World();
  world.send('CreateCluster', { clusterName: 'default' });
});

const run = (change: Partial<Commands['RunInstances']['input']> = {}): Instance => {
  const { instanceArns } = world.send('RunInstances', {
    ImageId: 'ami-0c2d06d50ce30b442',
    InstanceType: 't3.medium',
    MinCount: 1,
    MaxCount: 1,
    ...change,
  });
  return at(instanceArns[0] ?? '');
};
const at = (arn: string): Instance => {
  const instance = world.state.instances.get(arn);
  if (instance === undefined) throw new Error(`There is no instance ${arn}`);
  return instance;
};
const inject = (fault: Commands['InjectFault']['input']['fault'], target: string) =>
  world.send('InjectFault', { fault, target }).targetArn;

const refusal = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('It was not refused.');
};

const containerInstance = (): ContainerInstance => {
  const [found] = world.state.containerInstances.values();
  if (found === undefined) throw new Error('None has registered.');
  return found;
};

describe('Spot interrupts an instance', () => {
  test('two minutes after the notice it is terminated', () => {
    const { instanceArn, instanceId } = run({ spot: true });
    expect(inject('spot-interruption', instanceId)).toBe(instanceArn);
    const noticed = world.env.now;
    expect(at(instanceArn)).toMatchObject({ state: 'running', interruptedAt: noticed + 120_000 });
    world.pass(60_000);
    inject('spot-interruption', instanceArn);
    expect(at(instanceArn).interruptedAt).toBe(noticed + 120_000);
    world.pass(59_999);
    expect(at(instanceArn).state).toBe('running');
    world.pass(1);
    expect(at(instanceArn)).toMatchObject({
      state: 'terminated',
      stateTransitionReason: 'Server.SpotInstanceTermination: Spot instance termination',
      runs: [{ to: noticed + 120_000 }],
    });
    world.pass(3_600_000);
    expect(world.state.instances.size).toBe(0);
  });

  test('it drains at the notice when its agent is told to', () => {
    const userData =
      '#!/bin/bash\necho ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config';
    const { instanceId } = run({ spot: true, userData });
    inject('spot-interruption', instanceId);
    expect(containerInstance().status).toBe('DRAINING');
  });

  test('without that its container instance is ACTIVE to the end', () => {
    const { instanceId } = run({ spot: true });
    inject('spot-interruption', instanceId);
    world.pass(119_999);
    expect(containerInstance().status).toBe('ACTIVE');
    world.pass(1);
    expect(containerInstance().status).toBe('INACTIVE');
  });

  test('the time scale divides the notice', () => {
    world = new World(60);
    const { instanceId, instanceArn } = run({ spot: true });
    inject('spot-interruption', instanceId);
    world.pass(2_000);
    expect(at(instanceArn).state).toBe('terminated');
  });
});

test('an agent goes away and comes back', () => {
  const { instanceArn, instanceId } = run();
  inject('agent-disconnect', instanceId);
  expect(containerInstance().agentConnected).toBe(false);
  expect(inject('agent-reconnect', containerInstance().containerInstanceArn)).toBe(instanceArn);
  expect(containerInstance().agentConnected).toBe(true);
});

describe('a task', () => {
  const providers = ['FARGATE', 'FARGATE_SPOT'];
  const task = (capacityProvider: string): string => {
    world = demo();
    const strategy = { cluster: 'demo', capacityProviders: providers };
    world.send('PutClusterCapacityProviders', { ...strategy, defaultCapacityProviderStrategy: [] });
    world.held.add('StopContainer');
    return (
      world.runTask({
        launchType: undefined,
        capacityProviderStrategy: [{ capacityProvider, weight: 1 }],
      })[0] ?? ''
    );
  };

  test('on FARGATE_SPOT is told to stop', () => {
    const arn = task('FARGATE_SPOT');
    expect(inject('spot-interruption', arn.split('/').at(-1) ?? '')).toBe(arn);
    expect(world.task(arn)).toMatchObject({
      desiredStatus: 'STOPPED',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
    });
    expect(refusal(() => inject('spot-interruption', arn))).toContain('is being stopped');
  });

  test('on FARGATE is not interrupted', () => {
    const arn = task('FARGATE');
    expect(refusal(() => inject('spot-interruption', arn))).toContain(
      'only tasks of the capacity provider FARGATE_SPOT and Spot Instances can be interrupted',
    );
    expect(refusal(() => inject('agent-disconnect', arn))).toContain('expected an EC2 instance');
  });
});

test('what cannot be hit is told, and nothing changes', () => {
  const { instanceId } = run();
  const plain = run({ ImageId: 'ami-0ca70000000000a00' }).instanceId;
  const arn = `arn:aws:ec2:${SCOPE.region}:999900001111:instance/${instanceId}`;
  world.records.length = 0;
  expect(refusal(() => inject('spot-interruption', instanceId))).toContain('is no Spot Instance');
  expect(refusal(() => inject('agent-disconnect', plain))).toContain('has no ECS agent');
  expect(refusal(() => inject('agent-disconnect', 'cat'))).toContain("no task 'cat' in account");
  expect(refusal(() => inject('agent-disconnect', arn))).toContain('There is no instance');
  expect(world.records).toEqual([]);
  world.send('StopInstances', { InstanceIds: [instanceId] });
  expect(refusal(() => inject('agent-disconnect', instanceId))).toContain('is stopped');
});
