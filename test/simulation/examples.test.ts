import { expect, test } from 'vitest';
import { rollout } from './rollout.ts';

// The examples of the course, on instances that take two tasks each. A task starts in 3 s, counts
// as healthy 40 s later, and takes 2 s to stop. The columns are explained at `rollout`.

test('Example 1: desired 6, 100 %, 200 %, room for 12: never below 6 healthy, up to 12 tasks', async () => {
  const percentages = { minimumHealthyPercent: 100, maximumPercent: 200 };
  const { table, leastHealthy, mostLive } = await rollout({
    desired: 6,
    ...percentages,
    capacity: 12,
  });
  expect({ leastHealthy, mostLive }).toEqual({ leastHealthy: 6, mostLive: 12 });
  expect(table).toMatchInlineSnapshot(`
    " s  old  stopping  new pending  new running  new healthy  healthy  live  event
     0    6         0            6            0            0        6    12  has started 6 tasks
     3    6         0            0            6            0        6    12
    43    0         6            0            0            6        6     6  has stopped 6 running tasks
    45    0         0            0            0            6        6     6  (deployment) deployment completed.
                                                                             has reached a steady state."
  `);
});

test('Example 2: desired 6, 50 %, 200 %, room for 6: three old tasks make room first', async () => {
  const percentages = { minimumHealthyPercent: 50, maximumPercent: 200 };
  const { table, leastHealthy, mostLive } = await rollout({
    desired: 6,
    ...percentages,
    capacity: 6,
  });
  expect({ leastHealthy, mostLive }).toEqual({ leastHealthy: 3, mostLive: 6 });
  expect(table).toMatchInlineSnapshot(`
    " s  old  stopping  new pending  new running  new healthy  healthy  live  event
     0    3         3            0            0            0        3     3  has stopped 3 running tasks
                                                                             was unable to place a task: the closest instance has insufficient CPU units available.
     2    3         0            3            0            0        3     6  has started 1 task (3 times)
     5    3         0            0            3            0        3     6
    45    0         3            0            0            3        3     3  has stopped 3 running tasks
    47    0         0            3            0            3        3     6  has started 1 task (3 times)
    50    0         0            0            3            3        3     6  (deployment) deployment completed.
                                                                             has reached a steady state.
    90    0         0            0            0            6        6     6"
  `);
});

test('Example 3: desired 6, 50 %, 200 %, room for 10: faster, and still never below 3', async () => {
  const percentages = { minimumHealthyPercent: 50, maximumPercent: 200 };
  const { table, leastHealthy, mostLive, seconds } = await rollout({
    desired: 6,
    ...percentages,
    capacity: 10,
  });
  expect(leastHealthy).toBeGreaterThanOrEqual(3);
  expect(mostLive).toBe(10);
  const { seconds: withLessRoom } = await rollout({ desired: 6, ...percentages, capacity: 6 });
  expect(seconds).toBeLessThan(withLessRoom);
  expect(table).toMatchInlineSnapshot(`
    " s  old  stopping  new pending  new running  new healthy  healthy  live  event
     0    4         2            4            0            0        4     8  has stopped 2 running tasks
                                                                             has started 4 tasks
                                                                             was unable to place a task: the closest instance has insufficient CPU units available.
     2    4         0            6            0            0        4    10  has started 1 task (2 times)
     3    4         0            2            4            0        4    10
     5    4         0            0            6            0        4    10
    43    2         2            0            2            4        6     8  has stopped 2 running tasks
    45    0         2            0            0            6        6     6  has stopped 2 running tasks
    47    0         0            0            0            6        6     6  (deployment) deployment completed.
                                                                             has reached a steady state."
  `);
});
