import { beforeEach, describe, expect, test } from 'vitest';
import type { Instance, InstanceState } from '../../../src/core/model/index.ts';
import type { ListedInstance } from '../../../src/core/observations.ts';
import { World } from '../world.ts';

const EFFECTS = ['StartInstance', 'StopInstance', 'TerminateInstance'] as const;

let world: World;
let instance: Instance;

const now = (): Instance => {
  const found = world.state.instances.get(instance.instanceArn);
  if (found === undefined) throw new Error('The instance is gone.');
  return found;
};

/** Brings the instance there, the engine doing nothing more from then on. */
function bringTo(state: InstanceState): void {
  world = new World();
  world.send('CreateCluster', { clusterName: 'default' });
  if (state === 'pending') world.held.add('StartInstance');
  const [arn = ''] = world.send('RunInstances', {
    ImageId: 'ami-0c2d06d50ce30b442',
    InstanceType: 't3.medium',
    MinCount: 1,
    MaxCount: 1,
  }).instanceArns;
  const found = world.state.instances.get(arn);
  if (found === undefined) throw new Error('It was not started.');
  instance = found;
  const ids = { InstanceIds: [found.instanceId] };
  if (state === 'stopping' || state === 'shutting-down')
    for (const effect of EFFECTS) world.held.add(effect);
  if (state === 'stopping' || state === 'stopped') world.send('StopInstances', ids);
  if (state === 'shutting-down' || state === 'terminated') world.send('TerminateInstances', ids);
  for (const effect of EFFECTS) world.held.add(effect);
  expect(now().state).toBe(state);
  world.effects.length = 0;
}

const list = (...instances: ListedInstance[]) =>
  world.step({ type: 'EngineListed', tasks: [], instances, loadBalancers: [] });

describe('what an engine has of an instance', () => {
  test.each<[InstanceState, 'RUNNING' | 'STOPPED' | 'nothing', string[], InstanceState]>([
    ['pending', 'RUNNING', ['StartInstance'], 'pending'],
    ['pending', 'STOPPED', ['StartInstance'], 'pending'],
    ['pending', 'nothing', ['StartInstance'], 'pending'],
    ['running', 'RUNNING', [], 'running'],
    ['running', 'STOPPED', ['StartInstance'], 'pending'],
    ['running', 'nothing', ['StartInstance'], 'pending'],
    ['stopping', 'RUNNING', ['StopInstance'], 'stopping'],
    ['stopping', 'STOPPED', [], 'stopped'],
    ['stopping', 'nothing', [], 'stopped'],
    ['stopped', 'RUNNING', ['StopInstance'], 'stopped'],
    ['stopped', 'STOPPED', [], 'stopped'],
    ['stopped', 'nothing', [], 'stopped'],
    ['shutting-down', 'RUNNING', ['TerminateInstance'], 'shutting-down'],
    ['shutting-down', 'STOPPED', ['TerminateInstance'], 'shutting-down'],
    ['shutting-down', 'nothing', [], 'terminated'],
    ['terminated', 'RUNNING', ['TerminateInstance'], 'terminated'],
    ['terminated', 'nothing', [], 'terminated'],
  ])('%s, and it has %s: asks %j, is %s', (state, has, asked, after) => {
    bringTo(state);
    const { instanceArn } = instance;
    list(...(has === 'nothing' ? [] : [{ instanceArn, status: has }]));
    expect(world.effects.map(({ type }) => type)).toEqual(asked);
    expect(now().state).toBe(after);
  });

  test('one that nobody knows is terminated', () => {
    bringTo('running');
    const { instanceArn } = instance;
    const stray = `${instanceArn}0`;
    list({ instanceArn, status: 'RUNNING' }, { instanceArn: stray, status: 'STOPPED' });
    expect(world.effects).toEqual([{ type: 'TerminateInstance', instanceArn: stray }]);
  });
});

describe('one that runs', () => {
  beforeEach(() => bringTo('running'));

  test('is found again with the port and address that it has now', () => {
    const { instanceArn } = instance;
    const address = { privateIpAddress: '10.1.1.1', gatewayPort: 4711 };
    list({ instanceArn, status: 'RUNNING', ...address });
    expect(now()).toMatchObject({ ...address, runs: [{ from: instance.launchTime, to: null }] });
    world.records.length = 0;
    list({ instanceArn, status: 'RUNNING', ...address });
    expect(world.records).toEqual([]);
  });

  test('starts anew when it is gone: its run ends, its agent is away until it is back', () => {
    const agent = () => [...world.state.containerInstances.values()].map((c) => c.agentConnected);
    expect(agent()).toEqual([true]);
    world.pass(9_000);
    list();
    expect(agent()).toEqual([false]);
    expect(now().runs).toEqual([{ from: instance.launchTime, to: world.env.now }]);
    const [start] = world.effects;
    if (start === undefined) throw new Error('It was not asked for again.');
    world.oblige(start);
    expect(now()).toMatchObject({ state: 'running', runs: [{}, { to: null }] });
    expect(agent()).toEqual([true]);
    expect(world.state.containerInstances.size).toBe(1);
  });
});

test('one whose agent was never heard of is asked for again', () => {
  bringTo('pending');
  const { instanceArn } = instance;
  world.observe({ type: 'InstanceStarted', instanceArn, privateIpAddress: '10.0.0.5' });
  list({ instanceArn, status: 'RUNNING', privateIpAddress: '10.0.0.5' });
  expect(world.effects.map(({ type }) => type)).toEqual(['StartInstance']);
});
