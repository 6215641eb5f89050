import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import type { Commands } from '../../../src/core/commands.ts';
import type { TaskSet } from '../../../src/core/model/index.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { emptyState } from '../../../src/core/state.ts';
import { computedDesiredCount } from '../../../src/core/task-sets/computed-desired-count.ts';
import { DRAINING, GROUP, withLoadBalancer } from '../load-balancers/behind-load-balancer.ts';
import { demo, NETWORK, type World } from '../world.ts';

type Input<N extends keyof Commands> = Commands[N]['input'];

const OWN = { cluster: 'demo', service: 'cats' };

/** A service of two tasks that somebody else deploys. */
function external(change: Partial<Input<'CreateService'>> = {}): { world: World; arn: string } {
  const world = demo();
  const { serviceArn } = world.send('CreateService', {
    cluster: 'demo',
    serviceName: 'cats',
    desiredCount: 2,
    deploymentController: { type: 'EXTERNAL' },
    createdBy: 'arn:aws:iam::111122223333:root',
    ...change,
  });
  return { world, arn: serviceArn };
}

const create = (world: World, change: Partial<Input<'CreateTaskSet'>> = {}): TaskSet =>
  world.send('CreateTaskSet', {
    ...OWN,
    taskDefinition: 'cats',
    launchType: 'FARGATE',
    networkConfiguration: NETWORK,
    scale: { value: 100, unit: 'PERCENT' },
    ...change,
  }).taskSet;

const scale = (world: World, { id }: TaskSet, value: number) =>
  world.send('UpdateTaskSet', { ...OWN, taskSet: id, scale: { value } });

const now = (world: World, arn: string, { id }: TaskSet): TaskSet | undefined =>
  world.service(arn).taskSets?.find((one) => one.id === id);

const counts = (world: World, arn: string, ...taskSets: TaskSet[]): number[] =>
  taskSets.map(
    ({ id }) => world.running(arn).filter(({ deploymentId }) => deploymentId === id).length,
  );

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

test.each([
  [4, 25, 1],
  [5, 25, 2],
  [3, 40, 2],
  [7, 0, 0],
  [7, 0.1, 1],
  [5000, 1.1, 55],
  [0, 100, 0],
  [10, 100, 10],
])('of %i tasks, %d per cent are %i', (desiredCount, value, expected) => {
  const scale = { value, unit: 'PERCENT' } as const;
  expect(computedDesiredCount({ desiredCount }, { status: 'ACTIVE', scale })).toBe(expected);
  expect(computedDesiredCount({ desiredCount }, { status: 'DRAINING', scale })).toBe(0);
});

