import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../site/simulators/rolling-deployment/frame.ts';
import { PRESETS } from '../../site/simulators/rolling-deployment/presets.ts';
import {
  RANGES,
  type SettingName,
  type Settings,
} from '../../site/simulators/rolling-deployment/settings.ts';
import { Simulation, simulate } from '../../site/simulators/rolling-deployment/simulation.ts';

const settingsOf = (preset: string): Settings => {
  const found = PRESETS.find(({ id }) => id === preset);
  if (found === undefined) throw new Error(`There is no ${preset}`);
  return found.settings;
};
const example1 = settingsOf('example-1');

/** One line a frame, in the columns of the table's head. */
const line = ({ time, counts }: Frame): string =>
  [
    `${time} s`,
    counts.oldHealthy,
    counts.newPending,
    counts.newRunning,
    counts.newHealthy,
    counts.stopping,
    counts.oldHealthy + counts.newHealthy,
    counts.oldRunning + counts.newPending + counts.newRunning,
  ]
    .map((cell) => String(cell).padStart(7))
    .join(' |');

const table = (frames: readonly Frame[]): string => `\n${frames.map(line).join('\n')}\n`;

describe('the examples of the course, step by step', () => {
  test('example 1: minimum 100 %, maximum 200 %, room for twelve', async () => {
    const trace = await simulate(example1);
    //   after |    old |    new |    new |    new | stop-  | all    | all
    //         | healthy| pending| running| healthy| ping   | healthy| live
    expect(table(trace.frames)).toBe(`
    0 s |      6 |      0 |      0 |      0 |      0 |      6 |      6
    0 s |      6 |      6 |      0 |      0 |      0 |      6 |     12
   10 s |      6 |      0 |      6 |      0 |      0 |      6 |     12
   20 s |      0 |      0 |      6 |      6 |      6 |      6 |      6
   22 s |      0 |      0 |      6 |      6 |      0 |      6 |      6
`);
    expect(trace).toMatchObject({
      floor: 6,
      ceiling: 12,
      lowestHealthy: 6,
      highestLive: 12,
      outcome: { finished: true, seconds: 22 },
    });
  });

  test('example 2: minimum 50 %, room for six: three old tasks make room first', async () => {
    const trace = await simulate(settingsOf('example-2'));
    expect(table(trace.frames)).toBe(`
    0 s |      6 |      0 |      0 |      0 |      0 |      6 |      6
    0 s |      3 |      0 |      0 |      0 |      3 |      3 |      3
    2 s |      3 |      3 |      0 |      0 |      0 |      3 |      6
   12 s |      3 |      0 |      3 |      0 |      0 |      3 |      6
   22 s |      0 |      0 |      3 |      3 |      3 |      3 |      3
   24 s |      0 |      3 |      3 |      3 |      0 |      3 |      6
   34 s |      0 |      0 |      6 |      3 |      0 |      3 |      6
   44 s |      0 |      0 |      6 |      6 |      0 |      6 |      6
`);
    expect(trace).toMatchObject({
      floor: 3,
      ceiling: 12,
      lowestHealthy: 3,
      highestLive: 6,
      outcome: { finished: true, seconds: 44 },
    });
  });

  test('example 3: minimum 50 %, room for ten: faster, and never below three', async () => {
    const trace = await simulate(settingsOf('example-3'));
    expect(table(trace.frames)).toBe(`
    0 s |      6 |      0 |      0 |      0 |      0 |      6 |      6
    0 s |      4 |      4 |      0 |      0 |      2 |      4 |      8
    2 s |      4 |      6 |      0 |      0 |      0 |      4 |     10
   10 s |      4 |      2 |      4 |      0 |      0 |      4 |     10
   12 s |      4 |      0 |      6 |      0 |      0 |      4 |     10
   20 s |      2 |      0 |      6 |      4 |      2 |      6 |      8
   22 s |      0 |      0 |      6 |      6 |      2 |      6 |      6
   24 s |      0 |      0 |      6 |      6 |      0 |      6 |      6
`);
    expect(trace).toMatchObject({
      floor: 3,
      lowestHealthy: 4,
      highestLive: 10,
      outcome: { finished: true, seconds: 24 },
    });
  });

  test('ECS tells of it in its own words, from the steady state to the next', async () => {
    const { frames } = await simulate(settingsOf('example-2'));
    const messages = frames
      .slice(1)
      .flatMap(({ events }) => events.map(({ message }) => message.replace(/[0-9a-f]{32}/g, 'ID')));
    expect(messages.slice(0, 2)).toEqual([
      '(service cats) has stopped 3 running tasks: (task ID) (task ID) (task ID).',
      '(service cats) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance ID) has insufficient CPU units available.',
    ]);
    expect(messages.at(-2)).toMatch(
      /^\(service cats\) \(deployment ecs-svc\/\d{19}\) deployment completed\.$/,
    );
    expect(messages.at(-1)).toBe('(service cats) has reached a steady state.');
  });
});

