import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LeapingClock } from '../../../src/cli/prove/time/leaping-clock.ts';

const HOUR = 3_600_000;
let clock: LeapingClock;
beforeEach(() => {
  clock = new LeapingClock();
});
afterEach(() => clock.close());

test('time leaps to what is due next when everybody sleeps', async () => {
  const start = clock.now();
  const seen: number[] = [];
  const note = (name: number) => () => seen.push(name, Math.round((clock.now() - start) / HOUR));
  clock.after(2 * HOUR, note(0));
  const [one, other] = [clock.actor(), clock.actor()];
  await Promise.all([one.sleep(HOUR).then(note(1)), other.sleep(3 * HOUR).then(note(2))]);
  expect(seen).toEqual([1, 1, 0, 2, 2, 3]);
});

test('it does not leap while somebody works, though somebody else sleeps', async () => {
  const worker = clock.actor();
  const end = worker.begin();
  let isAwake = false;
  const sleep = clock
    .actor()
    .sleep(HOUR)
    .then(() => {
      isAwake = true;
    });
  await delay(50);
  expect(isAwake).toBe(false);
  end();
  await sleep;
  expect(isAwake).toBe(true);
});

test('who sleeps does not work, and works again as soon as it wakes', async () => {
  const actor = clock.actor();
  const end = actor.begin();
  const start = clock.now();
  await actor.sleep(HOUR);
  let rang = false;
  clock.after(HOUR, () => {
    rang = true;
  });
  await delay(50);
  expect(rang).toBe(false);
  expect(clock.now() - start).toBeLessThan(2 * HOUR);
  end();
});

test('nothing leaps for nobody: a timer alone takes the time that it takes', async () => {
  let rang = false;
  clock.after(HOUR, () => {
    rang = true;
  });
  await delay(50);
  expect(rang).toBe(false);
});

test('while somebody works it goes as any clock, so that work may wait for it', async () => {
  const end = clock.actor().begin();
  await new Promise<void>((resolve) => clock.after(20, resolve));
  end();
});

test('a sleep that is interrupted ends at once, and is nobody’s any more', async () => {
  const controller = new AbortController();
  const actor = clock.actor();
  const end = actor.begin();
  const sleep = clock.actor().sleep(HOUR, controller.signal);
  controller.abort(new Error('enough'));
  await expect(sleep).rejects.toThrow('enough');
  end();
  const before = clock.now();
  await delay(50);
  expect(clock.now() - before).toBeLessThan(HOUR);
});
