import { describe, expect, it } from 'vitest';
import { Lane } from '../../../src/engines/docker/lane.ts';

/** Runs the work and says how much of it was under way at most. */
const crowd = async (lane: Lane, count: number, work: () => Promise<void>): Promise<number> => {
  let active = 0;
  let most = 0;
  const one = async () => {
    most = Math.max(most, ++active);
    await work();
    active--;
  };
  await Promise.all(Array.from({ length: count }, () => lane.run(one)));
  return most;
};

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a lane', () => {
  it('lets no more through at a time than its limit', async () => {
    expect(await crowd(new Lane(3), 20, turn)).toBe(3);
  });

  it('goes on after a failure', async () => {
    const lane = new Lane(1);
    const failing = lane.run(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await lane.run(async () => 'yes')).toBe('yes');
  });

  it('grows while answers keep coming fast, up to its most', async () => {
    const lane = new Lane(2, { min: 1, max: 5 });
    await crowd(lane, 200, turn);
    expect(lane.limit).toBe(5);
  });

  it('shrinks when answers take many times as long, down to its least', async () => {
    const lane = new Lane(4, { min: 2, max: 8 });
    await lane.run(turn);
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    await crowd(lane, 40, slow);
    expect(lane.limit).toBe(2);
  });

  it('compares latencies of one kind only', async () => {
    const lane = new Lane(4, { min: 2, max: 8 });
    await lane.run(turn, 'fast');
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    await Promise.all(Array.from({ length: 20 }, () => lane.run(slow, 'slow')));
    expect(lane.limit).toBeGreaterThanOrEqual(4);
  });
});