test('the same settings give the same trace, task ids and events included', async () => {
  const settings = { ...example1, failureRate: 40 };
  expect(await simulate(settings)).toEqual(await simulate(settings));
});

test('another seed lets other tasks fail', async () => {
  const settings = { ...example1, failureRate: 40 };
  const one = await simulate(settings);
  const other = await simulate({ ...settings, seed: 2 });
  expect(other.frames.map(line)).not.toEqual(one.frames.map(line));
});

test('a simulation goes on step by step, and keeps what was', async () => {
  const whole = await simulate(example1);
  const simulation = await Simulation.open(example1);
  for (let steps = 1; steps < whole.frames.length; steps++) {
    expect(simulation.step()).toBe(true);
    expect(simulation.trace().frames).toEqual(whole.frames.slice(0, steps + 1));
  }
  expect(simulation.step()).toBe(false);
  expect(simulation.trace()).toEqual(whole);
});

describe('what does not finish says why, as ECS says it', () => {
  const outcomeOf = async (change: Partial<Settings>) =>
    (await simulate({ ...example1, ...change })).outcome;

  test('percentages that forbid every move', async () => {
    expect(await outcomeOf({ desired: 1, minimumHealthyPercent: 50, maximumPercent: 100 })).toEqual(
      {
        finished: false,
        within: 'an hour',
        why: '(service cats) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
      },
    );
  });

  test('no room, and nobody who may go', async () => {
    expect(await outcomeOf({ capacity: 6 })).toMatchObject({
      finished: false,
      why: expect.stringContaining('has insufficient CPU units available'),
    });
  });

  test('tasks of which none becomes healthy', async () => {
    expect(await outcomeOf({ failureRate: 100 })).toMatchObject({
      finished: false,
      why: '(service cats) is unable to consistently start tasks successfully.',
    });
  });

  test('more steps than the simulator takes', async () => {
    const simulation = await Simulation.open(example1, 60);
    while (simulation.step()) expect(simulation.trace().frames.length).toBeLessThan(10);
    expect(simulation.trace().outcome).toMatchObject({
      finished: false,
      within: 'the steps that the simulator takes',
    });
  });
});

const any = (name: SettingName): fc.Arbitrary<number> => {
  const { min, max, step } = RANGES[name];
  return fc.integer({ min: 0, max: (max - min) / step }).map((steps) => min + steps * step);
};

const anySettings: fc.Arbitrary<Settings> = fc.record({
  desired: any('desired'),
  minimumHealthyPercent: any('minimumHealthyPercent'),
  maximumPercent: any('maximumPercent'),
  capacity: any('capacity'),
  startTime: any('startTime'),
  healthTime: any('healthTime'),
  failureRate: any('failureRate'),
  seed: any('seed'),
});

test('whatever is chosen: floor and ceiling hold, and each box has a place of its own', async () => {
  await fc.assert(
    fc.asyncProperty(anySettings, async (settings) => {
      const { frames, instances, lowestHealthy, highestLive } = await simulate(settings);
      const floor = Math.ceil((settings.desired * settings.minimumHealthyPercent) / 100);
      const ceiling = Math.floor((settings.desired * settings.maximumPercent) / 100);
      const before = frames[0].counts.oldHealthy;
      expect(before).toBe(Math.min(settings.desired, settings.capacity));
      expect(lowestHealthy).toBeGreaterThanOrEqual(Math.min(floor, before));
      expect(highestLive).toBeLessThanOrEqual(ceiling);
      expect(instances.reduce((sum, { room }) => sum + room, 0)).toBe(settings.capacity);
      for (const { tasks } of frames) {
        const places = new Set(tasks.map(({ instance, slot }) => `${instance} ${slot}`));
        expect(places.size).toBe(tasks.length);
        for (const { instance, slot } of tasks) {
          expect(slot).toBeLessThan(instances[instance]?.room ?? 0);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('a deployment of six tasks takes milliseconds', async () => {
  const times: number[] = [];
  // The best of some: another test may have the processor just then.
  for (let run = 0; run < 5; run++) {
    const started = performance.now();
    await simulate(example1);
    times.push(performance.now() - started);
  }
  expect(Math.min(...times), 'milliseconds').toBeLessThan(50);
});
