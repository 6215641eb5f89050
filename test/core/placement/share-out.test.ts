import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOut } from '../../../src/core/placement/share-out.ts';

type Item = [name: string, weight?: number, base?: number];
const strategy = (...items: readonly Item[]) =>
  items.map(([capacityProvider, weight, base]) => ({ capacityProvider, weight, base }));

describe('tasks are shared out', () => {
  const rows: [string, Item[], number, Record<string, number>, Record<string, number>][] = [
    [
      'by weight',
      [
        ['A', 1],
        ['B', 4],
      ],
      10,
      {},
      { A: 2, B: 8 },
    ],
    [
      'base first',
      [
        ['A', 1, 2],
        ['B', 3],
      ],
      10,
      {},
      { A: 4, B: 6 },
    ],
    [
      'base alone while it is not met',
      [
        ['A', 0, 3],
        ['B', 1],
      ],
      2,
      {},
      { A: 2 },
    ],
    [
      'with weight 0 no more than the base',
      [
        ['A', 0, 3],
        ['B', 1],
      ],
      9,
      {},
      { A: 3, B: 6 },
    ],
    [
      'base of the second before the weight of the first',
      [
        ['A', 1],
        ['B', 1, 2],
      ],
      2,
      {},
      { B: 2 },
    ],
    [
      'in the order of the strategy between equals',
      [
        ['A', 1],
        ['B', 1],
      ],
      3,
      {},
      { A: 2, B: 1 },
    ],
    [
      'minding what is there',
      [
        ['A', 1],
        ['B', 1],
      ],
      3,
      { A: 3 },
      { B: 3 },
    ],
    [
      'with a base that is met already',
      [
        ['A', 1, 2],
        ['B', 1],
      ],
      2,
      { A: 2 },
      { A: 1, B: 1 },
    ],
    ['to the only one whatever its weight', [['A']], 5, {}, { A: 5 }],
    [
      'to nobody where all weights are 0',
      [
        ['A', 0],
        ['B', 0],
      ],
      5,
      {},
      {},
    ],
  ];
  test.each(rows)('%s', (_, items, count, already, expected) => {
    const shares = shareOut(strategy(...items), count, new Map(Object.entries(already)));
    expect(Object.fromEntries(shares)).toEqual(expected);
  });

  test('all of them, and beyond the base near the weights', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
        fc.nat(5),
        fc.nat(60),
        (weights, base, count) => {
          const items = weights.map((weight, i): Item => [`${i}`, weight, i === 0 ? base : 0]);
          const shares = shareOut(strategy(...items), count, new Map());
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const beyond = Math.max(0, count - base);
          let sum = 0;
          weights.forEach((weight, i) => {
            const got = shares.get(`${i}`) ?? 0;
            sum += got;
            const ideal = (beyond * weight) / total + (i === 0 ? Math.min(base, count) : 0);
            // Whoever is furthest behind is next, so each lags by less than a round.
            expect(got).toBeGreaterThan(ideal - weights.length);
            expect(got).toBeLessThan(ideal + weights.length);
          });
          expect(sum).toBe(count);
        },
      ),
    );
  });

  test('one after the other as all at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }),
        fc.nat(4),
        fc.nat(30),
        (weights, base, count) => {
          const items = strategy(
            ...weights.map((weight, i): Item => [`${i}`, weight, i === 1 ? base : 0]),
          );
          const has = new Map<string, number>();
          for (let n = 0; n < count; n += 1) {
            for (const [name, one] of shareOut(items, 1, has)) {
              has.set(name, (has.get(name) ?? 0) + one);
            }
          }
          expect(has).toEqual(new Map(shareOut(items, count, new Map())));
        },
      ),
    );
  });
});
