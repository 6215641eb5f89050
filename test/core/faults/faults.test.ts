import { beforeEach, describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import type { Commands } from '../../../src/core/commands.ts';
import type { Effect } from '../../../src/core/effects.ts';
import { Refusal } from '../../../src/core/errors.ts';
import { FAULTS } from '../../../src/core/faults/faults.ts';
import type { Fault } from '../../../src/core/model/index.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { emptyState } from '../../../src/core/state.ts';
import { demoOnEc2, instances, onEc2, perZone, ZONES } from '../capacity.ts';
import { demo, NETWORK, type World } from '../world.ts';

type Input = Commands['InjectFault']['input'];
let world: World;
beforeEach(() => {
  world = demo();
});

const inject = (fault: Input['fault'], target: string, change: Partial<Input> = {}) =>
  world.send('InjectFault', { fault, target, ...change }).faultId;
const faultOf = (id: string): Fault => {
  const fault = world.state.faults.get(id);
  if (fault === undefined) throw new Error(`There is no fault ${id}`);
  return fault;
};
const asked = (type: 'Disturb' | 'Undisturb') =>
  world.effects.filter(
    (effect): effect is Extract<Effect, { type: typeof type }> => effect.type === type,
  );
const refusal = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
};
const task = (change: Partial<Commands['RunTask']['input']> = {}): string =>
  world.runTask(change)[0] ?? '';

describe('what lasts', () => {
  const on = (kind: string) => ({ kind, containerName: 'web' });
  test.each<[Input['fault'], object, Partial<Input>]>([
    ['pause-container', on('pause'), {}],
    ['sick-application', on('sick'), {}],
    ['cut-network', { kind: 'cut-network' }, {}],
    ['slow-network', { kind: 'slow-network', delay: 2_000 }, { delay: 2_000 }],
  ])('%s ends by itself after its time', (fault, disturbance, change) => {
    const arn = task();
    const began = world.env.now;
    const id = inject(fault, arn, { duration: 90_000, ...change });
    expect(asked('Disturb')).toEqual([{ type: 'Disturb', taskArn: arn, faultId: id, disturbance }]);
    world.pass(89_999);
    expect(faultOf(id)).toMatchObject({ targetArn: arn, endsAt: began + 90_000, endedAt: null });
    expect(asked('Undisturb')).toEqual([]);
    world.pass(1);
    expect(faultOf(id)).toMatchObject({ endedAt: began + 90_000, endedBy: 'itself' });
    expect(asked('Undisturb')).toEqual([{ type: 'Undisturb', taskArn: arn, disturbance }]);
    world.pass(3_600_000);
    expect(world.state.faults.size).toBe(0);
  });

  test('it is undone before its time, and undoing it again changes nothing', () => {
    const id = inject('pause-container', task());
    world.send('UndoFault', { faultId: id });
    expect(faultOf(id)).toMatchObject({ endedAt: world.env.now, endedBy: 'undone' });
    world.send('UndoFault', { faultId: id });
    world.pass(FAULTS['pause-container'].duration ?? 0);
    expect(asked('Undisturb')).toHaveLength(1);
  });

  test('the time scale divides its time', () => {
    world = demo(60);
    const id = inject('pause-container', task());
    expect(faultOf(id).endsAt - faultOf(id).beganAt).toBe(1_000);
  });

  test('it ends with its task', () => {
    const arn = task();
    const id = inject('cut-network', arn);
    world.send('StopTask', { cluster: 'demo', task: arn });
    expect(faultOf(id)).toMatchObject({ endedBy: 'gone' });
    expect(asked('Undisturb')).toEqual([]);
  });

  test('it ends, and says why, when the engine cannot do it', () => {
    const arn = task();
    const id = inject('slow-network', arn);
    const reason = 'The kernel cannot.';
    world.observe({ type: 'DisturbanceFailed', taskArn: arn, faultId: id, reason });
    expect(faultOf(id)).toMatchObject({ endedBy: 'failure', failure: reason });
  });

  test('a journal keeps it, and an engine that comes back is asked again', () => {
    const arn = task();
    const id = inject('pause-container', arn);
    const again = emptyState();
    for (const record of snapshot(world.state)) apply(again, record);
    expect(again.faults).toEqual(world.state.faults);
    expect(again.agenda.takeDue(faultOf(id).dueAt)).toContain(id);

    const listing = () => {
      world.effects.length = 0;
      const listed = { taskArn: arn, provisioned: { address: {}, publishedPorts: [] } };
      const web = { name: 'web', runtimeId: 'web-id', healthStatus: 'UNKNOWN' } as const;
      const containers = [{ ...web, status: 'RUNNING', networkBindings: [] } as const];
      const tasks = [{ ...listed, containers }];
      world.step({ type: 'EngineListed', tasks, instances: [], loadBalancers: [] });
    };
    listing();
    expect(asked('Disturb')).toMatchObject([{ faultId: id }]);
    world.send('UndoFault', { faultId: id });
    listing();
    expect(asked('Disturb')).toEqual([]);
    expect(asked('Undisturb')).toHaveLength(1);
  });
});

