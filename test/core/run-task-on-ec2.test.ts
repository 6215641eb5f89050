import { describe, expect, test } from 'vitest';
import type { Commands } from '../../src/core/commands.ts';
import {
  demoOnEc2,
  instances,
  launch,
  onEc2,
  perInstance,
  registerForEc2,
  setState,
} from './capacity.ts';
import { demo, NETWORK, SUBNETS, type World } from './world.ts';

type RunTask = Commands['RunTask']['input'];
type StartTask = Commands['StartTask']['input'];

const run = (world: World, change: Partial<RunTask> = {}) =>
  world.send('RunTask', { cluster: 'demo', taskDefinition: 'cats', launchType: 'EC2', ...change });

const start = (world: World, change: Partial<StartTask> = {}) =>
  world.send('StartTask', {
    cluster: 'demo',
    taskDefinition: 'cats',
    containerInstances: instances(world).map((one) => one.containerInstanceArn),
    ...change,
  });

const arns = (world: World): string[] =>
  instances(world).map(({ containerInstanceArn }) => containerInstanceArn);

const tasksOf = (world: World, taskArns: readonly string[]) =>
  taskArns.map((arn) => world.task(arn));

/** A provider whose group has one instance in zone a, beside the instances there are. */
function addProvider(world: World, name: string): void {
  const group = `arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:0:autoScalingGroupName/${name}`;
  world.send('CreateCapacityProvider', {
    name,
    autoScalingGroupProvider: { autoScalingGroupArn: group },
  });
  const { capacityProviders = [] } = [...world.state.clusters.values()][0] ?? {};
  world.send('PutClusterCapacityProviders', {
    cluster: 'demo',
    capacityProviders: [...capacityProviders, name],
    defaultCapacityProviderStrategy: [],
  });
  launch(world, 'us-east-1a', { tags: [{ key: 'aws:autoscaling:groupName', value: name }] });
}

