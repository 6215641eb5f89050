import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PlacementStrategy } from '../../../src/core/model/index.ts';
import {
  type Candidate,
  type Placement,
  type PlacementRequest,
  place,
  type RefusalReason,
} from '../../../src/core/placement/place.ts';
import { atRandom, chained, clusters, requestWith } from './arbitraries.ts';
import { cluster, seeded } from './cluster.ts';
import { oracleStep } from './oracle.ts';

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

/** For each task, the place of its instance among the candidates. */
export const indexesOf = (candidates: readonly Candidate[], { placed }: Placement): number[] =>
  placed.map((instance) => candidates.findIndex((one) => one.instance === instance));

/** Follows the placements with the oracle, which is told of each. */
function follow(candidates: readonly Candidate[], wanted: PlacementRequest, seed: number): void {
  const before = structuredClone(candidates);
  const placement = place(candidates, wanted, seeded(seed));
  assert.deepEqual(candidates, before, 'candidates are read only');
  const indexes = indexesOf(candidates, placement);
  indexes.forEach((index, n) => {
    const { allowed, chosen } = oracleStep(candidates, wanted, indexes.slice(0, n));
    assert(allowed.includes(index), `task ${n} on ${index}, allowed: ${allowed.join(', ')}`);
    if (chosen !== undefined) assert.equal(index, chosen, `task ${n} on ${index}, not ${chosen}`);
  });
  const end = oracleStep(candidates, wanted, indexes);
  const { refusal } = placement;
  if (indexes.length === wanted.count) {
    assert.equal(refusal, undefined);
    return;
  }
  assert.deepEqual(end.allowed, [], 'somebody would take the task that is left');
  assert(refusal !== undefined, 'nothing says why a task is left');
  const told = candidates.map(({ instance: { containerInstanceArn } }, index) => ({
    containerInstanceArn,
    reason: end.refusals.get(index),
  }));
  assert.deepEqual(refusal.instances, told);
  for (const [reason, count] of refusal.reasons) {
    assert.equal(told.filter((one) => one.reason === reason).length, count);
  }
  const counted = [...refusal.reasons.values()].reduce((sum, count) => sum + count, 0);
  assert.equal(counted, candidates.length);
  const furthest = Math.max(...told.map(({ reason }) => ORDER.indexOf(reason ?? 'AGENT')));
  assert.deepEqual(
    refusal.closest,
    told.find(({ reason }) => reason === ORDER[furthest]),
    'the closest one',
  );
}

/** The same, with tasks that are asked for one by one. */
function followOneByOne(
  atOnce: readonly Candidate[],
  oneByOne: readonly Candidate[],
  wanted: PlacementRequest,
): void {
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
  assert.deepEqual(together, single);
}

/** So many draws miss one of four once in a billion clusters. */
const DRAWS = 100;

/** Draws one place again and again. */
function reachesAll(candidates: readonly Candidate[], wanted: PlacementRequest): void {
  const random = seeded(0);
  const reached = new Set<number>();
  for (let n = 0; n < DRAWS; n += 1) {
    const [index] = indexesOf(candidates, place(candidates, wanted, random));
    if (index !== undefined) reached.add(index);
  }
  const { allowed } = oracleStep(candidates, wanted, []);
  assert.deepEqual(
    [...reached].toSorted((a, b) => a - b),
    allowed,
  );
}

const ZONES_THEN_MEMORY: PlacementStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'binpack', field: 'memory' },
];

export interface Outcome {
  /** Runs until it failed, or all. */
  readonly runs: number;
  /** For people; '' when it holds. */
  readonly report: string;
  /** What the failing run threw: an AssertionError where code and oracle differ. */
  readonly error: unknown;
}

interface Options {
  readonly numRuns: number;
  readonly seed?: number;
}

const holds =
  <Ts>(property: fc.IProperty<Ts>) =>
  (options: Options): Outcome => {
    const details = fc.check(property, options);
    const report = fc.defaultReportMessage(details) ?? '';
    return { runs: details.numRuns, report, error: details.errorInstance };
  };

export interface AgainstTheOracle {
  readonly name: string;
  readonly runs: number;
  check(options: Options): Outcome;
}

/** What placement promises, as properties that hold for every cluster and every request. */
export const AGAINST_THE_ORACLE: readonly AgainstTheOracle[] = [
  {
    name: 'chained strategies place exactly as their definitions say',
    runs: 1500,
    check: holds(
      fc.property(clusters(12), requestWith(chained), (sketches, wanted) =>
        follow(cluster(...sketches), wanted, 0),
      ),
    ),
  },
  {
    name: 'so does a chain of zones, then memory, on many instances',
    runs: 60,
    check: holds(
      fc.property(
        clusters(60, 20),
        requestWith(fc.constant(ZONES_THEN_MEMORY)),
        (sketches, wanted) =>
          follow(cluster(...sketches), { ...wanted, count: 4 * wanted.count }, 0),
      ),
    ),
  },
  {
    name: 'random chooses among those that the strategies before it leave',
    runs: 800,
    check: holds(
      fc.property(
        clusters(12),
        requestWith(fc.oneof(atRandom, fc.constant<PlacementStrategy[]>([]))),
        fc.nat(),
        (sketches, wanted, seed) => follow(cluster(...sketches), wanted, seed),
      ),
    ),
  },
  {
    name: 'random reaches all that the strategies before it leave',
    runs: 200,
    check: holds(
      fc.property(clusters(4), requestWith(atRandom), (sketches, wanted) =>
        reachesAll(cluster(...sketches), { ...wanted, count: 1 }),
      ),
    ),
  },
  {
    name: 'one task at a time is placed as many at once are',
    runs: 400,
    check: holds(
      fc.property(clusters(10), requestWith(chained), (sketches, wanted) =>
        followOneByOne(cluster(...sketches), cluster(...sketches), wanted),
      ),
    ),
  },
];
