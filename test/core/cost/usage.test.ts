import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/core/cost/usage.ts';
import type { ContainerInstance, Instance } from '../../../src/core/model/index.ts';
import type { StateRecord } from '../../../src/core/records.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { demo, SCOPE, type World } from '../world.ts';
import { HOUR, START } from './usages.ts';

const ledgerOf = (...commits: StateRecord[][]): Ledger => {
  const ledger = new Ledger();
  commits.forEach((records, i) => {
    ledger.fold({ sequence: i + 1, time: START + i * HOUR, records });
  });
  return ledger;
};
const usage = (ledger: Ledger, cluster?: string) => ledger.usage(SCOPE.account, cluster);

/** A world in which a task runs. */
const running = (): { world: World; taskArn: string } => {
  const world = demo();
  const [taskArn = ''] = world.runTask({ count: 1 });
  return { world, taskArn };
};

describe('a task', () => {
  it('is used from the pull of its image until it has stopped', () => {
    const world = demo();
    world.held.add('StartContainer');
    const [taskArn = ''] = world.runTask({ count: 1 });
    expect(usage(ledgerOf(world.records)).tasks).toEqual([]);
    world.pass(2_000);
    world.observe({ type: 'ImagePullStarted', taskArn, containerName: 'web' });
    const from = world.env.now;
    world.pass(5_000);
    world.started(taskArn, 'web');
    world.pass(60_000);
    expect(usage(ledgerOf(world.records)).tasks).toMatchObject([{ taskArn, from, to: null }]);
    world.held.add('StopContainer');
    world.send('StopTask', { cluster: 'demo', task: taskArn });
    world.pass(3_000);
    world.stopped(taskArn, 'web', 143);
    const [used] = usage(ledgerOf(world.records)).tasks;
    expect(used).toEqual({
      taskArn,
      clusterArn: world.task(taskArn).clusterArn,
      family: 'cats',
      service: null,
      launchType: 'FARGATE',
      spot: false,
      architecture: 'X86_64',
      cpu: Number(world.task(taskArn).cpu),
      memoryMiB: Number(world.task(taskArn).memory),
      ephemeralGiB: 20,
      instanceArn: null,
      from,
      to: world.env.now,
    });
    // So too when only a snapshot tells of it.
    expect(usage(ledgerOf([...snapshot(world.state)])).tasks).toEqual([used]);
  });

  it('stays when the orchestrator has forgotten it', () => {
    const { world, taskArn } = running();
    world.send('StopTask', { cluster: 'demo', task: taskArn });
    world.pass(2 * HOUR);
    expect(world.state.tasks.has(taskArn)).toBe(false);
    expect(usage(ledgerOf(world.records)).tasks).toHaveLength(1);
  });

  it('is known by its service, its platform, its storage and its capacity provider', () => {
    const { world, taskArn } = running();
    const [definition] = world.records.flatMap((record) =>
      record.type === 'TaskDefinitionPut' ? [record.taskDefinition] : [],
    );
    if (definition === undefined) throw new Error('Expected a task definition');
    const arm = {
      ...definition,
      runtimePlatform: { cpuArchitecture: 'ARM64' as const },
      ephemeralStorage: { sizeInGiB: 50 },
    };
    const task = {
      ...world.task(taskArn),
      serviceArn: 'arn:aws:ecs:us-east-1:111122223333:service/demo/cats',
      capacityProviderName: 'FARGATE_SPOT',
    };
    const ledger = ledgerOf([
      { type: 'TaskDefinitionPut', taskDefinition: arm },
      { type: 'TaskCreated', task },
    ]);
    expect(usage(ledger).tasks).toMatchObject([
      { service: 'cats', architecture: 'ARM64', ephemeralGiB: 50, spot: true },
    ]);
  });

  it('is one of its account and cluster only', () => {
    const { world } = running();
    const ledger = ledgerOf(world.records);
    expect(usage(ledger, 'demo').tasks).toHaveLength(1);
    expect(usage(ledger, 'other').tasks).toEqual([]);
    expect(ledger.usage('000000000000').tasks).toEqual([]);
  });
});