describe('RunTask on EC2', () => {
  test('spreads over the zones when nothing is said', () => {
    const world = demoOnEc2();
    const { taskArns, failures } = run(world, { count: 6 });
    expect(failures).toEqual([]);
    expect(perInstance(world, tasksOf(world, taskArns))).toEqual([2, 2, 2]);
  });

  test('reserves what the task needs, in the zone of its instance, without an address of its own', () => {
    const world = demoOnEc2(['us-east-1b']);
    const [task] = tasksOf(world, run(world).taskArns);
    expect(task).toMatchObject({
      launchType: 'EC2',
      availabilityZone: 'us-east-1b',
      containerInstanceArn: arns(world)[0],
      reserved: { cpu: 256, memoryMiB: 256 },
      lastStatus: 'RUNNING',
      platformVersion: undefined,
      networkInterface: undefined,
    });
    expect(world.state.loads.get(arns(world)[0] ?? '')).toMatchObject({ cpu: 256, memoryMiB: 256 });
  });

  test('fills one instance after the other with binpack', () => {
    const world = demoOnEc2();
    const { taskArns } = run(world, {
      count: 4,
      placementStrategy: [{ type: 'binpack', field: 'memory' }],
    });
    expect(perInstance(world, tasksOf(world, taskArns))).toEqual([4, 0, 0]);
  });

  test('keeps to constraints, those of the task definition too', () => {
    const world = demoOnEc2();
    world.register({
      family: 'picky',
      networkMode: 'bridge',
      requiresCompatibilities: ['EC2'],
      placementConstraints: [
        { type: 'memberOf', expression: 'attribute:ecs.availability-zone != us-east-1a' },
      ],
    });
    const { taskArns, failures } = run(world, {
      taskDefinition: 'picky',
      count: 3,
      placementConstraints: [{ type: 'distinctInstance' }],
    });
    expect(perInstance(world, tasksOf(world, taskArns))).toEqual([0, 1, 1]);
    expect(failures).toEqual([
      { arn: arns(world)[0], reason: 'MemberOf placement constraint unsatisfied.' },
      { arn: arns(world)[1], reason: 'distinctInstance placement constraint unsatisfied.' },
      { arn: arns(world)[2], reason: 'distinctInstance placement constraint unsatisfied.' },
    ]);
  });

  test('names every instance that has no room for what is left over', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    registerForEc2(world, { cpu: 1024, memory: 1000 });
    const { taskArns, failures } = run(world, { count: 5 });
    const placed = perInstance(world, tasksOf(world, taskArns));
    expect(placed).toEqual([1, 1]);
    expect(failures).toEqual(arns(world).map((arn) => ({ arn, reason: 'RESOURCE:MEMORY' })));
  });

  test('takes a host port once an instance', () => {
    const world = demoOnEc2(['us-east-1a']);
    registerForEc2(world, { portMappings: [{ containerPort: 8080, hostPort: 80 }] });
    expect(run(world).failures).toEqual([]);
    const second = run(world);
    expect(second).toEqual({
      taskArns: [],
      failures: [{ arn: arns(world)[0], reason: 'RESOURCE:PORTS' }],
    });
  });

  test('gives an awsvpc task an interface in a subnet of its instance’s zone', () => {
    const world = demoOnEc2();
    world.register({ family: 'own', requiresCompatibilities: ['EC2'] });
    const { taskArns, failures } = run(world, {
      taskDefinition: 'own',
      count: 10,
      networkConfiguration: NETWORK,
    });
    const tasks = tasksOf(world, taskArns);
    expect(perInstance(world, tasks)[2]).toBe(0);
    for (const { availabilityZone, networkInterface } of tasks) {
      expect(networkInterface?.subnetId).toBe(SUBNETS[availabilityZone === 'us-east-1a' ? 0 : 1]);
    }
    expect(failures.map(({ reason }) => reason)).toEqual([
      'RESOURCE:ENI',
      'RESOURCE:ENI',
      'LOCATION',
    ]);
  });

  test('finds no place on an instance that drains', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b']);
    setState(world, 0, 'DRAINING');
    const { taskArns } = run(world, { count: 2 });
    expect(perInstance(world, tasksOf(world, taskArns))).toEqual([0, 2]);
  });

  test('is refused in a cluster without instances', () => {
    const world = demo();
    registerForEc2(world);
    expect(() => run(world)).toThrow('No Container Instances were found in your cluster.');
    expect(world.state.tasks.size).toBe(0);
  });

  test('refuses an ill-formed expression before anything starts', () => {
    const world = demoOnEc2(['us-east-1a']);
    const placementConstraints = [{ type: 'memberOf' as const, expression: 'zone == a' }];
    expect(() => run(world, { placementConstraints })).toThrow('Invalid expression: at position 1');
  });

  test('every capability that a task can ask for is there on an instance of ours', () => {
    const world = demoOnEc2(['us-east-1a']);
    world.register({
      family: 'all',
      requiresCompatibilities: ['EC2'],
      taskRoleArn: 'arn:aws:iam::111122223333:role/task',
      executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
      runtimePlatform: { cpuArchitecture: 'X86_64' },
      containerDefinitions: [
        {
          name: 'log',
          image: 'cats',
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': 'cats', 'awslogs-region': 'us-east-1' },
          },
        },
        {
          name: 'web',
          image: 'cats',
          healthCheck: { command: ['CMD', 'true'] },
          dependsOn: [{ containerName: 'log', condition: 'START' }],
        },
      ],
    });
    const all = { taskDefinition: 'all', networkConfiguration: NETWORK };
    expect(run(world, all)).toMatchObject({ failures: [] });
    world.register({ family: 'arm', runtimePlatform: { cpuArchitecture: 'ARM64' } });
    expect(run(world, { ...all, taskDefinition: 'arm' }).failures).toEqual([
      { arn: arns(world)[0], reason: 'ATTRIBUTE' },
    ]);
  });
});

test('containers that are linked to are started first, and reached by the name of the link', () => {
  const world = demoOnEc2(['us-east-1a']);
  const container = { image: 'cats', memory: 64 };
  world.register({
    family: 'linked',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    containerDefinitions: [
      { ...container, name: 'web', links: ['db:database', 'cache'] },
      { ...container, name: 'cache' },
      { ...container, name: 'db' },
    ],
  });
  run(world, { taskDefinition: 'linked' });
  const started = world.effects.flatMap((effect) =>
    effect.type === 'StartContainer' ? [effect.container] : [],
  );
  expect(started.map(({ name, links }) => ({ name, links }))).toEqual([
    { name: 'cache', links: [] },
    { name: 'db', links: [] },
    {
      name: 'web',
      links: [
        { containerName: 'db', alias: 'database' },
        { containerName: 'cache', alias: 'cache' },
      ],
    },
  ]);
});

