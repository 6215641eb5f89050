import { expect, test } from 'vitest';
import { judge } from '../../site/simulators/rolling-deployment/goal.ts';

const goal = { within: 60, floor: 4 };
const finished = (seconds: number, lowestHealthy: number) => ({
  outcome: { finished: true as const, seconds },
  lowestHealthy,
});

test.each([
  [finished(24, 4), true, 'It takes 24 s, 36 s to spare. It never goes below 4 healthy.'],
  [
    finished(60, 6),
    true,
    'It takes 60 s, just in time. It never goes below 6 healthy, 2 more than asked.',
  ],
  [finished(61.5, 4), false, 'It takes 61.5 s, 1.5 s too long. It never goes below 4 healthy.'],
  [finished(44, 3), false, 'It takes 44 s, 16 s to spare. It goes down to 3 healthy, 1 below.'],
  [finished(84, 1), false, 'It takes 84 s, 24 s too long. It goes down to 1 healthy, 3 below.'],
  [
    { outcome: { finished: false as const, within: 'an hour', why: '' }, lowestHealthy: 5 },
    false,
    'It does not finish. It never goes below 5 healthy, 1 more than asked.',
  ],
])('%j', (trace, met, words) => {
  expect(judge(trace, goal)).toEqual({ met, words });
});