describe('an instance', () => {
  const instance: Instance = {
    instanceArn: 'arn:aws:ec2:us-east-1:111122223333:instance/i-1',
    instanceId: 'i-1',
    reservationId: 'r-1',
    amiLaunchIndex: 0,
    instanceType: 't3.medium',
    imageId: 'ami-1',
    state: 'running',
    availabilityZone: 'us-east-1a',
    subnetId: 'subnet-1',
    securityGroupIds: [],
    spot: false,
    interruptedAt: null,
    tags: [],
    launchTime: START,
    runs: [{ from: START, to: null }],
    dueAt: null,
  };
  const containerInstance: ContainerInstance = {
    containerInstanceArn: 'arn:aws:ecs:us-east-1:111122223333:container-instance/demo/c1',
    clusterArn: 'arn:aws:ecs:us-east-1:111122223333:cluster/demo',
    ec2InstanceId: 'i-1',
    instanceArn: instance.instanceArn,
    status: 'ACTIVE',
    agentConnected: true,
    disconnectedAt: null,
    agentVersion: '1',
    agentUpdateStatus: 'UPDATED',
    dockerVersion: '1',
    registered: { cpu: 2048, memoryMiB: 3891, ports: [], networkInterfaces: 2, gpus: 0 },
    availabilityZone: 'us-east-1a',
    attributes: [],
    registeredAt: START,
    tags: [],
    version: 1,
    dueAt: null,
  };
  const put = (runs: Instance['runs']): StateRecord[] => [
    { type: 'InstancePut', instance: { ...instance, runs } },
  ];

  it('is used in each stretch in which it ran, and stays when it is forgotten', () => {
    const runs = [
      { from: START, to: START + 10 },
      { from: START + 50, to: null },
    ];
    const forgotten: StateRecord = { type: 'InstanceForgotten', instanceArn: instance.instanceArn };
    const one = { instanceType: 't3.medium', availabilityZone: 'us-east-1a', clusterArn: null };
    expect(usage(ledgerOf(put([]), put(runs))).instances).toMatchObject([
      { ...one, ...runs[0] },
      { ...one, ...runs[1] },
    ]);
    expect(usage(ledgerOf(put(runs), [forgotten])).instances[1]?.to).toBe(START + HOUR);
  });

  it('belongs to the cluster that it registered in, and bears its tasks', () => {
    const { world, taskArn } = running();
    const { containerInstanceArn } = containerInstance;
    const task = { ...world.task(taskArn), launchType: 'EC2' as const, containerInstanceArn };
    const ledger = ledgerOf(put(instance.runs), [
      { type: 'ContainerInstancePut', containerInstance },
      { type: 'TaskCreated', task },
    ]);
    expect(usage(ledger, 'demo').instances).toHaveLength(1);
    expect(usage(ledger, 'other').instances).toHaveLength(0);
    expect(usage(ledger).tasks).toMatchObject([
      { launchType: 'EC2', instanceArn: instance.instanceArn },
    ]);
  });
});

describe('a history that begins with a snapshot', () => {
  const dropped = (world: World) => {
    const ledger = new Ledger();
    ledger.fold({ sequence: 500, time: START, records: [...snapshot(world.state)] });
    return ledger;
  };

  it('has the tasks that were there, with their times, and says since when it is whole', () => {
    const { world } = running();
    const whole = ledgerOf(world.records);
    const ledger = dropped(world);
    expect(usage(ledger)).toEqual(usage(whole));
    expect(usage(ledger).tasks).toHaveLength(1);
    expect([ledger.since, whole.since]).toEqual([START, undefined]);
    expect([ledger.sequence, whole.sequence]).toEqual([500, 1]);
  });

  it('changes nothing that was folded before', () => {
    const { world, taskArn } = running();
    const ledger = ledgerOf(world.records);
    world.send('StopTask', { cluster: 'demo', task: taskArn });
    world.pass(2 * HOUR);
    ledger.fold({ sequence: 900, time: world.env.now, records: [...snapshot(world.state)] });
    expect(usage(ledger).tasks).toHaveLength(1);
    expect(ledger.since).toBeUndefined();
  });
});
