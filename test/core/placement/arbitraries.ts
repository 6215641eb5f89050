import fc from 'fast-check';
import type { PlacementStrategy } from '../../../src/core/model/index.ts';
import type { PlacementRequest } from '../../../src/core/placement/place.ts';
import { request, type Sketch } from './cluster.ts';

/** Clusters and requests to place on them. */

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

export const requestWith = (
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

export const chained = fc.array(strategy, { minLength: 1, maxLength: 5 });
export const atRandom = fc
  .tuple(fc.array(strategy, { maxLength: 2 }), fc.array(strategy, { maxLength: 1 }))
  .map(([before, after]) => [...before, random, ...after]);

export const clusters = (maxLength: number, minLength = 0): fc.Arbitrary<Sketch[]> =>
  fc.array(sketch, { minLength, maxLength });
