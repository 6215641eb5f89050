import { describe, expect, test } from 'vitest';
import { place } from '../../../src/core/placement/place.ts';
import { AGAINST_THE_ORACLE, indexesOf } from './against-the-oracle.ts';
import { cluster, request, seeded } from './cluster.ts';

describe('against the oracle', () => {
  for (const { name, runs, check } of AGAINST_THE_ORACLE) {
    test(name, () => {
      const outcome = check({ numRuns: runs });
      expect(outcome.report).toBe('');
      expect(outcome.runs).toBe(runs);
    });
  }
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
