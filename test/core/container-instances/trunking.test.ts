import { describe, expect, test } from 'vitest';
import { instances, launch } from '../capacity.ts';
import { demo, NETWORK, SCOPE, type World } from '../world.ts';

const ROOT = `arn:aws:iam::${SCOPE.account}:root`;
const trunking = (world: World, value: string, principalArn: string | null = null) =>
  world.send('PutAccountSetting', { name: 'awsvpcTrunking', value, principalArn });

/** Tasks in `awsvpc` mode that start on the instances; the rest is refused. */
function fill(world: World): { started: number; reason: string | undefined } {
  world.register({
    requiresCompatibilities: ['EC2'],
    cpu: undefined,
    memory: undefined,
    containerDefinitions: [{ name: 'web', image: 'cats', memory: 8 }],
  });
  let started = 0;
  for (;;) {
    const { taskArns, failures } = world.send('RunTask', {
      cluster: 'demo',
      taskDefinition: 'cats',
      launchType: 'EC2',
      networkConfiguration: NETWORK,
    });
    if (taskArns.length === 0) return { started, reason: failures[0]?.reason };
    started += taskArns.length;
  }
}

describe('a c5.large has room for', () => {
  test('two awsvpc tasks: one of its three interfaces is its own', () => {
    const world = demo();
    launch(world, 'us-east-1a', { type: 'c5.large' });
    expect(fill(world)).toEqual({ started: 2, reason: 'RESOURCE:ENI' });
  });

  test.each([
    ['as the default of the account', null],
    ['of the root user', ROOT],
  ])('ten with ENI trunking, %s', (_name, principalArn) => {
    const world = demo();
    trunking(world, 'enabled', principalArn);
    launch(world, 'us-east-1a', { type: 'c5.large' });
    expect(fill(world)).toEqual({ started: 10, reason: 'RESOURCE:ENI' });
    const [instance] = instances(world);
    expect(instance?.attributes).toContainEqual({
      name: 'ecs.awsvpc-trunk-id',
      value: expect.stringMatching(/^eni-[0-9a-f]{17}$/),
    });
  });
});

test('types without trunking have as many interfaces as ever', () => {
  const world = demo();
  trunking(world, 'enabled');
  launch(world, 'us-east-1a', { type: 't3.small' });
  expect(fill(world)).toEqual({ started: 2, reason: 'RESOURCE:ENI' });
  expect(instances(world)[0]?.attributes.some(({ name }) => /trunk/.test(name))).toBe(false);
});

test('an instance stays as it was when it was new', () => {
  const world = demo();
  const [arn = ''] = launch(world, 'us-east-1a', { type: 'c5.large' });
  trunking(world, 'enabled');
  const again = () =>
    world.observe({
      type: 'AgentStarted',
      instanceArn: arn,
      configuration: { ECS_CLUSTER: 'demo' },
    });
  again();
  expect(instances(world)[0]?.registered.networkInterfaces).toBe(2);

  launch(world, 'us-east-1b', { type: 'c5.large' });
  trunking(world, 'disabled');
  again();
  expect(instances(world)[1]?.registered.networkInterfaces).toBe(10);
});
