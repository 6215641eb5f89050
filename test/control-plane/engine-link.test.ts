import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { EngineEffect } from '../../src/core/effects.ts';
import type { ListedTask } from '../../src/core/observations.ts';
import type { Engine, EngineHost } from '../../src/engines/engine.ts';
import { Machine, type TimedSession } from './harness.ts';

/** An engine that a test plays by hand; its listings are answered when the test says so. */
class HandEngine implements Engine {
  readonly name = 'simulated';
  readonly description = 'played by hand';
  readonly effects: EngineEffect[] = [];
  readonly lists: { answer(tasks: ListedTask[]): void; fail(error: Error): void }[] = [];
  #host: EngineHost | undefined;

  get host(): EngineHost {
    if (this.#host === undefined) throw new Error('Not open');
    return this.#host;
  }

  async open(host: EngineHost): Promise<void> {
    this.#host = host;
    host.statusChanged({ available: true });
  }

  perform(effect: EngineEffect): void {
    this.effects.push(effect);
  }

  async whyNotDisturb() {
    return undefined;
  }

  list(): Promise<ListedTask[]> {
    return new Promise((answer, fail) => this.lists.push({ answer, fail }));
  }

  async listInstances() {
    return [];
  }

  async listLoadBalancers() {
    return [];
  }

  async close(): Promise<void> {}

  /** What was asked for since the last time. */
  asked(): string[] {
    return this.effects.splice(0).map(({ type }) => type);
  }
}

async function settle(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await setImmediate();
}

/** A runtime whose engine has answered its first listing, with a task that is provisioned. */
async function withTask(machine: Machine) {
  const engine = new HandEngine();
  const starting = machine.start({ engine });
  await settle();
  engine.lists.shift()?.answer([]);
  const session = await starting;
  await session.demo();
  const [taskArn = ''] = await session.runTask();
  const provisioned = { address: {}, publishedPorts: [] };
  engine.host.observe({ type: 'TaskProvisioned', taskArn, ...provisioned });
  await settle();
  expect(engine.asked()).toEqual(['ProvisionTask', 'StartContainer']);
  return { engine, session, taskArn, provisioned };
}

const started = (engine: HandEngine, taskArn: string) =>
  engine.host.observe({
    type: 'ContainerStarted',
    taskArn,
    containerName: 'web',
    runtimeId: 'web-id',
    networkBindings: [],
  });

const close = (session: TimedSession) => session.plane.close({ keep: true });

describe('while the engine is listed', () => {
  test('a container that starts meanwhile is not taken for one that vanished', async () => {
    using machine = new Machine();
    const { engine, session, taskArn, provisioned } = await withTask(machine);
    engine.host.statusChanged({ available: true });
    // The listing was read before it started; that it did is heard of before the listing.
    started(engine, taskArn);
    await settle();
    engine.lists.shift()?.answer([{ taskArn, provisioned, containers: [] }]);
    await settle();
    expect(session.task(taskArn)).toMatchObject({
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
    });
    await close(session);
  });

  test('nothing is asked of it; then all that is missing is', async () => {
    using machine = new Machine();
    const { engine, session } = await withTask(machine);
    engine.host.statusChanged({ available: false, reason: 'gone' });
    await session.runTask();
    engine.host.statusChanged({ available: true });
    await session.runTask();
    await settle();
    expect(engine.asked()).toEqual([]);
    engine.lists.shift()?.answer([]);
    await settle();
    expect(engine.asked().filter((type) => type === 'ProvisionTask')).toHaveLength(2);
    await close(session);
  });

  test('a listing that fails is tried again; one from before a change of status is not used', async () => {
    using machine = new Machine();
    const { engine, session, taskArn, provisioned } = await withTask(machine);
    started(engine, taskArn);
    engine.host.statusChanged({ available: true });
    await settle();
    const old = engine.lists.shift();
    engine.host.statusChanged({ available: false, reason: 'gone' });
    engine.host.statusChanged({ available: true });
    await settle();
    old?.answer([]);
    await settle();
    expect(session.task(taskArn).lastStatus).toBe('RUNNING');

    engine.lists.shift()?.fail(new Error('no answer'));
    await settle();
    expect(machine.reports.at(-1)).toContain(
      'could not be listed: no answer. Trying again in 0.5 s.',
    );
    await session.pass(500);
    const runtime = {
      name: 'web',
      runtimeId: 'web-id',
      healthStatus: 'UNKNOWN',
      networkBindings: [],
    } as const;
    engine.lists
      .shift()
      ?.answer([
        { taskArn, provisioned, containers: [{ ...runtime, status: 'STOPPED', exitCode: 3 }] },
      ]);
    await settle();
    expect(session.task(taskArn)).toMatchObject({
      desiredStatus: 'STOPPED',
      containers: [{ exitCode: 3 }],
    });
    await close(session);
  });
});

test('closing without keep ends also what the engine was asked for and has not got yet', async () => {
  using machine = new Machine();
  const { engine, session, taskArn } = await withTask(machine);
  const closing = session.plane.close({ keep: false });
  await settle();
  engine.lists.shift()?.answer([]);
  await settle();
  expect(engine.effects).toEqual([{ type: 'DeprovisionTask', taskArn }]);
  engine.host.observe({ type: 'TaskDeprovisioned', taskArn });
  await closing;
  expect(machine.reports).toEqual([]);
});
