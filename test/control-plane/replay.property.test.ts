import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Journal } from '../../src/control-plane/journal/journal.ts';
import { apply } from '../../src/core/apply.ts';
import { Refusal } from '../../src/core/errors.ts';
import type { StateRecord } from '../../src/core/records.ts';
import { snapshot } from '../../src/core/snapshot.ts';
import { emptyState, type State } from '../../src/core/state.ts';
import { setAvailable } from '../../src/engines/simulated/world.ts';
import { Machine, type TimedSession } from './harness.ts';

/** One thing that happens to a runtime. */
type Act =
  | { readonly type: 'register'; readonly family: string; readonly image: string }
  | { readonly type: 'deleteRevision'; readonly family: string; readonly revision: number }
  | {
      readonly type: 'run';
      readonly family: string;
      readonly count: number;
      readonly token: number;
    }
  | { readonly type: 'stop'; readonly index: number }
  | {
      readonly type: 'service';
      readonly name: string;
      readonly family: string;
      readonly count: number;
    }
  | {
      readonly type: 'update';
      readonly name: string;
      readonly family: string;
      readonly count: number;
    }
  | { readonly type: 'deleteService'; readonly name: string; readonly force: boolean }
  | { readonly type: 'tag'; readonly index: number; readonly value: string }
  | { readonly type: 'away' | 'back' | 'wiped' | 'restart' }
  | { readonly type: 'pass'; readonly milliseconds: number };

const family = fc.constantFrom('cats', 'dogs');
const name = fc.constantFrom('one', 'two');
const count = fc.nat({ max: 4 });
const index = fc.nat({ max: 50 });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    type: fc.constant('register' as const),
    family,
    image: fc.constantFrom('good', 'bad', 'brief'),
  }),
  fc.record({
    type: fc.constant('deleteRevision' as const),
    family,
    revision: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    type: fc.constant('run' as const),
    family,
    count: fc.integer({ min: 1, max: 3 }),
    token: fc.nat({ max: 3 }),
  }),
  fc.record({ type: fc.constant('stop' as const), index }),
  fc.record({ type: fc.constant('service' as const), name, family, count }),
  fc.record({ type: fc.constant('update' as const), name, family, count }),
  fc.record({ type: fc.constant('deleteService' as const), name, force: fc.boolean() }),
  fc.record({ type: fc.constant('tag' as const), index, value: fc.string() }),
  fc.record({
    type: fc.constantFrom('away' as const, 'back' as const, 'wiped' as const, 'restart' as const),
  }),
  // Short and long: within a start, past the 40 s rule, past the hour that stopped tasks stay.
  fc.record({
    type: fc.constant('pass' as const),
    milliseconds: fc.constantFrom(40, 700, 45_000, 4_000_000),
  }),
);

async function perform(session: TimedSession, machine: Machine, it: Act): Promise<void> {
  const cluster = 'demo';
  switch (it.type) {
    case 'register':
      await session.register({
        family: it.family,
        containerDefinitions: [{ name: 'web', image: it.image, cpu: undefined }],
      });
      return;
    case 'deleteRevision': {
      const taskDefinition = `${it.family}:${it.revision}`;
      await session.send('DeregisterTaskDefinition', { taskDefinition });
      await session.send('DeleteTaskDefinitions', { taskDefinitions: [taskDefinition] });
      return;
    }
    case 'run':
      await session.runTask({
        taskDefinition: it.family,
        count: it.count,
        clientToken: `${it.token}`,
      });
      return;
    case 'stop': {
      const task = [...session.plane.state.tasks.keys()][it.index];
      await session.send('StopTask', { cluster, task });
      return;
    }
    case 'service':
      await session.createService({
        serviceName: it.name,
        taskDefinition: it.family,
        desiredCount: it.count,
      });
      return;
    case 'update':
      await session.send('UpdateService', {
        cluster,
        service: it.name,
        taskDefinition: it.family,
        desiredCount: it.count,
      });
      return;
    case 'deleteService':
      await session.send('DeleteService', { cluster, service: it.name, force: it.force });
      return;
    case 'tag': {
      const { tasks, services, taskDefinitions } = session.plane.state;
      const arns = [...tasks.keys(), ...services.keys(), ...taskDefinitions.keys()];
      await session.send('TagResource', {
        resourceArn: arns[it.index % Math.max(1, arns.length)],
        tags: [{ key: 'k', value: it.value }],
      });
      return;
    }
    case 'away':
    case 'back':
      setAvailable(machine.world, it.type === 'back');
      return;
    case 'wiped':
      for (const install of machine.world.installs.values()) install.tasks.clear();
      return;
    case 'pass':
      for (let passed = 0; passed < it.milliseconds; passed += it.milliseconds / 8) {
        await session.pass(it.milliseconds / 8);
      }
  }
}

/** All of a state that can be compared; the agenda's heap may hold entries that no longer count. */
const comparable = ({ agenda, ...state }: State) =>
  structuredClone({ ...state, due: Reflect.get(agenda, 'due'), next: agenda.next() });

/** Deployments without tasks and empty sets are as good as none. */
function withoutEmpty(state: State): State {
  for (const index of [
    state.tasksByCluster,
    state.servicesByCluster,
    state.deploymentsByService,
    state.servicesAwaitingCapacity,
    state.containerInstancesByCluster,
  ]) {
    for (const [key, set] of index) if (set.size === 0) index.delete(key);
  }
  for (const [key, counts] of state.countsByCluster) {
    if (counts.running === 0 && counts.pending === 0) state.countsByCluster.delete(key);
  }
  for (const { zones } of state.tasksByDeployment.values()) {
    for (const [zone, tasks] of zones) if (tasks === 0) zones.delete(zone);
  }
  return state;
}

const stateOf = (records: Iterable<StateRecord>): State => {
  const state = emptyState();
  for (const record of records) apply(state, record);
  return state;
};

test('the journal, replayed, is the state; so is a snapshot of it', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25, size: 'max' }), async (acts) => {
      using machine = new Machine({
        bad: { pullError: 'no such image' },
        brief: { exit: { after: 2_000, code: 1 } },
      });
      let session = await machine.start();
      await session.demo();
      await session.register({ family: 'dogs' });
      for (const it of acts) {
        if (it.type === 'restart') {
          await session.plane.close({ keep: true });
          session = await machine.start();
          continue;
        }
        await perform(session, machine, it).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
        });
      }
      const live = session.plane.state;
      const journal = new Journal(machine.dataDir);
      const replayed = journal.replay((line) => machine.reports.push(line)).state;
      const records = [...session.plane.history()].flatMap((commit) => commit.records);
      journal.close();
      expect(comparable(replayed)).toEqual(comparable(live));
      expect(comparable(stateOf(records))).toEqual(comparable(live));
      const restored = stateOf(snapshot(live));
      expect([...restored.tasks.keys()]).toEqual([...live.tasks.keys()]);
      expect(comparable(withoutEmpty(restored))).toEqual(comparable(withoutEmpty(live)));
      expect(machine.reports.filter((line) => line.includes('defect'))).toEqual([]);
      await session.plane.close({ keep: true });
    }),
    { numRuns: 150, interruptAfterTimeLimit: 10_000, markInterruptAsFailure: false },
  );
});
