import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlacementStrategy } from '../../../src/core/model/index.ts';
import {
  type Candidate,
  type Placement,
  type PlacementRequest,
  place,
  type RefusalReason,
} from '../../../src/core/placement/place.ts';
import { cluster, request, type Sketch, seeded } from './cluster.ts';
import { oracleStep } from './oracle.ts';

const zone = fc.constantFrom('us-east-1a', 'us-east-1b', 'us-east-1c');
const rack = fc.constantFrom('1', '2');

/** Small numbers, so that instances fill up and are often equal. */
const sketch: fc.Arbitrary<Sketch> = fc.record({
  zone,
  type: fc.constantFrom('t3.medium', 't3.large', 'm5.large'),
  cpu: fc.constantFrom(1024, 2048),
  memoryMiB: fc.constantFrom(1024, 2048),
  networkInterfaces: fc.nat(3),
  gpus: fc.nat(1),
  agentConnected: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  attributes: fc.oneof(
    fc.constant([]),
    rack.map((value) => [{ name: 'rack', value }]),
    fc.constant([{ name: 'rack' }, { name: 'fast' }]),
  ),
  taken: fc.subarray(['80/tcp', '81/tcp', '80/udp']),
  groups: fc.oneof(
    fc.constant({}),
    fc.record({ 'service:cats': fc.integer({ min: 1, max: 3 }) }),
    fc.constant({ 'service:dogs': 1 }),
  ),
  running: fc.nat(2),
  used: fc.record({
    cpu: fc.constantFrom(0, 256, 1024),
    memoryMiB: fc.constantFrom(0, 256, 1000),
    networkInterfaces: fc.nat(1),
  }),
});

const strategy: fc.Arbitrary<PlacementStrategy> = fc.oneof(
  fc.record({
    type: fc.constant('spread' as const),
    field: fc.constantFrom(
      'instanceId',
      'host',
      'attribute:ecs.availability-zone',
      'attribute:ecs.instance-type',
      'attribute:rack',
    ),
  }),
  fc.record({
    type: fc.constant('binpack' as const),
    field: fc.constantFrom('cpu', 'memory', 'MEMORY'),
  }),
);
const random: PlacementStrategy = { type: 'random' };

const constraint = fc.oneof(
  fc.constant({ type: 'distinctInstance' as const }),
  fc
    .constantFrom(
      'attribute:ecs.instance-type =~ t3.*',
      'not(task:group == service:dogs)',
      'task:group != service:cats',
      'attribute:rack exists or runningTasksCount < 2',
    )
    .map((expression) => ({ type: 'memberOf' as const, expression })),
);

const requestWith = (
  strategies: fc.Arbitrary<PlacementStrategy[]>,
): fc.Arbitrary<PlacementRequest> =>
  fc
    .record({
      count: fc.integer({ min: 1, max: 24 }),
      needs: fc.record({
        cpu: fc.constantFrom(0, 256, 512),
        memoryMiB: fc.constantFrom(128, 256, 512),
        ports: fc.oneof(
          { weight: 4, arbitrary: fc.constant([]) },
          { weight: 1, arbitrary: fc.constantFrom(['80/tcp'], ['81/tcp', '80/udp'], ['22/tcp']) },
        ),
        networkInterfaces: fc.constantFrom(0, 0, 1),
        gpus: fc.constantFrom(0, 0, 0, 1),
      }),
      requiredAttributes: fc.constantFrom(
        [],
        [],
        [{ name: 'ecs.capability.task-eni' }],
        [{ name: 'rack', value: '1' }],
      ),
      zones: fc.constantFrom(undefined, undefined, new Set(['us-east-1a', 'us-east-1c'])),
      constraints: fc.oneof(fc.constant([]), fc.array(constraint, { maxLength: 2 })),
      strategies,
    })
    .map(request);

const chained = fc.array(strategy, { minLength: 1, maxLength: 5 });
const atRandom = fc
  .tuple(fc.array(strategy, { maxLength: 2 }), fc.array(strategy, { maxLength: 1 }))
  .map(([before, after]) => [...before, random, ...after]);

const indexesOf = (candidates: readonly Candidate[], { placed }: Placement): number[] =>
  placed.map((instance) => candidates.findIndex((one) => one.instance === instance));

/** In which order ECS looks at what an instance must have. */
const ORDER: readonly RefusalReason[] = [
  'AGENT',
  'RESOURCE:CPU',
  'RESOURCE:MEMORY',
  'RESOURCE:PORTS',
  'RESOURCE:ENI',
  'RESOURCE:GPU',
  'LOCATION',
  'ATTRIBUTE',
  'distinctInstance',
  'memberOf',
];