describe('a task set', () => {
  test('runs its share of the tasks, in the name of its service', () => {
    const { world, arn } = external();
    const taskSet = create(world, { externalId: 'release-7', tags: [{ key: 'a', value: 'b' }] });
    expect(taskSet).toMatchObject({
      id: expect.stringMatching(/^ecs-svc\/\d{19}$/),
      taskSetArn: `arn:aws:ecs:us-east-1:111122223333:task-set/demo/cats/${taskSet.id}`,
      status: 'ACTIVE',
      externalId: 'release-7',
      stabilityStatus: 'STABILIZING',
    });
    expect(world.running(arn)).toMatchObject([
      { group: 'service:cats', startedBy: taskSet.id },
      { group: 'service:cats', startedBy: taskSet.id },
    ]);
    expect(now(world, arn, taskSet)?.stabilityStatus).toBe('STEADY_STATE');
    expect(world.messages(arn)).toEqual([
      '(service cats) has reached a steady state.',
      expect.stringMatching(`^\\(service cats, taskSet ${taskSet.id}\\) has started 2 tasks: `),
    ]);
    expect(world.service(arn)).toMatchObject({ deployments: [], status: 'ACTIVE' });
    expect(world.service(arn).taskDefinition).toBeUndefined();
  });

  test('has no tasks until it is scaled, unless told so', () => {
    const { world, arn } = external();
    const taskSet = create(world, { scale: undefined });
    expect(taskSet.scale).toEqual({ value: 0, unit: 'PERCENT' });
    expect(world.tasksOf(arn)).toEqual([]);
    scale(world, taskSet, 50);
    expect(counts(world, arn, taskSet)).toEqual([1]);
    world.send('UpdateService', { ...OWN, desiredCount: 5 });
    expect(counts(world, arn, taskSet)).toEqual([3]);
    scale(world, taskSet, 0);
    expect(counts(world, arn, taskSet)).toEqual([0]);
  });

  test('stands beside others, and neither touches the other', () => {
    const { world, arn } = external();
    const blue = create(world);
    world.register({ cpu: '512', memory: '1024' });
    const green = create(world);
    expect(counts(world, arn, blue, green)).toEqual([2, 2]);
    scale(world, blue, 0);
    expect(counts(world, arn, blue, green)).toEqual([0, 2]);
    expect(now(world, arn, green)?.taskDefinition).toMatch(/cats:2$/);
  });

  test('is primary when it is told to be, and the service shows what it runs', () => {
    const { world, arn } = external();
    const [blue, green] = [create(world), create(world)];
    for (const { id } of [blue, green]) {
      world.send('UpdateServicePrimaryTaskSet', { ...OWN, primaryTaskSet: id });
    }
    expect(now(world, arn, blue)?.status).toBe('ACTIVE');
    expect(now(world, arn, green)?.status).toBe('PRIMARY');
    expect(world.service(arn)).toMatchObject({
      taskDefinition: green.taskDefinition,
      launchType: 'FARGATE',
      platformVersion: '1.4.0',
      networkConfiguration: NETWORK,
    });
    expect(counts(world, arn, blue, green)).toEqual([2, 2]);
  });

  test('replaces a task that ended', () => {
    const { world, arn } = external();
    const taskSet = create(world);
    world.pass(41_000);
    const [first] = world.running(arn);
    world.stopped(first?.taskArn ?? '', 'web', 1);
    expect(counts(world, arn, taskSet)).toEqual([2]);
    expect(world.running(arn).map(({ taskArn }) => taskArn)).not.toContain(first?.taskArn);
  });

  test('waits longer and longer for tasks that do not start', () => {
    const { world, arn } = external({ desiredCount: 1 });
    world.held.add('StartContainer');
    const taskSet = create(world);
    for (let i = 0; i < 3; i += 1) {
      const effect = world.effects.findLast((one) => one.type === 'StartContainer');
      const reason = 'CannotPullContainerError: no such image';
      const taskArn = effect?.taskArn ?? '';
      world.observe({ type: 'ContainerStartFailed', taskArn, containerName: 'web', reason });
    }
    expect(now(world, arn, taskSet)).toMatchObject({ failedTasks: 3, consecutiveFailures: 3 });
    expect(world.tasksOf(arn)).toHaveLength(3);
    expect(world.messages(arn)[0]).toMatch(/unable to consistently start tasks/);
    world.pass(9_999);
    expect(world.tasksOf(arn)).toHaveLength(3);
    world.pass(1);
    expect(world.tasksOf(arn)).toHaveLength(4);
  });

  test('drains when it is deleted, and is gone with its last task', () => {
    const { world, arn } = external();
    const taskSet = create(world);
    const named = { ...OWN, taskSet: taskSet.taskSetArn };
    expect(() => world.send('DeleteTaskSet', named)).toThrow(
      refusal('InvalidParameterException', /scaled to 100 per cent.*force/),
    );
    world.held.add('StopContainer');
    expect(world.send('DeleteTaskSet', { ...named, force: true }).taskSet.status).toBe('DRAINING');
    expect(now(world, arn, taskSet)?.status).toBe('DRAINING');
    expect(() => scale(world, taskSet, 50)).toThrow(/is DRAINING/);
    for (const { taskArn } of world.tasksOf(arn)) world.stopped(taskArn, 'web', 143);
    expect(world.service(arn).taskSets).toEqual([]);
    expect(() => world.send('DeleteTaskSet', named)).toThrow(
      refusal('TaskSetNotFoundException', /not found/),
    );
  });

  test('registers its own tasks with its own target group, and takes them out again', () => {
    const { world, arn } = external();
    withLoadBalancer(world);
    const loadBalancers = [{ targetGroupArn: GROUP, containerName: 'web', containerPort: 80 }];
    const behind = create(world, { loadBalancers });
    create(world);
    const targets = () => [...world.state.targets.values()].map(({ taskArn }) => taskArn);
    const own = world.running(arn).filter(({ deploymentId }) => deploymentId === behind.id);
    expect(targets()).toEqual(own.map(({ taskArn }) => taskArn));
    // Nobody has found them healthy yet.
    expect(now(world, arn, behind)?.stabilityStatus).toBe('STABILIZING');
    world.send('DeleteTaskSet', { ...OWN, taskSet: behind.id, force: true });
    expect([...world.state.targets.values()].every(({ drainsUntil }) => drainsUntil !== null)).toBe(
      true,
    );
    world.pass(DRAINING - 1);
    expect(now(world, arn, behind)?.status).toBe('DRAINING');
    world.pass(1);
    expect(targets()).toEqual([]);
    expect(world.service(arn).taskSets).toHaveLength(1);
  });

  test('shares its tasks out among capacity providers by what it has itself', () => {
    const { world, arn } = external({ desiredCount: 4 });
    world.send('PutClusterCapacityProviders', {
      cluster: 'demo',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [],
    });
    const strategy = {
      launchType: undefined,
      capacityProviderStrategy: [
        { capacityProvider: 'FARGATE', base: 1, weight: 0 },
        { capacityProvider: 'FARGATE_SPOT', weight: 1 },
      ],
    };
    const [one, two] = [create(world, strategy), create(world, strategy)];
    scale(world, two, 50);
    scale(world, two, 100);
    const onDemand = ({ id }: TaskSet) =>
      world
        .running(arn)
        .filter((task) => task.deploymentId === id && task.capacityProviderName === 'FARGATE');
    expect(counts(world, arn, one, two)).toEqual([4, 4]);
    expect([onDemand(one).length, onDemand(two).length]).toEqual([1, 1]);
  });

  test('is created once for one client token', () => {
    const { world, arn } = external();
    const first = create(world, { clientToken: 'once' });
    expect(create(world, { clientToken: 'once' }).id).toBe(first.id);
    expect(world.service(arn).taskSets).toHaveLength(1);
  });

  test('is there again in a state from a snapshot', () => {
    const { world } = external();
    create(world);
    const again = emptyState();
    for (const record of snapshot(world.state)) apply(again, record);
    expect(again.services).toEqual(world.state.services);
    expect(again.tasksByDeployment).toEqual(world.state.tasksByDeployment);
  });

  test.each<[Partial<Input<'CreateTaskSet'>>, string, RegExp]>([
    [{ service: 'dogs' }, 'ServiceNotFoundException', /not found/],
    [{ cluster: 'other' }, 'ClusterNotFoundException', /not found/],
    [{ taskDefinition: 'dogs' }, 'ClientException', /not found/],
    [{ scale: { value: 101 } }, 'InvalidParameterException', /0 to 100/],
    [{ scale: { value: -1 } }, 'InvalidParameterException', /0 to 100/],
    [{ networkConfiguration: undefined }, 'InvalidParameterException', /[Nn]etwork/],
    [{ tags: [{ key: 'aws:x' }] }, 'InvalidParameterException', /reserved/],
    [{ loadBalancers: [{}, {}] }, 'InvalidParameterException', /one target group/],
  ])('is refused: %j', (change, code, message) => {
    const { world, arn } = external();
    expect(() => create(world, change)).toThrow(refusal(code, message));
    expect(world.service(arn).taskSets).toEqual([]);
  });

  test('is nothing for a service that ECS deploys', () => {
    const world = demo();
    world.createService();
    expect(() => create(world)).toThrow(refusal('InvalidParameterException', /EXTERNAL/));
  });
});

