import { describe, expect, test } from 'vitest';
import type { Commands } from '../../../src/core/commands.ts';
import { instances, launch } from '../capacity.ts';
import { demo, type World } from '../world.ts';

const GROUP =
  'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:5f1c:autoScalingGroupName/cats';
const groupTag = (value: string) => ({ tags: [{ key: 'aws:autoscaling:groupName', value }] });

const create = (
  world: World,
  change: Partial<Commands['CreateCapacityProvider']['input']> = {},
): string =>
  world.send('CreateCapacityProvider', {
    name: 'group',
    autoScalingGroupProvider: { autoScalingGroupArn: GROUP },
    ...change,
  }).capacityProviderArn;

const associate = (
  world: World,
  capacityProviders: string[],
  defaultCapacityProviderStrategy: Commands['PutClusterCapacityProviders']['input']['defaultCapacityProviderStrategy'] = [],
) =>
  world.send('PutClusterCapacityProviders', {
    cluster: 'demo',
    capacityProviders,
    defaultCapacityProviderStrategy,
  });

const providersOf = (world: World) =>
  instances(world).map(({ capacityProviderName }) => capacityProviderName);

describe('a capacity provider', () => {
  test('has the defaults of AWS', () => {
    const world = demo();
    const arn = create(world, {
      autoScalingGroupProvider: {
        autoScalingGroupArn: GROUP,
        managedScaling: { status: 'ENABLED', targetCapacity: 80 },
      },
    });
    expect(world.state.capacityProviders.get(arn)).toMatchObject({
      name: 'group',
      status: 'ACTIVE',
      autoScalingGroupProvider: {
        managedScaling: {
          status: 'ENABLED',
          targetCapacity: 80,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 10_000,
          instanceWarmupPeriod: 300,
        },
        managedTerminationProtection: 'DISABLED',
        managedDraining: 'ENABLED',
      },
    });
  });

  test('is updated where something is given', () => {
    const world = demo();
    const arn = create(world);
    world.send('UpdateCapacityProvider', {
      name: 'group',
      autoScalingGroupProvider: { managedDraining: 'DISABLED' },
    });
    expect(world.state.capacityProviders.get(arn)?.autoScalingGroupProvider).toEqual({
      autoScalingGroupArn: GROUP,
      managedScaling: { status: 'DISABLED' },
      managedTerminationProtection: 'DISABLED',
      managedDraining: 'DISABLED',
    });
  });

  test('is deleted once no cluster has it, and its name is free again', () => {
    const world = demo();
    const arn = create(world);
    associate(world, ['group']);
    const remove = () => world.send('DeleteCapacityProvider', { capacityProvider: arn });
    expect(remove).toThrow(/associated with cluster: demo/);
    associate(world, []);
    remove();
    expect(world.state.capacityProviders.get(arn)?.status).toBe('INACTIVE');
    expect(remove).toThrow(/does not exist/);
    create(world);
    expect(world.state.capacityProviders.get(arn)?.status).toBe('ACTIVE');
  });

  const scaling = (managedScaling: object, others: object = {}) => ({
    autoScalingGroupProvider: { autoScalingGroupArn: GROUP, managedScaling, ...others },
  });
  test.each([
    ['a reserved name', { name: 'fargate-cats' }, /do not begin with aws, ecs or fargate/],
    ['a name with a space', { name: 'a b' }, /name "a b" is invalid/],
    ['no group', { autoScalingGroupProvider: undefined }, /autoScalingGroupProvider must be given/],
    ['an empty group', { autoScalingGroupProvider: { autoScalingGroupArn: '' } }, /ARN or name/],
    ['a target of 0', scaling({ status: 'ENABLED', targetCapacity: 0 }), /between 1 and 100/],
    ['a target of 101', scaling({ status: 'ENABLED', targetCapacity: 101 }), /found 101/],
    [
      'steps the wrong way round',
      scaling({ status: 'ENABLED', minimumScalingStepSize: 3, maximumScalingStepSize: 2 }),
      /must not be above/,
    ],
    [
      'termination protection without scaling',
      scaling({}, { managedTerminationProtection: 'ENABLED' }),
      /enable managed scaling/,
    ],
  ])('with %s is refused', (_what, change, message) => {
    expect(() => create(demo(), change)).toThrow(message);
  });

  test('is alone with its name and its group', () => {
    const world = demo();
    create(world);
    expect(() => create(world)).toThrow(/already exists/);
    const byName = { autoScalingGroupProvider: { autoScalingGroupArn: 'cats' } };
    expect(() => create(world, { name: 'other', ...byName })).toThrow(/already being used/);
  });
});

