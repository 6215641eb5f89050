import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from '../../src/core/apply.ts';
import { noTasks } from '../../src/core/counts.ts';
import { Refusal } from '../../src/core/errors.ts';
import { TASK_STATUSES, type Task } from '../../src/core/model/index.ts';
import { planRollout } from '../../src/core/services/plan.ts';
import { snapshot } from '../../src/core/snapshot.ts';
import { type DeploymentTasks, emptyState, type State } from '../../src/core/state.ts';
import { demo, type World } from './world.ts';

/** A random thing to do; numbers choose among what is there. */
const action = fc.oneof(
  fc.record({ do: fc.constant('scale' as const), n: fc.nat(6) }),
  fc.record({ do: fc.constant('deploy' as const), n: fc.nat(2) }),
  fc.record({ do: fc.constant('percentages' as const), n: fc.nat(3) }),
  fc.record({ do: fc.constant('run' as const), n: fc.nat(3) }),
  fc.record({ do: fc.constant('stop' as const), n: fc.nat(20) }),
  fc.record({ do: fc.constant('exit' as const), n: fc.nat(20) }),
  fc.record({ do: fc.constant('sicken' as const), n: fc.nat(20) }),
  fc.record({ do: fc.constant('recover' as const), n: fc.nat(20) }),
  fc.record({ do: fc.constant('oblige' as const), n: fc.nat(3) }),
  fc.record({ do: fc.constant('pass' as const), n: fc.nat(60) }),
  fc.record({ do: fc.constant('relist' as const), n: fc.nat(1) }),
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

const PERCENTAGES = [
  { minimumHealthyPercent: 100, maximumPercent: 200 },
  { minimumHealthyPercent: 50, maximumPercent: 200 },
  { minimumHealthyPercent: 50, maximumPercent: 100 },
  { minimumHealthyPercent: 0, maximumPercent: 100 },
];

function perform(world: World, { do: what, n }: Action): void {
  const tasks = [...world.state.tasks.values()];
  const task = tasks[n % Math.max(1, tasks.length)];
  const update = { cluster: 'demo', service: 'cats' };
  switch (what) {
    case 'scale':
      world.send('UpdateService', { ...update, desiredCount: n });
      break;
    case 'deploy':
      world.register({
        containerDefinitions: [
          {
            name: 'web',
            image: 'cats',
            ...(n > 0 && { healthCheck: { command: ['CMD', 'true'] } }),
          },
        ],
      });
      world.send('UpdateService', { ...update, taskDefinition: 'cats' });
      break;
    case 'percentages':
      world.send('UpdateService', { ...update, deploymentConfiguration: PERCENTAGES[n] });
      break;
    case 'run':
      world.runTask({ count: n + 1 });
      break;
    case 'stop':
      if (task) world.send('StopTask', { cluster: 'demo', task: task.taskArn });
      break;
    case 'exit':
      if (task) world.stopped(task.taskArn, 'web', 1);
      break;
    case 'sicken':
      if (task) world.health(task.taskArn, 'web', 'UNHEALTHY');
      break;
    case 'recover':
      if (task) world.health(task.taskArn, 'web', 'HEALTHY');
      break;
    case 'oblige':
      for (const effect of world.effects.splice(0).slice(n)) world.oblige(effect);
      break;
    case 'pass':
      world.pass(n * 1000);
      break;
    case 'relist':
      world.step({ type: 'EngineListed', tasks: [], instances: [], loadBalancers: [] });
  }
}

/** The indexes, worked out from nothing. */
function countedAnew(state: State): Map<string, DeploymentTasks> {
  const counted = new Map<string, DeploymentTasks>();
  for (const task of state.tasks.values()) {
    if (task.deploymentId === undefined || task.lastStatus === 'STOPPED') continue;
    const tasks = counted.get(task.deploymentId) ?? noTasks();
    counted.set(task.deploymentId, tasks);
    bucketFor(tasks, task).add(task.taskArn);
    if (task.lastStatus === 'RUNNING') tasks.runningCount += 1;
    else if (task.desiredStatus === 'RUNNING') tasks.pendingCount += 1;
    if (task.desiredStatus === 'RUNNING') {
      tasks.zones.set(task.availabilityZone, (tasks.zones.get(task.availabilityZone) ?? 0) + 1);
    }
  }
  return counted;
}

const bucketFor = (tasks: DeploymentTasks, task: Task) =>
  task.desiredStatus === 'STOPPED'
    ? tasks.stopping
    : { STARTING: tasks.starting, HEALTHY: tasks.healthy, UNHEALTHY: tasks.unhealthy }[
        task.readiness
      ];

const withoutEmptyZones = (counted: Map<string, DeploymentTasks>) =>
  [...counted]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, tasks]) => ({
      id,
      ...tasks,
      zones: new Map([...tasks.zones].filter(([, n]) => n > 0).toSorted()),
    }));

/** What is known of the world, without its indexes. */
const entities = ({ clusters, taskDefinitions, services, tasks, revisions }: State) =>
  JSON.parse(
    JSON.stringify([clusters, taskDefinitions, services, tasks, revisions].map((map) => [...map])),
  );

const actions = fc.array(action, { minLength: 1, maxLength: 40 });