describe('what is over at once', () => {
  test.each(['kill-container', 'fill-memory'] as const)('%s is recorded', (fault) => {
    const arn = task();
    const id = inject(fault, arn);
    const { now } = world.env;
    expect(faultOf(id)).toMatchObject({ beganAt: now, endedAt: now, endedBy: 'itself' });
    expect(world.task(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      containers: [{ exitCode: 137 }],
    });
    expect(refusal(() => world.send('UndoFault', { faultId: id }))).toContain('over at once');
    expect(refusal(() => inject(fault, task(), { duration: 5_000 }))).toContain(
      'takes no duration',
    );
  });
});

test('a service is one of its tasks, the newest that runs', () => {
  const service = world.createService({ desiredCount: 1 });
  world.pass(1_000);
  world.send('UpdateService', { cluster: 'demo', service: 'cats', desiredCount: 2 });
  const [, newest] = world.running(service);
  const id = inject('kill-container', 'cats');
  expect(faultOf(id).targetArn).toBe(newest?.taskArn);
  world.pass(60_000);
  expect(world.running(service)).toHaveLength(2);
  expect(inject('kill-container', 'demo/cats')).not.toBe(id);
  expect(inject('kill-container', service)).not.toBe(id);
});

describe('an instance', () => {
  const first = () => {
    const [instance] = [...world.state.instances.values()];
    if (instance === undefined) throw new Error('There is no instance');
    return instance;
  };
  const agents = () => instances(world).map(({ agentConnected }) => agentConnected);
  beforeEach(() => {
    world = demoOnEc2(['us-east-1a', 'us-east-1b']);
  });

  test.each(['itself', 'undone'] as const)('is stopped and comes back, by %s', (how) => {
    const service = world.createService({ ...onEc2, desiredCount: 2 });
    const id = inject('stop-instance', first().instanceId);
    expect(first().state).toBe('stopped');
    expect(perZone(world.running(service))).toEqual({ 'us-east-1b': 2 });
    if (how === 'undone') world.send('UndoFault', { faultId: id });
    else world.pass(300_000);
    expect(first().state).toBe('running');
    expect(agents()).toEqual([true, true]);
  });

  test('that somebody stopped since is not started', () => {
    const { instanceId } = first();
    const id = inject('stop-instance', instanceId);
    world.send('StartInstances', { InstanceIds: [instanceId] });
    world.send('StopInstances', { InstanceIds: [instanceId] });
    world.send('UndoFault', { faultId: id });
    expect(first().state).toBe('stopped');
  });

  test('is started again even while it is still stopping', () => {
    world.held.add('StopInstance').add('StartInstance');
    const id = inject('stop-instance', first().instanceId);
    world.send('UndoFault', { faultId: id });
    const { instanceArn } = first();
    world.observe({ type: 'InstanceStopped', instanceArn });
    world.observe({ type: 'InstanceStarted', instanceArn, privateIpAddress: '10.0.0.5' });
    expect(first().state).toBe('running');
  });

  test('is frozen with all that runs on it, and what starts there', () => {
    world.held.add('StartContainer');
    const arn = task({ ...onEc2, count: 1 });
    const [registered] = instances(world).filter(
      (one) => one.containerInstanceArn === world.task(arn).containerInstanceArn,
    );
    const id = inject('pause-instance', registered?.ec2InstanceId ?? '', { duration: 30_000 });
    expect(asked('Disturb')).toEqual([]);
    world.started(arn, 'web');
    expect(asked('Disturb')).toMatchObject([{ taskArn: arn, disturbance: { kind: 'pause' } }]);
    expect(agents()).toContain(false);
    // The real agent's word does not count meanwhile.
    const instanceArn = registered?.instanceArn ?? '';
    world.observe({ type: 'AgentConnectionChanged', instanceArn, connected: true });
    expect(agents()).toContain(false);
    world.pass(30_000);
    expect(asked('Undisturb')).toMatchObject([{ taskArn: arn, disturbance: { kind: 'pause' } }]);
    expect(agents()).toEqual([true, true]);
    expect(faultOf(id).endedBy).toBe('itself');
  });

  test('what two faults do ends with the second', () => {
    const arn = task({ ...onEc2, count: 1 });
    const instance = instances(world).find(
      (one) => one.containerInstanceArn === world.task(arn).containerInstanceArn,
    );
    const pause = inject('pause-container', arn);
    const frozen = inject('pause-instance', instance?.ec2InstanceId ?? '');
    world.send('UndoFault', { faultId: pause });
    expect(asked('Undisturb')).toEqual([]);
    world.send('UndoFault', { faultId: frozen });
    expect(asked('Undisturb')).toHaveLength(1);
  });

  test('its agent comes back by itself', () => {
    inject('agent-disconnect', first().instanceId);
    expect(agents()).toEqual([false, true]);
    world.pass(299_999);
    expect(agents()).toEqual([false, true]);
    world.pass(1);
    expect(agents()).toEqual([true, true]);
  });
});