describe('RunTask by capacity provider', () => {
  const strategy = (capacityProviderStrategy: RunTask['capacityProviderStrategy']) => ({
    launchType: undefined,
    capacityProviderStrategy,
  });

  test('shares tasks out by base and weight, each on instances of its group', () => {
    const world = demoOnEc2(['us-east-1a']);
    addProvider(world, 'steady');
    addProvider(world, 'spare');
    const { taskArns } = run(world, {
      count: 5,
      ...strategy([
        { capacityProvider: 'steady', base: 2, weight: 1 },
        { capacityProvider: 'spare', weight: 2 },
      ]),
    });
    const tasks = tasksOf(world, taskArns);
    const names = tasks.map(({ capacityProviderName }) => capacityProviderName).sort();
    expect(names).toEqual(['spare', 'spare', 'steady', 'steady', 'steady']);
    expect(perInstance(world, tasks)).toEqual([0, 3, 2]);
    expect(new Set(tasks.map(({ launchType }) => launchType))).toEqual(new Set(['EC2']));
  });

  test('shares tasks out between FARGATE and FARGATE_SPOT', () => {
    const world = demo();
    const capacityProviders = ['FARGATE', 'FARGATE_SPOT'];
    const change = { capacityProviders, defaultCapacityProviderStrategy: [] };
    world.send('PutClusterCapacityProviders', { cluster: 'demo', ...change });
    const { taskArns } = run(world, {
      count: 4,
      networkConfiguration: NETWORK,
      ...strategy([
        { capacityProvider: 'FARGATE', base: 1 },
        { capacityProvider: 'FARGATE_SPOT', weight: 1 },
      ]),
    });
    const tasks = tasksOf(world, taskArns);
    expect(tasks.map(({ capacityProviderName }) => capacityProviderName)).toEqual([
      'FARGATE',
      'FARGATE_SPOT',
      'FARGATE_SPOT',
      'FARGATE_SPOT',
    ]);
    expect(new Set(tasks.map(({ launchType }) => launchType))).toEqual(new Set(['FARGATE']));
  });

  test('is refused when the group has no instance', () => {
    const world = demoOnEc2(['us-east-1a']);
    addProvider(world, 'steady');
    const [, group] = instances(world);
    setState(world, 1, 'DRAINING');
    expect(group?.capacityProviderName).toBe('steady');
    expect(() => run(world, strategy([{ capacityProvider: 'steady' }]))).toThrow(
      'No Container Instances were found in your capacity provider.',
    );
  });

  const refused: [string, RunTask['capacityProviderStrategy'], string][] = [
    [
      'a mix of groups and Fargate',
      [
        { capacityProvider: 'steady', weight: 1 },
        { capacityProvider: 'FARGATE', weight: 1 },
      ],
      'cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers',
    ],
    [
      'weights that are all 0',
      [{ capacityProvider: 'FARGATE' }, { capacityProvider: 'FARGATE_SPOT', base: 1 }],
      'at least one must have a weight above 0',
    ],
    ['a provider that the cluster has not', [{ capacityProvider: 'other' }], "'other'"],
  ];
  test.each(refused)('is refused with %s', (_, items, message) => {
    const world = demoOnEc2([]);
    const capacityProviders = ['FARGATE', 'FARGATE_SPOT'];
    const change = { capacityProviders, defaultCapacityProviderStrategy: [] };
    world.send('PutClusterCapacityProviders', { cluster: 'demo', ...change });
    addProvider(world, 'steady');
    expect(() => run(world, strategy(items))).toThrow(message);
  });

  test('neither constraints nor strategies are for Fargate', () => {
    const world = demo();
    const fargate = { launchType: 'FARGATE', networkConfiguration: NETWORK } as const;
    expect(() =>
      run(world, { ...fargate, placementConstraints: [{ type: 'distinctInstance' }] }),
    ).toThrow('Placement constraints are not supported with FARGATE launch type.');
    expect(() => run(world, { ...fargate, placementStrategy: [{ type: 'random' }] })).toThrow(
      'Placement strategies are not supported with FARGATE launch type.',
    );
  });
});

