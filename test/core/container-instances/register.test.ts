import { describe, expect, test } from 'vitest';
import { memoryForTasks } from '../../../src/core/container-instances/resources.ts';
import { registerForEc2 } from '../capacity.ts';
import { demo } from '../world.ts';
import {
  containerInstance,
  INSTANCE_ID,
  registerForeign,
  startTaskOn,
  valueOf,
} from './foreign.ts';

describe('registering an instance', () => {
  test('takes what is not said from the instance type', () => {
    const found = registerForeign(demo());
    expect(found).toMatchObject({
      ec2InstanceId: INSTANCE_ID,
      status: 'ACTIVE',
      agentConnected: true,
      availabilityZone: 'us-east-1b',
      registered: {
        cpu: 2048,
        memoryMiB: 3891,
        ports: ['22/tcp', '2375/tcp', '2376/tcp', '51678/tcp', '51679/tcp', '51680/tcp'],
        networkInterfaces: 2,
        gpus: 0,
      },
      version: 1,
    });
  });

  test('takes what the agent says', () => {
    const { registered, tags, agentVersion } = registerForeign(demo(), {
      totalResources: [
        { name: 'CPU', integerValue: 512 },
        { name: 'MEMORY', integerValue: 1000 },
        { name: 'PORTS', stringSetValue: ['22', '22'] },
        { name: 'PORTS_UDP', stringSetValue: ['53'] },
        { name: 'GPU', stringSetValue: ['GPU-1', 'GPU-2'] },
      ],
      versionInfo: { agentVersion: '1.80.0' },
      tags: [{ key: 'room', value: 'attic' }],
    });
    expect(registered).toMatchObject({ cpu: 512, memoryMiB: 1000, gpus: 2 });
    expect(registered.ports).toEqual(['22/tcp', '53/udp']);
    expect(tags).toEqual([{ key: 'room', value: 'attic' }]);
    expect(agentVersion).toBe('1.80.0');
  });

  test('gives it the attributes of a real one', () => {
    const found = registerForeign(
      demo(),
      { attributes: [{ name: 'stack', value: 'prod' }, { name: 'plain' }] },
      { imageId: 'ami-0c2d06d50ce30b442' },
    );
    expect(valueOf(found, 'ecs.instance-type')).toBe('t3.medium');
    expect(valueOf(found, 'ecs.availability-zone')).toBe('us-east-1b');
    expect(valueOf(found, 'ecs.subnet-id')).toBe('subnet-0ca7000000000000b');
    expect(valueOf(found, 'ecs.vpc-id')).toBe('vpc-0ca70000000000000');
    expect(valueOf(found, 'ecs.ami-id')).toBe('ami-0c2d06d50ce30b442');
    expect(valueOf(found, 'ecs.cpu-architecture')).toBe('x86_64');
    expect(valueOf(found, 'ecs.os-type')).toBe('linux');
    expect(valueOf(found, 'stack')).toBe('prod');
    const names = found.attributes.map(({ name }) => name);
    expect(names).toContain('plain');
    expect(names).toContain('ecs.capability.task-eni');
    expect(names).toContain('com.amazonaws.ecs.capability.docker-remote-api.1.44');
    expect(new Set(names).size).toBe(names.length);
  });

  test.each([
    [1024, 972],
    [4096, 3891],
    [8192, 7782],
  ])('of %i MiB tasks can have %i', (of, expected) => {
    expect(memoryForTasks(of)).toBe(expected);
  });

  test('an ARM instance says so', () => {
    const found = registerForeign(demo(), {}, { instanceType: 'm6g.large' });
    expect(valueOf(found, 'ecs.cpu-architecture')).toBe('arm64');
  });
});

