import { beforeEach, describe, expect, it } from 'vitest';
import type { ContainerSpec, EngineEffect, InstanceSpec } from '../../../src/core/effects.ts';
import type { Observation } from '../../../src/core/observations.ts';
import type { Engine } from '../../../src/engines/engine.ts';
import type { InstanceBehaviour } from '../../../src/engines/simulated/behaviour.ts';
import {
  crashInstance,
  disconnectAgent,
  killContainer,
  reconnectAgent,
} from '../../../src/engines/simulated/faults.ts';
import { simulatedEngine } from '../../../src/engines/simulated/simulated-engine.ts';
import { type VirtualClock, virtualClock } from '../../../src/engines/simulated/virtual-clock.ts';
import { type SimulatedWorld, simulatedWorld } from '../../../src/engines/simulated/world.ts';

const instanceArn = 'arn:aws:ec2:us-east-1:000000000000:instance/i-00000000000000001';
const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/cats/1';
const configuration = { ECS_CLUSTER: 'cats' };
const spec: InstanceSpec = {
  instanceId: 'i-00000000000000001',
  instanceType: 't3.small',
  imageId: 'ami-0ca70000000000000',
  availabilityZone: 'us-east-1b',
  subnetId: 'subnet-0ca7000000000000b',
  vcpus: 2,
  memoryMiB: 2048,
  agentConfiguration: configuration,
};
const portMappings = [{ containerPort: 80, hostPort: 80 }];
const container: ContainerSpec = {
  name: 'web',
  image: 'cats',
  networkMode: 'bridge',
  availabilityZone: 'us-east-1b',
  environment: {},
  cpu: 0,
  portMappings,
  readonlyRootFilesystem: false,
};

const startInstance: EngineEffect = { type: 'StartInstance', instanceArn, instance: spec };
const provision: EngineEffect = {
  type: 'ProvisionTask',
  taskArn,
  networkMode: 'bridge',
  availabilityZone: 'us-east-1b',
  instanceArn,
  portMappings,
};
const start: EngineEffect = { type: 'StartContainer', taskArn, container };
const stop: EngineEffect = {
  type: 'StopContainer',
  taskArn,
  containerName: 'web',
  stopTimeout: 1000,
};