describe('StartTask', () => {
  test('starts one task on each instance named, by id or ARN', () => {
    const world = demoOnEc2();
    const [first = '', , third = ''] = arns(world);
    const id = third.split('/').at(-1) ?? '';
    const { taskArns, failures } = start(world, { containerInstances: [first, id, id] });
    expect(failures).toEqual([]);
    const tasks = tasksOf(world, taskArns);
    expect(perInstance(world, tasks)).toEqual([1, 0, 2]);
    expect(tasks[0]).toMatchObject({
      group: 'family:cats',
      launchType: 'EC2',
      lastStatus: 'RUNNING',
    });
  });

  test('leaves a host port that is taken to the engine', () => {
    const world = demoOnEc2(['us-east-1a']);
    registerForEc2(world, { portMappings: [{ containerPort: 8080, hostPort: 80 }] });
    start(world);
    const second = start(world);
    expect(second.failures).toEqual([]);
    expect(second.taskArns).toHaveLength(1);
    expect(world.state.loads.get(arns(world)[0] ?? '')?.ports.get('80/tcp')).toBe(2);
  });

  test('minds no constraint of the task definition', () => {
    const world = demoOnEc2(['us-east-1a']);
    const placementConstraints = [
      { type: 'memberOf' as const, expression: 'attribute:gpu exists' },
    ];
    world.register({
      networkMode: 'bridge',
      requiresCompatibilities: ['EC2'],
      placementConstraints,
    });
    expect(start(world).failures).toEqual([]);
  });

  test('tells for each instance why it cannot', () => {
    const world = demoOnEc2(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    setState(world, 0, 'DRAINING');
    const [draining, disconnected, full] = instances(world);
    world.send('InjectFault', {
      fault: 'agent-disconnect',
      target: disconnected?.containerInstanceArn ?? '',
    });
    registerForEc2(world, { cpu: 2000, memory: 100 });
    start(world, { containerInstances: [full?.containerInstanceArn ?? ''] });
    const cluster = 'arn:aws:ecs:us-east-1:111122223333:container-instance/demo';
    const { taskArns, failures } = start(world, { containerInstances: [...arns(world), 'nobody'] });
    expect(taskArns).toEqual([]);
    expect(failures).toEqual([
      {
        arn: draining?.containerInstanceArn,
        reason: 'INACTIVE',
        detail: 'The container instance is DRAINING.',
      },
      { arn: disconnected?.containerInstanceArn, reason: 'AGENT' },
      { arn: full?.containerInstanceArn, reason: 'RESOURCE:CPU' },
      { arn: `${cluster}/nobody`, reason: 'MISSING' },
    ]);
  });

  test('wants a subnet in the zone of the instance for an awsvpc task', () => {
    const world = demoOnEc2(['us-east-1c']);
    world.register({ requiresCompatibilities: ['EC2'] });
    expect(start(world, { networkConfiguration: NETWORK }).failures).toEqual([
      { arn: arns(world)[0], reason: 'LOCATION' },
    ]);
  });

  const refused: [string, Partial<StartTask>, string][] = [
    ['no instance', { containerInstances: [] }, 'expected 1 to 10'],
    ['eleven instances', { containerInstances: Array.from('abcdefghijk') }, 'expected 1 to 10'],
    ['the group of a service', { group: 'service:cats' }, '"service:" is for services'],
    ['an unknown family', { taskDefinition: 'dogs' }, 'TaskDefinition not found.'],
    ['a network that the task has no use for', { networkConfiguration: NETWORK }, 'not valid for'],
  ];
  test.each(refused)('refuses %s', (_, change, message) => {
    const world = demoOnEc2(['us-east-1a']);
    expect(() => start(world, change)).toThrow(message);
  });
});

test('a service and RunTask see each other’s tasks', () => {
  const world = demoOnEc2(['us-east-1a']);
  registerForEc2(world, { portMappings: [{ containerPort: 8080, hostPort: 80 }] });
  world.createService({ ...onEc2, desiredCount: 1 });
  expect(run(world).failures).toEqual([{ arn: arns(world)[0], reason: 'RESOURCE:PORTS' }]);
});
