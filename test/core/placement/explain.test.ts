import { describe, expect, test } from 'vitest';
import { failuresOf, tellRefusals, unableToPlace } from '../../../src/core/placement/explain.ts';
import {
  type PlacementRefusal,
  type PlacementRequest,
  place,
} from '../../../src/core/placement/place.ts';
import { arnOf, cluster, NEEDS, request, type Sketch } from './cluster.ts';

function refusalOf(
  sketches: readonly Sketch[],
  change: Partial<PlacementRequest> = {},
): PlacementRefusal {
  const { refusal } = place(cluster(...sketches), request(change), () => 0);
  if (refusal === undefined) throw new Error('All tasks were placed');
  return refusal;
}

const memberOf = { type: 'memberOf', expression: 'attribute:gpu exists' } as const;

describe('an event and a failure in the words of ECS', () => {
  const rows: [string, Sketch, Partial<PlacementRequest>, string][] = [
    ['AGENT', { agentConnected: false }, {}, 'encountered error "AGENT".'],
    ['RESOURCE:CPU', { cpu: 128 }, {}, 'has insufficient CPU units available.'],
    ['RESOURCE:MEMORY', { memoryMiB: 128 }, {}, 'has insufficient memory available.'],
    [
      'RESOURCE:PORTS',
      { taken: ['80/tcp'] },
      { needs: { ...NEEDS, ports: ['80/tcp'] } },
      'is already using a port required by your task.',
    ],
    [
      'RESOURCE:PORTS',
      {},
      { needs: { ...NEEDS, ports: ['22/tcp'] } },
      'is already using a port required by your task.',
    ],
    [
      'RESOURCE:ENI',
      { used: { networkInterfaces: 2 } },
      { needs: { ...NEEDS, networkInterfaces: 1 } },
      'encountered error "RESOURCE:ENI".',
    ],
    ['RESOURCE:GPU', {}, { needs: { ...NEEDS, gpus: 1 } }, 'has insufficient GPUs available.'],
    [
      'LOCATION',
      { zone: 'us-east-1c' },
      { zones: new Set(['us-east-1a']) },
      'encountered error "LOCATION".',
    ],
    [
      'ATTRIBUTE',
      {},
      { requiredAttributes: [{ name: 'ecs.cpu-architecture', value: 'arm64' }] },
      'is missing an attribute required by your task.',
    ],
    [
      'distinctInstance placement constraint unsatisfied.',
      { groups: { 'service:cats': 1 } },
      { constraints: [{ type: 'distinctInstance' }] },
      'encountered error "distinctInstance placement constraint unsatisfied.".',
    ],
    [
      'MemberOf placement constraint unsatisfied.',
      {},
      { constraints: [memberOf] },
      'encountered error "MemberOf placement constraint unsatisfied.".',
    ],
  ];
  test.each(rows)('%s', (reason, sketch, change, words) => {
    const refusal = refusalOf([sketch], change);
    expect(failuresOf(refusal)).toEqual([{ arn: arnOf(0), reason }]);
    expect(unableToPlace(refusal)).toBe(
      `was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0) ${words}`,
    );
  });

  test('no instances at all', () => {
    expect(unableToPlace(refusalOf([]))).toBe(
      'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.',
    );
  });
});

test('the closest is the one that got furthest, and of these the oldest', () => {
  const refusal = refusalOf([
    { agentConnected: false },
    { cpu: 0 },
    { memoryMiB: 0 },
    { memoryMiB: 1 },
  ]);
  expect(refusal.closest).toEqual({ containerInstanceArn: arnOf(2), reason: 'RESOURCE:MEMORY' });
});

test('for people every reason comes with its number of instances', () => {
  const ports = { needs: { ...NEEDS, ports: ['80/tcp'] } };
  const taken = { taken: ['80/tcp'] };
  expect(tellRefusals(refusalOf([taken, { cpu: 0 }, taken, { cpu: 0 }, { cpu: 0 }], ports))).toBe(
    'insufficient CPU units on 3 instances, a host port is taken on 2',
  );
  expect(tellRefusals(refusalOf([taken], ports))).toBe('a host port is taken on 1 instance');
  expect(tellRefusals(refusalOf([]))).toBe('there are no container instances');
});
