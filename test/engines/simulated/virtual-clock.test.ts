import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../../src/engines/simulated/virtual-clock.ts';

describe('virtual clock', () => {
  it('fires by time, and what is due at once in the order it was set', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (delays) => {
        const clock = virtualClock(0);
        const fired: { delay: number; index: number }[] = [];
        for (const [index, delay] of delays.entries())
          clock.after(delay, () => {
            expect(clock.now()).toBe(delay);
            fired.push({ delay, index });
          });
        clock.advance(20);
        const expected = delays
          .map((delay, index) => ({ delay, index }))
          .sort((a, b) => a.delay - b.delay || a.index - b.index);
        expect(fired).toEqual(expected);
        expect(clock.pending).toBe(0);
      }),
    );
  });

  it('fires what was set while time went by', () => {
    const clock = virtualClock(0);
    const times: number[] = [];
    const again = () => {
      times.push(clock.now());
      clock.after(10, again);
    };
    clock.after(10, again);
    clock.advance(35);
    expect(times).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
  });

  it('does not fire what was cancelled', () => {
    const clock = virtualClock(0);
    const cancel = clock.after(5, () => expect.unreachable());
    clock.after(1, cancel);
    clock.advance(10);
    cancel();
    expect(clock.pending).toBe(0);
  });

  it('runs until something holds, and no longer', () => {
    const clock = virtualClock(0);
    let count = 0;
    for (let at = 1; at <= 5; at++) clock.after(at, () => count++);
    expect(clock.runUntil(() => count === 3, 100)).toBe(true);
    expect(clock.now()).toBe(3);
    expect(clock.runUntil(() => count === 9, 100)).toBe(false);
    expect(clock.now()).toBe(103);
  });
});
