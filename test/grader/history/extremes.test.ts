import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Extremes,
  extremes,
  type Stretch,
  type Window,
} from '../../../grader/history/extremes.ts';

/** A time line as one would draw it: each mark is 10 ms, `-` is there. */
const line = (drawing: string): Stretch => ({
  from: drawing.indexOf('-') * 10,
  to: (drawing.lastIndexOf('-') + 1) * 10,
});

describe('the fewest and the most at once', () => {
  const hour: Window = { from: 0, to: 100 };
  const rows: readonly [what: string, lines: readonly string[], lowest: number, highest: number][] =
    [
      ['nothing at all', [], 0, 0],
      ['one throughout', ['-----------'], 1, 1],
      ['one that goes before the end', ['-----      '], 0, 1],
      ['one after the other without a gap', ['-----      ', '     ------'], 1, 1],
      ['one after the other with a gap', ['----       ', '     ------'], 0, 1],
      ['an overlap', ['------     ', '     ------'], 1, 2],
      ['three stop, then three come', ['-----------', '----       ', '       ----'], 1, 2],
    ];
  test.each(rows)('%s', (_what, lines, lowest, highest) => {
    const found = extremes(lines.map(line), hour);
    expect([found.lowest.count, found.highest.count]).toEqual([lowest, highest]);
  });

  test('are said with the first moment at which they were', () => {
    const found = extremes(['----   ----', '  -------  '].map(line), { from: 0, to: 90 });
    expect(found).toEqual({ lowest: { count: 1, at: 0 }, highest: { count: 2, at: 20 } });
  });

  test('what was before the window or comes after it does not count', () => {
    const found = extremes([line('--'), line('        --'), line('----------')], {
      from: 30,
      to: 60,
    });
    expect(found).toEqual({ lowest: { count: 1, at: 30 }, highest: { count: 1, at: 30 } });
  });

  test('what begins or ends at the very end of the window counts', () => {
    const window = { from: 0, to: 50 };
    expect(extremes([{ from: 50, to: 60 }], window).highest).toEqual({ count: 1, at: 50 });
    expect(extremes([{ from: 0, to: 50 }], window).lowest).toEqual({ count: 0, at: 50 });
  });

  test('a window of one moment has one count', () => {
    const found = extremes([line('---'), line('  ---')], { from: 20, to: 20 });
    expect(found).toEqual({ lowest: { count: 2, at: 20 }, highest: { count: 2, at: 20 } });
  });

  test('a window that ends before it begins is a mistake of the check', () => {
    expect(() => extremes([], { from: 2, to: 1 })).toThrow('Expected a window that ends after 2');
  });
});

/** Looks at each millisecond of the window. */
const slowly = (stretches: readonly Stretch[], { from, to }: Window): Extremes => {
  const counts = Array.from({ length: to - from + 1 }, (_moment, index) => {
    const at = from + index;
    return { at, count: stretches.filter((one) => one.from <= at && at < one.to).length };
  });
  const [first = { at: from, count: 0 }] = counts;
  return {
    lowest: counts.reduce((best, one) => (one.count < best.count ? one : best), first),
    highest: counts.reduce((best, one) => (one.count > best.count ? one : best), first),
  };
};

test('the quick way finds what looking at every millisecond finds', () => {
  const time = fc.integer({ min: 0, max: 40 });
  const stretch = fc.record({
    from: time,
    to: fc.oneof(time, fc.constant(Number.POSITIVE_INFINITY)),
  });
  const window = fc
    .tuple(time, time)
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 12 }), window, (stretches, within) => {
      expect(extremes(stretches, within)).toEqual(slowly(stretches, within));
    }),
    { numRuns: 2_000 },
  );
});
