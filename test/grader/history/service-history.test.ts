import type { Task } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { ServiceHistory } from '../../../grader/history/service-history.ts';
import { type CountedAs, stretchOf } from '../../../grader/history/task-times.ts';
import { isUnmet } from '../../../grader/unmet.ts';

const DAY = Date.UTC(2026, 0, 1);
const at = (seconds: number): Date => new Date(DAY + seconds * 1000);

type Times = Readonly<
  Partial<
    Record<'createdAt' | 'startedAt' | 'stoppingAt' | 'executionStoppedAt' | 'stoppedAt', number>
  >
>;
let count = 0;
/** A task with these times, in seconds. */
const task = (times: Times, startedBy = 'ecs-svc/1'): Task => ({
  taskArn: `arn:aws:ecs:us-east-1:000000000000:task/cats/${count++}`,
  startedBy,
  ...Object.fromEntries(Object.entries(times).map(([name, seconds]) => [name, at(seconds)])),
});

const seconds = (one: Task, as: CountedAs) => {
  const stretch = stretchOf(one, as);
  return stretch && [stretch.from, stretch.to].map((time) => (time - DAY) / 1000);
};

describe('a task counts', () => {
  const stopped = task({
    createdAt: 1,
    startedAt: 3,
    stoppingAt: 20,
    executionStoppedAt: 22,
    stoppedAt: 23,
  });

  test('as running from RUNNING until it was told to stop', () => {
    expect(seconds(stopped, 'running')).toEqual([3, 20]);
  });

  test('as live from its creation until it was told to stop', () => {
    expect(seconds(stopped, 'live')).toEqual([1, 20]);
  });

  test('as present until it is STOPPED: so long it takes up room', () => {
    expect(seconds(stopped, 'present')).toEqual([1, 23]);
  });

  test('as running until it ended by itself, where nobody told it to stop', () => {
    const crashed = task({ createdAt: 1, startedAt: 3, executionStoppedAt: 9, stoppedAt: 10 });
    expect(seconds(crashed, 'running')).toEqual([3, 9]);
    expect(seconds(task({ createdAt: 1, startedAt: 3, stoppedAt: 10 }), 'running')).toEqual([
      3, 10,
    ]);
  });

  test('without end while it runs', () => {
    expect(seconds(task({ createdAt: 1, startedAt: 3 }), 'running')).toEqual([
      3,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test('never as running when it never was', () => {
    const failed = task({ createdAt: 1, stoppingAt: 4, stoppedAt: 5 });
    expect(seconds(failed, 'running')).toBeUndefined();
    expect(seconds(failed, 'present')).toEqual([1, 5]);
  });
});

/** Six old and six new with room for six only: three go, three come, and again. */
const exampleTwo = [
  ...[10, 10, 10, 40, 40, 40].map((stoppingAt) =>
    task({ createdAt: 0, startedAt: 1, stoppingAt, stoppedAt: stoppingAt + 2 }, 'ecs-svc/1'),
  ),
  ...[12, 12, 12, 42, 42, 42].map((createdAt) =>
    task({ createdAt, startedAt: createdAt + 5 }, 'ecs-svc/2'),
  ),
];
const window = { from: at(5).getTime(), to: at(60).getTime() };

describe('the past of a service', () => {
  const history = new ServiceHistory(exampleTwo, at(100).getTime());

  test('tells the fewest that ran and the most that took up room', () => {
    expect(history.extremes('running', window).lowest).toEqual({
      count: 3,
      at: at(10).getTime(),
    });
    expect(history.extremes('present', window).highest.count).toBe(6);
    expect(history.extremes('live', window).highest.count).toBe(6);
  });

  test('tells it of some of its tasks', () => {
    const young = history.where(({ startedBy }) => startedBy === 'ecs-svc/2');
    expect(young.extremes('running', window).highest).toEqual({
      count: 6,
      at: at(47).getTime(),
    });
  });

  test('is not told where stopped tasks may no longer be seen', () => {
    const ask = (now: number) =>
      new ServiceHistory(exampleTwo, now).extremes('running', window).lowest.count;
    expect(ask(window.from + 3_600_000)).toBe(3);
    const late = () => ask(window.from + 3_600_001);
    expect(late).toThrow('ECS shows stopped tasks for an hour only');
    try {
      late();
    } catch (error) {
      expect(isUnmet(error) && error.symptom).toBe('expired');
    }
  });
});