describe('registering again', () => {
  test('is harmless', () => {
    const world = demo();
    const first = registerForeign(world);
    const records = world.records.length;
    expect(registerForeign(world)).toEqual(first);
    expect(world.records).toHaveLength(records);
    expect(world.state.containerInstances.size).toBe(1);
  });

  test('keeps custom attributes, and DRAINING', () => {
    const world = demo();
    const { containerInstanceArn } = registerForeign(world);
    const targetId = containerInstanceArn;
    world.send('PutAttributes', { cluster: 'demo', attributes: [{ name: 'a', targetId }] });
    world.send('UpdateContainerInstancesState', {
      cluster: 'demo',
      containerInstances: [containerInstanceArn],
      status: 'DRAINING',
    });
    const again = registerForeign(world, {
      containerInstanceArn,
      totalResources: [{ name: 'MEMORY', integerValue: 2000 }],
    });
    expect(again.containerInstanceArn).toBe(containerInstanceArn);
    expect(again.status).toBe('DRAINING');
    expect(again.registered.memoryMiB).toBe(2000);
    expect(again.attributes.some(({ name }) => name === 'a')).toBe(true);
  });

  test('by its ARN alone, it is the same machine', () => {
    const world = demo();
    const { containerInstanceArn, attributes, registered } = registerForeign(world);
    const again = registerForeign(world, {
      containerInstanceArn,
      instanceIdentityDocument: undefined,
    });
    expect(again).toMatchObject({ containerInstanceArn, attributes, registered });
  });

  test('in another cluster moves it there, and ends its tasks here', () => {
    const world = demo();
    registerForEc2(world);
    world.send('CreateCluster', { clusterName: 'other' });
    const { containerInstanceArn } = registerForeign(world);
    const taskArn = startTaskOn(world, containerInstanceArn);
    const moved = registerForeign(world, { cluster: 'other' });
    expect(containerInstance(world, containerInstanceArn).status).toBe('INACTIVE');
    expect(world.task(taskArn).lastStatus).toBe('STOPPED');
    expect(moved).toMatchObject({ status: 'ACTIVE', ec2InstanceId: INSTANCE_ID });
    expect(moved.clusterArn).toMatch(/cluster\/other$/);
  });

  test('after it was deregistered makes a new container instance', () => {
    const world = demo();
    const { containerInstanceArn } = registerForeign(world);
    world.send('DeregisterContainerInstance', {
      cluster: 'demo',
      containerInstance: containerInstanceArn,
    });
    const again = registerForeign(world);
    expect(again.containerInstanceArn).not.toBe(containerInstanceArn);
    expect(again.status).toBe('ACTIVE');
  });
});

describe('refused, with nothing changed:', () => {
  test.each([
    ['no document', { instanceIdentityDocument: undefined }, {}, /instanceIdentityDocument must/],
    ['no JSON', { instanceIdentityDocument: '{' }, {}, /expected an object of JSON/],
    ['a list', { instanceIdentityDocument: '[]' }, {}, /expected an object of JSON/],
    ['no instance id', {}, { instanceId: undefined }, /8 or 17 hexadecimal digits, found ''/],
    ['a number as type', {}, { instanceType: 3 }, /instanceType must be a string, found 3/],
    ['another account', {}, { accountId: '444455556666' }, /its accountId is 444455556666/],
    ['another region', {}, { region: 'eu-west-1' }, /its region is eu-west-1/],
    ['an unknown type', {}, { instanceType: 'cat.large' }, /type 'cat.large' is not known here/],
    ['no CPU', { totalResources: [{ name: 'CPU' }] }, {}, /CPU must have an integerValue above 0/],
    [
      'a port that cannot be',
      { totalResources: [{ name: 'PORTS', stringSetValue: ['65536'] }] },
      {},
      /reserved port '65536' is invalid/,
    ],
    [
      'too many ports',
      {
        totalResources: [
          { name: 'PORTS', stringSetValue: Array.from({ length: 101 }, (_, n) => `${n}`) },
        ],
      },
      {},
      /at most 100/,
    ],
    [
      'too many attributes',
      { attributes: Array.from({ length: 11 }, (_, n) => ({ name: `a${n}` })) },
      {},
      /at most 10/,
    ],
    ['a bad attribute', { attributes: [{ name: 'a b' }] }, {}, /attribute name "a b" is invalid/],
    ['an unknown ARN', { containerInstanceArn: 'nobody' }, {}, /nobody not found/],
    ['no such cluster', { cluster: 'none' }, {}, /Cluster not found/],
  ])('%s', (_what, change, document, message) => {
    const world = demo();
    const records = world.records.length;
    expect(() => registerForeign(world, change, document)).toThrow(message);
    expect(world.records).toHaveLength(records);
  });

  test('the document of another machine', () => {
    const world = demo();
    const { containerInstanceArn } = registerForeign(world);
    const other = { instanceId: 'i-0ffffffffffffffff' };
    expect(() => registerForeign(world, { containerInstanceArn }, other)).toThrow(
      /the identity document is of i-0ffffffffffffffff/,
    );
  });
});
