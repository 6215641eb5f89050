import { describe, expect, test } from 'vitest';
import { SteadyClock } from '../../src/control-plane/steady-clock.ts';
import { WakeTimer } from '../../src/control-plane/wake-timer.ts';
import { virtualClock } from '../../src/engines/simulated/virtual-clock.ts';
import { Machine } from './harness.ts';

describe('time', () => {
  test('goes on, and never back, when the machine’s clock is set back', () => {
    let raw = 1_000;
    const clock = new SteadyClock({ now: () => raw, after: () => () => {} }, 0);
    expect(clock.now()).toBe(1_000);
    raw = 400;
    expect(clock.now()).toBe(1_000);
    raw = 450.7;
    expect(clock.now()).toBe(1_050);
  });

  test('begins no earlier than the journal ends', async () => {
    using machine = new Machine();
    const first = await machine.start();
    await first.demo();
    const end = first.plane.now();
    await first.plane.close({ keep: true });
    const back = virtualClock(end - 3_600_000);
    const second = await machine.start({ clock: back });
    expect(second.plane.now()).toBe(end);
    back.advance(10);
    expect(second.plane.now()).toBe(end + 10);
    await second.plane.close({ keep: true });
  });
});

describe('the timer', () => {
  const timer = () => {
    const clock = virtualClock(0);
    const rings: number[] = [];
    const now = () => clock.now();
    return { clock, rings, timer: new WakeTimer(clock, now, () => rings.push(now())) };
  };

  test('rings once, at the last time it was set to', () => {
    const { clock, rings, timer: it } = timer();
    it.set(100);
    it.set(50);
    it.set(70.5);
    clock.advance(1_000);
    expect(rings).toEqual([71]);
    expect(clock.pending).toBe(0);
  });

  test('rings at once for what is past, and not when it is told not to', () => {
    const { clock, rings, timer: it } = timer();
    clock.advance(10);
    it.set(5);
    clock.advance(0);
    expect(rings).toEqual([10]);
    it.set(20);
    it.set(undefined);
    clock.advance(100);
    expect(rings).toEqual([10]);
  });

  test('waits on when its clock rings too early', () => {
    const { clock, rings } = timer();
    const short = {
      now: clock.now,
      after: (ms: number, f: () => void) => clock.after(Math.min(ms, 30), f),
    };
    new WakeTimer(
      short,
      () => clock.now(),
      () => rings.push(clock.now()),
    ).set(100);
    clock.advance(1_000);
    expect(rings).toEqual([100]);
  });
});