describe('the capacity providers of a cluster', () => {
  test('name the container instances of their group, registered before or after', () => {
    const world = demo();
    create(world);
    launch(world, 'us-east-1a', groupTag('cats'));
    expect(providersOf(world)).toEqual([undefined]);
    associate(world, ['group', 'FARGATE']);
    launch(world, 'us-east-1b', groupTag('cats'));
    launch(world, 'us-east-1b', groupTag('dogs'));
    launch(world, 'us-east-1c');
    expect(providersOf(world)).toEqual(['group', 'group', undefined, undefined]);
    associate(world, ['FARGATE']);
    expect(providersOf(world)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('cannot leave one that a service or a task uses', () => {
    const world = demo();
    associate(world, ['FARGATE', 'FARGATE_SPOT']);
    const arn = world.createService({
      launchType: undefined,
      desiredCount: 0,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });
    const [task = ''] = world.runTask({
      launchType: undefined,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    });
    const inUse = expect.objectContaining({ code: 'ResourceInUseException' });
    expect(() => associate(world, ['FARGATE'])).toThrow(inUse);
    world.send('StopTask', { cluster: 'demo', task });
    associate(world, ['FARGATE']);
    expect(() => associate(world, [])).toThrow(inUse);
    world.send('DeleteService', { cluster: 'demo', service: arn });
    associate(world, []);
  });

  const item = (capacityProvider: string, base = 0, weight = 1) => ({
    capacityProvider,
    base,
    weight,
  });
  test.each([
    ['one that is not there', ['none'], [], /provider 'none' was not found/],
    ['one twice', ['FARGATE', 'FARGATE'], [], /'FARGATE' is given twice/],
    [
      'a strategy beyond them',
      ['FARGATE'],
      [item('group')],
      /not associated with the cluster: 'group'/,
    ],
    ['an item twice', ['FARGATE'], [item('FARGATE'), item('FARGATE')], /given twice/],
    [
      'two bases',
      ['FARGATE', 'FARGATE_SPOT'],
      [item('FARGATE', 1), item('FARGATE_SPOT', 2)],
      /Only one capacity provider/,
    ],
    ['a weight of 1001', ['FARGATE'], [item('FARGATE', 0, 1001)], /between 0 and 1000, found 1001/],
    ['a weight below 0', ['FARGATE'], [item('FARGATE', 0, -1)], /found -1/],
    ['a base of 100001', ['FARGATE'], [item('FARGATE', 100_001)], /between 0 and 100000/],
    ['Fargate and a group', ['FARGATE', 'group'], [item('FARGATE'), item('group')], /a mix of/],
    [
      'more than 20',
      Array.from({ length: 21 }, (_, n) => `p${n}`),
      [],
      /at most 20 capacity providers, found 21/,
    ],
  ])('refuse %s, at creation and later', (_what, capacityProviders, strategy, message) => {
    const world = demo();
    create(world);
    const records = world.records.length;
    expect(() => associate(world, capacityProviders, strategy)).toThrow(message);
    const input = { capacityProviders, defaultCapacityProviderStrategy: strategy };
    expect(() => world.send('CreateCluster', { clusterName: 'new', ...input })).toThrow(message);
    expect(world.records).toHaveLength(records);
  });

  test('can have a strategy at the edge of what is allowed', () => {
    const world = demo();
    const strategy = [item('FARGATE', 100_000, 0), item('FARGATE_SPOT', 0, 1000)];
    associate(world, ['FARGATE', 'FARGATE_SPOT'], strategy);
    const [cluster] = world.state.clusters.values();
    expect(cluster?.defaultCapacityProviderStrategy).toEqual(strategy);
  });
});
