import { describe, expect, test } from 'vitest';
import { type Commit, Unavailable } from '../../src/control-plane/control-plane.ts';
import { Refusal } from '../../src/core/errors.ts';
import { setAvailable } from '../../src/engines/simulated/world.ts';
import { Machine } from './harness.ts';

describe('commands', () => {
  test('are answered once their records are in the journal, and reach the engine', async () => {
    using machine = new Machine();
    const session = await machine.start();
    await session.demo();
    const [arn = ''] = await session.runTask();
    expect(session.task(arn).lastStatus).toBe('PROVISIONING');
    expect([...session.plane.history()].flatMap(({ records }) => records)).toContainEqual(
      expect.objectContaining({ type: 'TaskCreated' }),
    );
    await session.until(() => session.task(arn).lastStatus === 'RUNNING');
    await session.plane.close({ keep: true });
  });

  test('that are refused change nothing', async () => {
    using machine = new Machine();
    const session = await machine.start();
    const refused = session.runTask({ cluster: 'nowhere' });
    await expect(refused).rejects.toThrow(
      new Refusal('ClusterNotFoundException', 'Cluster not found.'),
    );
    expect([...session.plane.history()]).toEqual([]);
    await session.plane.close({ keep: true });
  });

  test('sent together share one durable write, in the order sent', async () => {
    using machine = new Machine();
    let writes = 0;
    const session = await machine.start({
      boundary: (boundary) => {
        if (boundary === 'committed') writes += 1;
      },
    });
    writes = 0;
    const names = Array.from({ length: 100 }, (_, n) => `c${n}`);
    await Promise.all(names.map((clusterName) => session.send('CreateCluster', { clusterName })));
    expect(writes).toBe(1);
    expect([...session.plane.state.clusters.values()].map((c) => c.clusterName)).toEqual(names);
    await session.plane.close({ keep: true });
  });

  test('after the end are rejected as unavailable', async () => {
    using machine = new Machine();
    const session = await machine.start();
    await session.plane.close({ keep: true });
    await expect(session.demo()).rejects.toThrow(Unavailable);
  });
});

test('subscribers hear of each commit in order, until they leave', async () => {
  using machine = new Machine();
  const session = await machine.start();
  const heard: Commit[] = [];
  session.plane.subscribe(() => {
    throw new Error('broken listener');
  });
  const leave = session.plane.subscribe((commit) => heard.push(commit));
  await session.demo();
  expect(heard.map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(heard).toEqual([...session.plane.history()]);
  expect([...session.plane.history(2)]).toEqual(heard.slice(1));
  leave();
  await session.send('CreateCluster', { clusterName: 'other' });
  expect(heard).toHaveLength(2);
  expect(machine.reports.join('\n')).toContain('broken listener');
  await session.plane.close({ keep: true });
});

test('a service comes to its desired count as time passes', async () => {
  using machine = new Machine();
  const session = await machine.start();
  await session.demo();
  const { serviceArn } = await session.createService({ desiredCount: 3 });
  await session.until(() => session.running().length === 3, 'three tasks');
  await session.until(
    () =>
      session.plane.state.services.get(serviceArn)?.deployments[0]?.rolloutState === 'COMPLETED',
    'a steady state',
  );
  await session.plane.close({ keep: true });
});

test('a defect of step fails its command, is reported, and leaves no trace', async () => {
  using machine = new Machine();
  let broken = false;
  const session = await machine.start({
    inspect: () => {
      if (broken) throw new Error('invariant broken');
    },
  });
  await session.demo();
  broken = true;
  const failed = session.send('CreateCluster', { clusterName: 'half-done' });
  await expect(failed).rejects.toThrow('CreateCluster failed by a defect');
  broken = false;
  expect(session.plane.state.clusters.size).toBe(1);
  expect(machine.reports.join('\n')).toContain('invariant broken');
  const [arn = ''] = await session.runTask();
  await session.until(() => session.task(arn).lastStatus === 'RUNNING');
  await session.plane.close({ keep: true });
});

describe('an engine that goes away', () => {
  test('leaves the state as it is; when it is back, work goes on', async () => {
    using machine = new Machine();
    const session = await machine.start();
    await session.demo();
    await session.createService({ desiredCount: 2 });
    await session.until(() => session.running().length === 2);

    setAvailable(machine.world, false);
    expect(session.plane.engine.status).toMatchObject({ available: false });
    const [arn = ''] = await session.runTask();
    await session.pass(60_000);
    expect(session.running()).toHaveLength(2);
    expect(session.task(arn).lastStatus).toBe('PROVISIONING');
    expect(machine.reports.join('\n')).toContain('not available');

    setAvailable(machine.world, true);
    await session.until(() => session.running().length === 3, 'all three tasks');
    expect(machine.reports.join('\n')).toContain('is back');
    await session.plane.close({ keep: true });
  });

  test('may take everything with it: the tasks have stopped, the service replaces its own', async () => {
    using machine = new Machine();
    const session = await machine.start();
    await session.demo();
    await session.createService({ desiredCount: 2 });
    const [alone = ''] = await session.runTask();
    await session.until(() => session.running().length === 3);
    setAvailable(machine.world, false);
    for (const install of machine.world.installs.values()) install.tasks.clear();
    setAvailable(machine.world, true);
    await session.until(() => session.task(alone).lastStatus === 'STOPPED');
    await session.until(() => session.running().length === 2);
    expect(machine.present().toSorted()).toEqual(
      session
        .running()
        .map((t) => t.taskArn)
        .toSorted(),
    );
    await session.plane.close({ keep: true });
  });
});

describe('closing', () => {
  test('with keep leaves the containers, which the next start adopts', async () => {
    using machine = new Machine();
    const first = await machine.start();
    await first.demo();
    const [arn = ''] = await first.runTask();
    await first.until(() => first.task(arn).lastStatus === 'RUNNING');
    const before = first.task(arn);
    await first.plane.close({ keep: true });
    expect(machine.present()).toEqual([arn]);

    const second = await machine.start();
    expect(second.plane.installId).toBe(first.plane.installId);
    expect(second.task(arn)).toEqual(before);
    await second.pass(60_000);
    expect(second.task(arn)).toMatchObject({ lastStatus: 'RUNNING', startedAt: before.startedAt });
    await second.plane.close({ keep: true });
  });

  test('without keep empties the engine; services come back at the next start', async () => {
    using machine = new Machine();
    const first = await machine.start();
    await first.demo();
    await first.createService({ desiredCount: 2 });
    const [alone = ''] = await first.runTask();
    await first.until(() => first.running().length === 3);
    const closing = first.plane.close({ keep: false });
    let closed = false;
    void closing.then(() => {
      closed = true;
    });
    await first.until(() => closed, 'the end');
    expect(machine.present()).toEqual([]);

    const second = await machine.start();
    expect(second.plane.state.services.size).toBe(1);
    expect(second.task(alone).lastStatus).not.toBe('RUNNING');
    await second.until(() => second.running().length === 2, 'the service’s tasks');
    expect(second.task(alone).lastStatus).toBe('STOPPED');
    await second.plane.close({ keep: true });
  });
});