describe('a service with the controller EXTERNAL', () => {
  test.each<[Partial<Input<'CreateService'>>, RegExp]>([
    [{ taskDefinition: 'cats' }, /takes no taskDefinition/],
    [{ launchType: 'FARGATE' }, /takes no launchType/],
    [{ networkConfiguration: NETWORK }, /takes no networkConfiguration/],
    [{ schedulingStrategy: 'DAEMON' }, /DAEMON/],
    [
      { deploymentConfiguration: { alarms: { alarmNames: ['a'], enable: true, rollback: true } } },
      /need the ECS deployment controller/,
    ],
  ])('is not created with %j', (change, message) => {
    expect(() => external(change)).toThrow(refusal('InvalidParameterException', message));
  });

  test('is updated in what its task sets do not say', () => {
    const { world, arn } = external();
    world.send('UpdateService', { ...OWN, healthCheckGracePeriodSeconds: 9, desiredCount: 4 });
    expect(world.service(arn)).toMatchObject({
      healthCheckGracePeriodSeconds: 9,
      desiredCount: 4,
    });
    for (const change of [{ taskDefinition: 'cats' }, { forceNewDeployment: true }]) {
      expect(() => world.send('UpdateService', { ...OWN, ...change })).toThrow(
        refusal('InvalidParameterException', /Unable to update .* EXTERNAL deployment controller/),
      );
    }
  });

  test('is deleted without task sets, or by force with them', () => {
    const { world, arn } = external();
    create(world);
    world.send('UpdateService', { ...OWN, desiredCount: 0 });
    expect(() => world.send('DeleteService', OWN)).toThrow(/while deployments are active/);
    world.send('UpdateService', { ...OWN, desiredCount: 2 });
    world.send('DeleteService', { ...OWN, force: true });
    expect(world.service(arn)).toMatchObject({ status: 'INACTIVE', taskSets: [] });
    expect(() => create(world)).toThrow(refusal('ServiceNotActiveException', /not ACTIVE/));
    world.pass(3_600_000);
    expect(world.state.services.size).toBe(0);
  });
});