describe('faults of simulated instances', () => {
  let clock: VirtualClock;
  let world: SimulatedWorld;
  let engine: Engine;
  let heard: Observation[];

  const open = async (behaviour: InstanceBehaviour = {}, seed = 1) => {
    clock = virtualClock();
    world = simulatedWorld(seed);
    await openAgain(behaviour);
  };
  const openAgain = async (behaviour: InstanceBehaviour = {}) => {
    engine = simulatedEngine({ world, instances: { '*': behaviour } });
    heard = [];
    await engine.open({
      installId: 'test',
      dataDir: '',
      clock,
      observe: (observation) => void heard.push(observation),
      logged: () => {},
      lastLogged: () => undefined,
      environmentFor: () => ({}),
      instanceAccess: () => ({ endpoint: '', token: '' }),
      loadBalancerToken: () => '',
      statusChanged: () => {},
    });
  };
  /** What is heard of the effects, and until nothing more happens. */
  const heardAfter = (...effects: EngineEffect[]): string[] => {
    const before = heard.length;
    for (const effect of effects) engine.perform(effect);
    clock.advance(60_000);
    return heard.slice(before).map(({ type }) => type);
  };
  const during = (fault: () => boolean): string[] => {
    const before = heard.length;
    expect(fault()).toBe(true);
    return heard.slice(before).map(({ type }) => type);
  };

  beforeEach(() => open());

  it('gives an address of the subnet of its zone', () => {
    heardAfter(startInstance);
    expect(heard[0]).toEqual({
      type: 'InstanceStarted',
      instanceArn,
      privateIpAddress: '172.31.16.4',
    });
  });

  it('takes the time to start and to boot that its type is said to take', async () => {
    await open({ start: 3_000, boot: 40_000 });
    engine.perform(startInstance);
    clock.advance(2_999);
    expect(heard).toEqual([]);
    expect(await engine.listInstances()).toEqual([]);
    clock.advance(1);
    expect(heard.map(({ type }) => type)).toEqual(['InstanceStarted']);
    clock.advance(39_999);
    expect(heard).toHaveLength(1);
    clock.advance(1);
    expect(heard[1]).toEqual({ type: 'AgentStarted', instanceArn, configuration });
  });

  it('fails a start, and may succeed when asked again', async () => {
    await open({
      startFailure: { rate: 0.5, reason: 'Server.InsufficientInstanceCapacity: none' },
    });
    const terminate: EngineEffect = { type: 'TerminateInstance', instanceArn };
    const starts = Array.from({ length: 20 }, () => heardAfter(startInstance, terminate)[0]);
    expect(starts).toContain('InstanceStartFailed');
    expect(starts).toContain('InstanceStarted');
    expect(heard.find(({ type }) => type === 'InstanceStartFailed')).toMatchObject({
      reason: 'Server.InsufficientInstanceCapacity: none',
    });
  });

  it('brings up an instance without its agent', async () => {
    await open({ bootFailure: { rate: 1 } });
    expect(heardAfter(startInstance)).toEqual(['InstanceStarted']);
  });

  it('crashes by itself, at some moment', async () => {
    await open({ crash: { rate: 1, within: 30_000 } });
    expect(heardAfter(startInstance).at(-1)).toBe('InstanceStopped');
    expect(await engine.listInstances()).toMatchObject([{ status: 'STOPPED' }]);
  });

  it('loses its tasks without a word in a crash, and their ports', async () => {
    heardAfter(startInstance, provision, start);
    heardAfter(provision, start);
    expect(await engine.list()).toHaveLength(1);
    expect(during(() => crashInstance(world, instanceArn))).toEqual(['InstanceStopped']);
    expect(await engine.list()).toEqual([]);
    expect(await engine.listInstances()).toMatchObject([{ status: 'STOPPED' }]);
    expect(heardAfter(stop, { type: 'DeprovisionTask', taskArn })).toEqual([
      'ContainerStopped',
      'TaskDeprovisioned',
    ]);
    expect(heardAfter(startInstance)).toEqual(['InstanceStarted', 'AgentStarted']);
    expect(heardAfter(provision, start)).toContain('ContainerStarted');
  });

  it('does not crash when it is down', () => {
    expect(crashInstance(world, instanceArn)).toBe(false);
    heardAfter(startInstance, { type: 'StopInstance', instanceArn });
    expect(crashInstance(world, instanceArn)).toBe(false);
  });

  it('goes down in a crash while it starts, and starts again when asked', () => {
    engine.perform(startInstance);
    expect(during(() => crashInstance(world, instanceArn))).toEqual(['InstanceStopped']);
    expect(heardAfter()).toEqual([]);
    expect(heardAfter(startInstance)).toEqual(['InstanceStarted', 'AgentStarted']);
  });

  it('keeps what happens and what is asked until its agent is back, in order', () => {
    heardAfter(startInstance);
    heardAfter(provision, start);
    expect(during(() => disconnectAgent(world, instanceArn))).toEqual(['AgentConnectionChanged']);
    expect(killContainer(world, taskArn, 'web')).toBe(true);
    const second = taskArn.replace(/1$/, '2');
    expect(
      heardAfter({ ...provision, taskArn: second }, { ...start, taskArn: second, container }),
    ).toEqual([]);
    expect(during(() => reconnectAgent(world, instanceArn))).toEqual([
      'AgentConnectionChanged',
      'ContainerStopped',
    ]);
    expect(heardAfter()).toEqual([
      'TaskProvisioned',
      'ImagePullStarted',
      'ImagePulled',
      'ContainerStarted',
    ]);
    expect(heard.at(-1)).toMatchObject({ taskArn: second });
  });

  it('forgets what waited for its agent when it goes down', () => {
    heardAfter(startInstance);
    heardAfter(provision, start);
    disconnectAgent(world, instanceArn);
    killContainer(world, taskArn, 'web');
    heardAfter(stop);
    expect(heardAfter({ type: 'StopInstance', instanceArn })).toEqual(['InstanceStopped']);
    expect(heardAfter(startInstance)).toEqual(['InstanceStarted', 'AgentStarted']);
    expect(reconnectAgent(world, instanceArn)).toBe(false);
    expect(heardAfter(provision, start)).toContain('ContainerStarted');
    disconnectAgent(world, instanceArn);
    expect(during(() => reconnectAgent(world, instanceArn))).toEqual(['AgentConnectionChanged']);
    expect(heardAfter()).toEqual([]);
  });

  it('says to an engine that opens which agents are up, and which are away', async () => {
    heardAfter(startInstance);
    await engine.close();
    await openAgain();
    expect(heard).toEqual([{ type: 'AgentConnectionChanged', instanceArn, connected: true }]);
    disconnectAgent(world, instanceArn);
    await engine.close();
    await openAgain();
    expect(heard).toEqual([{ type: 'AgentConnectionChanged', instanceArn, connected: false }]);
  });

  it('tells of an agent that came up while nobody listened and was away since', async () => {
    engine.perform(startInstance);
    await engine.close();
    clock.advance(60_000);
    disconnectAgent(world, instanceArn);
    await openAgain();
    expect(during(() => reconnectAgent(world, instanceArn))).toEqual([
      'AgentStarted',
      'AgentConnectionChanged',
    ]);
  });

  it('tells of an agent that is away when it is asked again, once it is back', async () => {
    heardAfter(startInstance);
    disconnectAgent(world, instanceArn);
    expect(heardAfter(startInstance)).toEqual(['InstanceStarted']);
    expect(during(() => reconnectAgent(world, instanceArn))).toEqual([
      'AgentStarted',
      'AgentConnectionChanged',
    ]);
  });

  it('kills no container that does not run', () => {
    expect(killContainer(world, taskArn, 'web')).toBe(false);
  });
});
