import { beforeEach, describe, expect, test } from 'vitest';
import type { Commands } from '../../../src/core/commands.ts';
import { Refusal } from '../../../src/core/errors.ts';
import type { Instance } from '../../../src/core/model/index.ts';
import { SCOPE, World } from '../world.ts';

type Run = Commands['RunInstances']['input'];
const RUN: Run = {
  ImageId: 'ami-0c2d06d50ce30b442',
  InstanceType: 't3.medium',
  MinCount: 1,
  MaxCount: 1,
};
const ABSENT = 'i-0123456789abcdef0';

let world: World;
beforeEach(() => {
  world = new World();
});

const run = (change: Partial<Run> = {}): string[] =>
  world.send('RunInstances', { ...RUN, ...change }).instanceArns;

const one = (change: Partial<Run> = {}): Instance => at(run(change)[0] ?? '');

const at = (arn: string): Instance => {
  const instance = world.state.instances.get(arn);
  if (instance === undefined) throw new Error(`There is no instance ${arn}`);
  return instance;
};

const now = ({ instanceArn }: Instance): Instance => at(instanceArn);

const ids = (...instances: Instance[]) => ({
  InstanceIds: instances.map(({ instanceId }) => instanceId),
});

const refusal = (call: () => unknown): { code: string; message: string } => {
  try {
    call();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('It was not refused.');
};

const asked = (instance: Instance) =>
  world.effects.flatMap((effect) =>
    'instanceArn' in effect && effect.instanceArn === instance.instanceArn ? [effect.type] : [],
  );

describe('the life of an instance', () => {
  test('pending until the engine has it, then running, and billed from then', () => {
    world.held.add('StartInstance');
    const instance = one();
    expect(instance).toMatchObject({ state: 'pending', runs: [] });
    world.pass(5_000);
    world.observe({
      type: 'InstanceStarted',
      instanceArn: instance.instanceArn,
      privateIpAddress: '10.9.8.7',
      gatewayPort: 4001,
    });
    expect(now(instance)).toMatchObject({
      state: 'running',
      privateIpAddress: '10.9.8.7',
      gatewayPort: 4001,
      launchTime: instance.launchTime,
      runs: [{ from: instance.launchTime + 5_000, to: null }],
    });
    expect(now(instance)).not.toHaveProperty('type');
  });

  test('stop and start: runs end and begin, and it keeps its id and address', () => {
    const instance = one();
    const start = world.env.now;
    world.pass(10_000);
    world.held.add('StopInstance');
    const { instances } = world.send('StopInstances', ids(instance));
    expect(instances).toEqual([{ instanceArn: instance.instanceArn, previous: 'running' }]);
    expect(now(instance)).toMatchObject({
      state: 'stopping',
      stateTransitionReason: 'User initiated (2026-01-01 00:00:10 GMT)',
      runs: [{ from: start, to: start + 10_000 }],
    });
    world.pass(1_000);
    world.observe({ type: 'InstanceStopped', instanceArn: instance.instanceArn });
    expect(now(instance)).toMatchObject({
      state: 'stopped',
      stateTransitionReason: 'User initiated (2026-01-01 00:00:10 GMT)',
    });
    world.pass(60_000);
    world.send('StartInstances', ids(instance));
    expect(now(instance)).toMatchObject({
      state: 'running',
      launchTime: start + 71_000,
      runs: [
        { from: start, to: start + 10_000 },
        { from: start + 71_000, to: null },
      ],
    });
    expect(now(instance)).not.toHaveProperty('stateTransitionReason');
    expect(asked(instance)).toEqual(['StartInstance', 'StopInstance', 'StartInstance']);
  });

  test('terminated is shown for one hour', () => {
    const instance = one();
    world.held.add('TerminateInstance');
    world.send('TerminateInstances', ids(instance));
    expect(now(instance).state).toBe('shutting-down');
    world.observe({ type: 'InstanceTerminated', instanceArn: instance.instanceArn });
    expect(now(instance).state).toBe('terminated');
    expect(now(instance)).not.toHaveProperty('privateIpAddress');
    world.pass(3_599_999);
    expect(now(instance).state).toBe('terminated');
    world.pass(1);
    expect(world.state.instances.size).toBe(0);
  });

  test.each(['InstanceStopped', 'InstanceTerminated'] as const)(
    '%s that nobody asked for ends its run',
    (type) => {
      const instance = one();
      world.pass(7_000);
      world.observe({ type, instanceArn: instance.instanceArn });
      expect(now(instance)).toMatchObject(
        type === 'InstanceStopped'
          ? { state: 'stopped', stateTransitionReason: expect.stringMatching(/^Client\.Instance/) }
          : { state: 'terminated', stateTransitionReason: expect.stringMatching(/^Server\./) },
      );
      expect(now(instance).runs.map(({ to }) => to)).toEqual([world.env.now]);
    },
  );

  test('a first start that fails ends it, a later one leaves it stopped', () => {
    world.held.add('StartInstance');
    const fail = { type: 'InstanceStartFailed', reason: 'no room' } as const;
    const first = one();
    world.observe({ ...fail, instanceArn: first.instanceArn });
    expect(now(first)).toMatchObject({
      state: 'terminated',
      stateTransitionReason: 'Server.InternalError: no room',
    });
    world.held.clear();
    const second = one();
    world.send('StopInstances', ids(second));
    world.held.add('StartInstance');
    world.send('StartInstances', ids(second));
    const reason = 'Server.InsufficientInstanceCapacity: full';
    world.observe({ ...fail, reason, instanceArn: second.instanceArn });
    expect(now(second)).toMatchObject({ state: 'stopped', stateTransitionReason: reason });
  });

  test('what comes late or twice changes nothing', () => {
    const instance = one();
    const { instanceArn } = instance;
    const started = { type: 'InstanceStarted', instanceArn, privateIpAddress: '10.0.0.5' } as const;
    world.observe(started);
    expect(now(instance)).toEqual(instance);
    world.send('TerminateInstances', ids(instance));
    const gone = now(instance);
    world.observe(started);
    world.observe({ type: 'InstanceStopped', instanceArn });
    world.observe({ type: 'InstanceTerminated', instanceArn });
    world.observe({ type: 'InstanceStartFailed', instanceArn, reason: 'late' });
    world.observe({ ...started, instanceArn: `${instanceArn}0` });
    expect(now(instance)).toEqual(gone);
  });
});

describe('which change is taken from which state', () => {
  const states = {
    pending: () => {
      world.held.add('StartInstance');
      return one();
    },
    running: () => one(),
    stopping: () => {
      const instance = one();
      world.held.add('StopInstance');
      world.send('StopInstances', ids(instance));
      return instance;
    },
    stopped: () => {
      const instance = one();
      world.send('StopInstances', ids(instance));
      return instance;
    },
    'shutting-down': () => {
      const instance = one();
      world.held.add('TerminateInstance');
      world.send('TerminateInstances', ids(instance));
      return instance;
    },
    terminated: () => {
      const instance = one();
      world.send('TerminateInstances', ids(instance));
      return instance;
    },
  };
  test.each([
    ['pending', 'pending', 'IncorrectInstanceState', 'shutting-down'],
    ['running', 'running', 'stopping', 'shutting-down'],
    ['stopping', 'IncorrectInstanceState', 'stopping', 'shutting-down'],
    ['stopped', 'pending', 'stopped', 'shutting-down'],
    ['shutting-down', 'IncorrectInstanceState', 'IncorrectInstanceState', 'shutting-down'],
    ['terminated', 'IncorrectInstanceState', 'IncorrectInstanceState', 'terminated'],
  ] as const)('%s: start → %s, stop → %s, terminate → %s', (state, ...expected) => {
    const outcomes = (['StartInstances', 'StopInstances', 'TerminateInstances'] as const).map(
      (command) => {
        world = new World();
        const instance = states[state]();
        expect(now(instance).state).toBe(state);
        for (const effect of ['StartInstance', 'StopInstance', 'TerminateInstance'] as const)
          world.held.add(effect);
        try {
          const { instances } = world.send(command, ids(instance));
          expect(instances).toEqual([{ instanceArn: instance.instanceArn, previous: state }]);
          return now(instance).state;
        } catch (error) {
          if (error instanceof Refusal) return error.code;
          throw error;
        }
      },
    );
    expect(outcomes).toEqual(expected);
  });

  test('of several instances all change or none', () => {
    const [running, gone] = [one(), one()];
    world.send('TerminateInstances', ids(gone));
    expect(refusal(() => world.send('StopInstances', ids(running, gone))).code).toBe(
      'IncorrectInstanceState',
    );
    expect(now(running).state).toBe('running');
  });

  test('ids that are not there or no ids', () => {
    const { instanceId } = one();
    const terminate =
      (...InstanceIds: string[]) =>
      () =>
        world.send('TerminateInstances', { InstanceIds });
    expect(refusal(terminate(instanceId, ABSENT))).toEqual({
      code: 'InvalidInstanceID.NotFound',
      message: `The instance ID '${ABSENT}' does not exist`,
    });
    expect(refusal(terminate(ABSENT, 'i-01234567')).message).toBe(
      `The instance IDs '${ABSENT}, i-01234567' do not exist`,
    );
    expect(refusal(terminate('cat')).code).toBe('InvalidInstanceID.Malformed');
    expect(refusal(terminate()).code).toBe('MissingParameter');
  });

  test('a Spot Instance cannot be stopped', () => {
    const spot = one({ spot: true });
    expect(refusal(() => world.send('StopInstances', ids(spot))).code).toBe('UnsupportedOperation');
  });
});

describe('RunInstances', () => {
  test('all of a call are in one zone, the one with the fewest instances', () => {
    const zones = (change: Partial<Run> = {}) => run(change).map((arn) => at(arn).availabilityZone);
    expect(zones({ MinCount: 2, MaxCount: 2 })).toEqual(['us-east-1a', 'us-east-1a']);
    expect(zones()).toEqual(['us-east-1b']);
    expect(zones()).toEqual(['us-east-1c']);
    expect(zones()).toEqual(['us-east-1b']);
    expect(zones({ AvailabilityZone: 'us-east-1c' })).toEqual(['us-east-1c']);
    expect(zones({ SubnetId: 'subnet-0ca7000000000000b' })).toEqual(['us-east-1b']);
  });

  test('each has an address of its subnet, which is given again when it is gone', () => {
    world.held.add('StartInstance');
    const b = { SubnetId: 'subnet-0ca7000000000000b' };
    const addresses = (...arns: string[]) => arns.map((arn) => at(arn).privateIpAddress);
    const [first = '', second = ''] = run({ ...b, MinCount: 2, MaxCount: 2 });
    expect(addresses(first, second)).toEqual(['172.31.16.4', '172.31.16.5']);
    expect([first, second].map((arn) => at(arn).amiLaunchIndex)).toEqual([0, 1]);
    expect(at(first).reservationId).toBe(at(second).reservationId);
    world.send('TerminateInstances', ids(at(first)));
    expect(addresses(...run(b), ...run(b))).toEqual(['172.31.16.4', '172.31.16.6']);
  });

  test('a subnet that is full gives what it has, down to MinCount', () => {
    world.held.add('StartInstance');
    const SubnetId = 'subnet-0ca7000000000000a';
    expect(run({ SubnetId, MinCount: 1, MaxCount: 4_100 })).toHaveLength(4_091);
    expect(refusal(() => run({ SubnetId })).code).toBe('InsufficientFreeAddressesInSubnet');
    expect(run()).toHaveLength(1);
    expect(refusal(() => run({ MinCount: 909, MaxCount: 909 })).code).toBe('InstanceLimitExceeded');
  });

  test('a client token starts once', () => {
    const token = { ClientToken: 'once', MinCount: 2, MaxCount: 2 };
    const started = run(token);
    expect(run(token)).toEqual(started);
    expect(world.state.instances.size).toBe(2);
    expect(refusal(() => run({ ...token, InstanceType: 't3.small' })).code).toBe(
      'IdempotentParameterMismatch',
    );
    expect(refusal(() => run({ ...token, MinCount: 3, MaxCount: 3 })).code).toBe(
      'IdempotentParameterMismatch',
    );
    world.send('TerminateInstances', ids(...started.map(at)));
    expect(run(token)).toEqual(started);
  });

  test('what the engine is asked: the size, the user data and what its agent will read', () => {
    const userData = '#!/bin/bash\necho ECS_CLUSTER=ECSDemo >> /etc/ecs/ecs.config';
    const instance = one({ userData, InstanceType: 'c5.large' });
    expect(world.effects).toContainEqual({
      type: 'StartInstance',
      instanceArn: instance.instanceArn,
      instance: {
        instanceId: instance.instanceId,
        instanceType: 'c5.large',
        imageId: RUN.ImageId,
        availabilityZone: 'us-east-1a',
        subnetId: 'subnet-0ca7000000000000a',
        vcpus: 2,
        memoryMiB: 4096,
        userData,
        agentConfiguration: { ECS_CLUSTER: 'ECSDemo' },
      },
    });
  });

  test.each([
    ['an image that we do not list', 'ami-0c2d06d50ce30b442', { ECS_CLUSTER: 'default' }],
    ['an ECS-optimised image', 'ami-0ca70000000000a23', { ECS_CLUSTER: 'default' }],
    ['plain Amazon Linux', 'ami-0ca70000000000a00', undefined],
    [
      'a parameter',
      'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id',
      { ECS_CLUSTER: 'default' },
    ],
  ])('the agent of %s', (_, ImageId, agentConfiguration) => {
    const instance = one({ ImageId });
    expect(instance.imageId).toMatch(/^ami-/);
    expect(world.effects).toContainEqual(
      expect.objectContaining({ instance: expect.objectContaining({ agentConfiguration }) }),
    );
  });

  test.each<[string, Partial<Run>, string, string]>([
    ['no image', { ImageId: undefined }, 'MissingParameter', 'ImageId'],
    ['an ill-formed image', { ImageId: 'ami-cats' }, 'InvalidAMIID.Malformed', '"ami-cats"'],
    ['an unknown parameter', { ImageId: 'resolve:ssm:/x' }, 'InvalidParameterValue', "'/x'"],
    ['no type', { InstanceType: undefined }, 'MissingParameter', 'InstanceType'],
    [
      'an unknown type',
      { InstanceType: 'x9.huge' },
      'InvalidParameterValue',
      "Invalid value 'x9.huge' for InstanceType. This runtime has: t2.micro, ",
    ],
    [
      'an image for Arm on x86',
      { ImageId: 'ami-0ca70000000000b02' },
      'InvalidParameterValue',
      "does not match the architecture 'arm64' of the specified AMI",
    ],
    ['no minimum', { MinCount: undefined }, 'MissingParameter', 'MinCount'],
    ['none', { MinCount: 0, MaxCount: 0 }, 'InvalidParameterValue', 'Value (0) for parameter min'],
    ['more at least than at most', { MinCount: 3 }, 'InvalidParameterValue', 'maxCount is invalid'],
    ['an unknown subnet', { SubnetId: 'subnet-1' }, 'InvalidSubnetID.NotFound', "'subnet-1' does"],
    ['an unknown zone', { AvailabilityZone: 'x' }, 'InvalidParameterValue', 'zone: [x]'],
    [
      'a subnet of another zone',
      { SubnetId: 'subnet-0ca7000000000000b', AvailabilityZone: 'us-east-1a' },
      'InvalidParameterValue',
      'does not match',
    ],
    ['an unknown group', { SecurityGroupIds: ['sg-1'] }, 'InvalidGroup.NotFound', "'sg-1' does"],
    ['long user data', { userData: 'x'.repeat(16_385) }, 'InvalidParameterValue', '16384 bytes'],
    [
      'a tag of AWS',
      { tags: [{ key: 'aws:x', value: '' }] },
      'InvalidParameterValue',
      'reserved for internal use',
    ],
  ])('%s is refused, and nothing is started', (_, change, code, words) => {
    const refused = refusal(() => run(change));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(words);
    expect(world.records).toEqual([]);
  });

  test('accounts and regions are apart', () => {
    const { instanceId } = one();
    const other = { account: '999900001111', region: SCOPE.region };
    const command = {
      name: 'StopInstances' as const,
      scope: other,
      input: { InstanceIds: [instanceId] },
    };
    expect(refusal(() => world.step({ type: 'Command', command })).code).toBe(
      'InvalidInstanceID.NotFound',
    );
  });
});

test('tags are put, replaced and taken away; one too many changes nothing', () => {
  const instance = one({ tags: [{ key: 'Name', value: 'a' }] });
  const Resources = [now(instance).instanceId];
  const tag = (change: object) => world.send('TagResources', { Resources, ...change });
  tag({
    put: [
      { key: 'Name', value: 'b' },
      { key: 'stack', value: 'prod' },
    ],
  });
  tag({ put: [{ key: 'aws:autoscaling:groupName', value: 'cats' }], remove: ['stack', 'none'] });
  const tags = [
    { key: 'Name', value: 'b' },
    { key: 'aws:autoscaling:groupName', value: 'cats' },
  ];
  expect(now(instance).tags).toEqual(tags);
  const fifty = Array.from({ length: 50 }, (_, n) => ({ key: `k${n}`, value: '' }));
  expect(refusal(() => tag({ put: fifty })).code).toBe('TagLimitExceeded');
  expect(refusal(() => tag({ put: [{ key: 'a' }, { key: 'a' }] })).code).toBe(
    'InvalidParameterValue',
  );
  expect(now(instance).tags).toEqual(tags);
});