function history(steps: Action[], afterEach: (world: World) => void): World {
  const world = demo();
  for (const kind of [
    'ProvisionTask',
    'StartContainer',
    'StopContainer',
    'DeprovisionTask',
  ] as const) {
    world.held.add(kind);
  }
  world.createService({ desiredCount: 3 });
  for (const one of steps) {
    try {
      perform(world, one);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    afterEach(world);
  }
  return world;
}

test('indexes agree with what they index, whatever happens', () => {
  fc.assert(
    fc.property(actions, (steps) => {
      history(steps, ({ state }) => {
        expect(withoutEmptyZones(state.tasksByDeployment)).toEqual(
          withoutEmptyZones(countedAnew(state)),
        );
      });
    }),
    { numRuns: 200 },
  );
});

test('replaying the journal, or a snapshot, gives the same state', () => {
  fc.assert(
    fc.property(actions, (steps) => {
      const world = history(steps, () => {});
      const replayed = emptyState();
      for (const record of world.records) apply(replayed, JSON.parse(JSON.stringify(record)));
      expect(entities(replayed)).toEqual(entities(world.state));

      const restored = emptyState();
      for (const record of snapshot(world.state))
        apply(restored, JSON.parse(JSON.stringify(record)));
      expect(entities(restored)).toEqual(entities(world.state));
    }),
    { numRuns: 100 },
  );
});

test('statuses never go backwards', () => {
  fc.assert(
    fc.property(actions, (steps) => {
      const seen = new Map<string, number>();
      history(steps, ({ state }) => {
        for (const { taskArn, lastStatus } of state.tasks.values()) {
          const rank = TASK_STATUSES.indexOf(lastStatus);
          expect(rank).toBeGreaterThanOrEqual(seen.get(taskArn) ?? 0);
          seen.set(taskArn, rank);
        }
      });
    }),
    { numRuns: 200 },
  );
});

test('when all that was asked is done and time passes, the service is steady', () => {
  fc.assert(
    fc.property(actions, (steps) => {
      const world = history(steps, () => {});
      const arn = [...world.state.services.keys()][0] ?? '';
      world.send('UpdateService', {
        cluster: 'demo',
        service: 'cats',
        deploymentConfiguration: PERCENTAGES[0],
      });
      // Effects may have been lost: the engine is looked at again, and has nothing.
      world.step({ type: 'EngineListed', tasks: [], instances: [], loadBalancers: [] });
      for (let round = 0; round < 60; round += 1) {
        for (const effect of world.effects.splice(0)) world.oblige(effect);
        for (const task of world.running(arn)) {
          if (task.healthStatus !== 'HEALTHY') world.health(task.taskArn, 'web', 'HEALTHY');
        }
        world.pass(60_000);
      }
      const service = world.service(arn);
      expect(service.deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
      expect(world.running(arn)).toHaveLength(service.desiredCount);
    }),
    { numRuns: 100 },
  );
});

test('a plan keeps healthy tasks at the floor and live tasks at the ceiling', () => {
  const names = (prefix: string, n: number) =>
    new Set(Array.from({ length: n }, (_, i) => `${prefix}${i}`));
  const size = fc.nat(8);
  const tasks = (prefix: string) =>
    fc.record({ starting: size, healthy: size, unhealthy: size, stopping: size }).map((sizes) => ({
      ...noTasks(),
      starting: names(`${prefix}s`, sizes.starting),
      healthy: names(`${prefix}h`, sizes.healthy),
      unhealthy: names(`${prefix}u`, sizes.unhealthy),
      stopping: names(`${prefix}x`, sizes.stopping),
    }));
  fc.assert(
    fc.property(
      fc.record({
        desired: size,
        minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
        maximumPercent: fc.integer({ min: 100, max: 200 }),
        primary: tasks('p'),
        leaving: fc.tuple(tasks('a'), tasks('b')),
        stopping: size,
        placeable: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), size),
        throttled: fc.boolean(),
        rebalancing: fc.boolean(),
      }),
      (view) => {
        const choose = (from: ReadonlySet<string>, n: number) => [...from].slice(0, n);
        const { start, stop } = planRollout({ ...view, choose });
        const all = [view.primary, ...view.leaving];
        const stopped = new Set(stop.map(({ taskArn }) => taskArn));
        expect(stopped.size).toBe(stop.length);
        const left = (kind: 'starting' | 'healthy' | 'unhealthy') =>
          all.reduce((n, one) => n + [...one[kind]].filter((arn) => !stopped.has(arn)).length, 0);
        const healthyBefore = all.reduce((n, { healthy }) => n + healthy.size, 0);
        const live = left('starting') + left('healthy') + left('unhealthy');

        // In whole tasks: 100 × healthy ≥ desired × minimum, unless there were fewer before.
        const enough = 100 * left('healthy') >= view.desired * view.minimumHealthyPercent;
        expect(enough || left('healthy') === healthyBefore).toBe(true);
        if (start > 0)
          expect(100 * (live + start)).toBeLessThanOrEqual(view.desired * view.maximumPercent);
        expect(start).toBeLessThanOrEqual(view.throttled ? 0 : view.placeable);
      },
    ),
    { numRuns: 2000 },
  );
});