describe('a zone that is lost', () => {
  test('takes its Fargate tasks; their service has them elsewhere, and rebalances afterwards', () => {
    const subnets = {
      awsvpcConfiguration: { subnets: ['a', 'b', 'c'].map((z) => `subnet-0ca7000000000000${z}`) },
    };
    const service = world.createService({ desiredCount: 6, networkConfiguration: subnets });
    const lost = world.running(service).filter((one) => one.availabilityZone === 'us-east-1a');
    expect(lost).toHaveLength(2);
    inject('lose-zone', 'us-east-1a');
    expect(lost.map(({ taskArn }) => world.task(taskArn).stopCode)).toEqual(
      lost.map(() => 'TerminationNotice'),
    );
    world.pass(60_000);
    expect(perZone(world.running(service))).toEqual({ 'us-east-1b': 3, 'us-east-1c': 3 });
    expect(world.messages(service).filter((one) => one.includes('Rebalancing'))).toEqual([]);
  });

  test('when all zones of a service are lost it waits, and has its tasks again at their end', () => {
    const [subnet = ''] = NETWORK.awsvpcConfiguration.subnets;
    const networkConfiguration = { awsvpcConfiguration: { subnets: [subnet] } };
    const service = world.createService({ networkConfiguration });
    inject('lose-zone', 'us-east-1a', { duration: 600_000 });
    world.pass(300_000);
    expect(world.running(service)).toEqual([]);
    expect(world.messages(service)[0]).toContain('Capacity is unavailable at this time.');
    expect(
      world.send('RunTask', {
        cluster: 'demo',
        taskDefinition: 'cats',
        launchType: 'FARGATE',
        networkConfiguration,
      }).failures[0]?.reason,
    ).toContain('Capacity is unavailable');
    world.pass(300_000);
    expect(world.running(service)).toHaveLength(2);
  });

  test('stops its instances until it is back; none starts there meanwhile', () => {
    world = demoOnEc2();
    const service = world.createService({ ...onEc2, desiredCount: 3 });
    const states = () => [...world.state.instances.values()].map(({ state }) => state);
    const id = inject('lose-zone', 'us-east-1a');
    expect(states()).toEqual(['stopped', 'running', 'running']);
    world.pass(30_000);
    expect(world.running(service)).toHaveLength(3);
    const [first] = world.state.instances.values();
    const start = { InstanceIds: [first?.instanceId ?? ''] };
    expect(refusal(() => world.send('StartInstances', start))).toContain('sufficient capacity');
    const run = {
      ImageId: 'ami-0c2d06d50ce30b442',
      InstanceType: 't3.small',
      MinCount: 1,
      MaxCount: 1,
    };
    expect(
      refusal(() => world.send('RunInstances', { ...run, AvailabilityZone: 'us-east-1a' })),
    ).toContain('choosing us-east-1b, us-east-1c');
    const { instanceArns } = world.send('RunInstances', run);
    expect(world.state.instances.get(instanceArns[0] ?? '')?.availabilityZone).not.toBe(
      'us-east-1a',
    );
    world.send('UndoFault', { faultId: id });
    expect(states()).toEqual(['running', 'running', 'running', 'running']);
  });

  test('an instance that a fault of its own holds down stays so', () => {
    world = demoOnEc2([...ZONES]);
    const [first] = world.state.instances.values();
    inject('stop-instance', first?.instanceId ?? '', { duration: 600_000 });
    const zone = inject('lose-zone', 'us-east-1a');
    const state = () => [...world.state.instances.values()][0]?.state;
    world.send('UndoFault', { faultId: zone });
    expect(state()).toBe('stopped');
    world.pass(600_000);
    expect(state()).toBe('running');
  });
});