/** Follows the placements with the oracle, which is told of each. */
function follow(candidates: readonly Candidate[], wanted: PlacementRequest, seed: number): void {
  const before = structuredClone(candidates);
  const placement = place(candidates, wanted, seeded(seed));
  expect(candidates, 'candidates are read only').toEqual(before);
  const indexes = indexesOf(candidates, placement);
  indexes.forEach((index, n) => {
    const { allowed, chosen } = oracleStep(candidates, wanted, indexes.slice(0, n));
    expect(allowed, `task ${n}`).toContain(index);
    if (chosen !== undefined) expect(index, `task ${n}`).toBe(chosen);
  });
  const end = oracleStep(candidates, wanted, indexes);
  if (indexes.length === wanted.count) {
    expect(placement.refusal).toBeUndefined();
    return;
  }
  expect(end.allowed, 'nobody takes the task that is left').toEqual([]);
  const { refusal } = placement;
  const told = candidates.map(({ instance: { containerInstanceArn } }, index) => ({
    containerInstanceArn,
    reason: end.refusals.get(index),
  }));
  expect(refusal?.instances).toEqual(told);
  for (const [reason, count] of refusal?.reasons ?? []) {
    expect(told.filter((one) => one.reason === reason)).toHaveLength(count);
  }
  const counted = [...(refusal?.reasons.values() ?? [])].reduce((sum, count) => sum + count, 0);
  expect(counted).toBe(candidates.length);
  const furthest = Math.max(...told.map(({ reason }) => ORDER.indexOf(reason ?? 'AGENT')));
  expect(refusal?.closest).toEqual(told.find(({ reason }) => reason === ORDER[furthest]));
}

const clusters = (maxLength: number) => fc.array(sketch, { maxLength });

describe('against the oracle', () => {
  test('chained strategies place exactly as their definitions say', () => {
    fc.assert(
      fc.property(clusters(12), requestWith(chained), (sketches, wanted) => {
        follow(cluster(...sketches), wanted, 0);
      }),
      { numRuns: 1500 },
    );
  });

  test('so does a chain of zones, then memory, on many instances', () => {
    const zonesThenMemory: PlacementStrategy[] = [
      { type: 'spread', field: 'attribute:ecs.availability-zone' },
      { type: 'binpack', field: 'memory' },
    ];
    fc.assert(
      fc.property(
        fc.array(sketch, { minLength: 20, maxLength: 60 }),
        requestWith(fc.constant(zonesThenMemory)),
        (sketches, wanted) => {
          follow(cluster(...sketches), { ...wanted, count: 4 * wanted.count }, 0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('random chooses among those that the strategies before it leave', () => {
    fc.assert(
      fc.property(
        clusters(12),
        requestWith(fc.oneof(atRandom, fc.constant<PlacementStrategy[]>([]))),
        fc.nat(),
        (sketches, wanted, seed) => follow(cluster(...sketches), wanted, seed),
      ),
      { numRuns: 800 },
    );
  });

  test('one task at a time is placed as many at once are', () => {
    fc.assert(
      fc.property(clusters(10), requestWith(chained), (sketches, wanted) => {
        const atOnce = cluster(...sketches);
        const oneByOne = cluster(...sketches);
        const together = indexesOf(atOnce, place(atOnce, wanted, seeded(0)));
        const single: number[] = [];
        for (let n = 0; n < wanted.count; n += 1) {
          const [index] = indexesOf(oneByOne, place(oneByOne, { ...wanted, count: 1 }, seeded(0)));
          const taken = oneByOne[index ?? -1];
          if (index === undefined || taken === undefined) break;
          single.push(index);
          const { load } = taken;
          load.cpu += wanted.needs.cpu;
          load.memoryMiB += wanted.needs.memoryMiB;
          load.networkInterfaces += wanted.needs.networkInterfaces;
          load.gpus += wanted.needs.gpus;
          for (const port of wanted.needs.ports) load.ports.set(port, 1);
          load.groups.set(wanted.group, (load.groups.get(wanted.group) ?? 0) + 1);
        }
        expect(together).toEqual(single);
      }),
      { numRuns: 400 },
    );
  });
});

test('random reaches every instance that fits, about as often', () => {
  const candidates = cluster({}, { cpu: 128 }, {}, {}, { agentConnected: false });
  const next = seeded(7);
  const counts = [0, 0, 0, 0, 0];
  for (let n = 0; n < 3000; n += 1) {
    const [index = -1] = indexesOf(candidates, place(candidates, request(), next));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  expect(counts[1]).toBe(0);
  expect(counts[4]).toBe(0);
  for (const index of [0, 2, 3]) {
    expect(counts[index]).toBeGreaterThan(850);
    expect(counts[index]).toBeLessThan(1150);
  }
});