describe('what cannot be meant is told, and nothing changes', () => {
  test.each<[string, Input['fault'], () => string, Partial<Input>, string]>([
    ['too short', 'pause-container', () => task(), { duration: 999 }, 'from 1 s to 3600 s'],
    ['too long', 'pause-container', () => task(), { duration: 3_600_001 }, 'from 1 s to 3600 s'],
    ['a delay of nothing', 'slow-network', () => task(), { delay: 0 }, 'from 1 to 60000'],
    ['a delay elsewhere', 'cut-network', () => task(), { delay: 5 }, 'Only slow-network'],
    ['a zone to kill', 'kill-container', () => 'us-east-1a', {}, 'needs a task or a service'],
    ['a task to lose', 'lose-zone', () => task(), {}, 'needs a zone such as us-east-1a'],
    ['another container', 'kill-container', () => task(), { containerName: 'x' }, 'web (RUNNING)'],
    ['nothing', 'kill-container', () => 'dogs', {}, 'the name of a service'],
  ])('%s', (_, fault, target, change, expected) => {
    const at = target();
    world.records.length = 0;
    expect(refusal(() => inject(fault, at, change))).toContain(expected);
    expect(world.records).toEqual([]);
  });

  test('the same once more', () => {
    const arn = task();
    const id = inject('cut-network', arn);
    expect(refusal(() => inject('slow-network', arn))).toContain(
      `in force there already, as ${id}`,
    );
    expect(refusal(() => world.send('UndoFault', { faultId: 'x' }))).toContain(
      `In force there: ${id}`,
    );
  });

  test('a task without a network of its own', () => {
    world = demoOnEc2(['us-east-1a']);
    world.register({
      networkMode: 'host',
      requiresCompatibilities: ['EC2'],
      cpu: undefined,
      memory: '64',
    });
    expect(refusal(() => inject('cut-network', task(onEc2)))).toContain(
      'that of its instance (host)',
    );
  });
});
