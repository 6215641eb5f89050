import { expect, it } from 'vitest';
import type { GradeReport } from '../../grader/result.ts';
import type { Commit } from '../../src/control-plane/control-plane.ts';
import { LiveChecks } from '../../src/server/workbook/live-checks.ts';
import { aLab, progressInMemory } from './a-lab.ts';
import { eventually } from './eventually.ts';
import { serveWith } from './http-pair.ts';
import { listen } from './listen.ts';

const ACCOUNT = '000000000000';

/** Live checks of a made-up cluster: `fact` is what the only check sees. */
const setUp = async () => {
  const listeners = new Set<(commit: Commit) => void>();
  const world = { fact: 'nothing', gradings: 0, running: 0, most: 0, broken: false };
  const reported: string[] = [];
  const progress = progressInMemory();
  const checks = new LiveChecks(
    {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    {
      progress: async () => progress,
      async grade(): Promise<GradeReport> {
        world.gradings++;
        world.most = Math.max(world.most, ++world.running);
        const observed = world.fact;
        await new Promise((resolve) => setTimeout(resolve, 50));
        world.running--;
        if (world.broken) throw new Error('the grader is broken');
        return {
          lab: 'a-lab',
          account: ACCOUNT,
          region: 'us-east-1',
          target: 'local',
          gradedAt: new Date().toISOString(),
          earned: 1,
          possible: 1,
          results: [{ id: 'c', title: 'C', points: 1, status: 'pass', observed }],
        };
      },
    },
    (line) => reported.push(line),
  );
  const server = await serveWith((response) => checks.open(aLab, ACCOUNT, response));
  const commit = () => {
    for (const listener of listeners) listener({ sequence: 1, time: 0, records: [] });
  };
  const observed = (report: GradeReport | undefined) => {
    const [result] = report?.results ?? [];
    return result?.status === 'pass' ? result.observed : undefined;
  };
  return { listeners, world, reported, progress, checks, server, commit, observed };
};

it('grades at once, and again within two seconds of a fact', async () => {
  const { world, server, commit, observed, progress } = await setUp();
  await using _ = server;
  using stream = await listen<GradeReport>(server.url);
  await eventually(() => observed(stream.events[0]) === 'nothing');
  world.fact = 'a cluster';
  commit();
  await eventually(() => observed(stream.events.at(-1)) === 'a cluster', 2_000);
  expect(observed((await progress.read()).report)).toBe('a cluster');
});

it('sees what no commit tells of, such as a log line, within two seconds too', async () => {
  const { world, server, observed } = await setUp();
  await using _ = server;
  using stream = await listen<GradeReport>(server.url);
  await eventually(() => stream.events.length === 1);
  world.fact = 'a log line';
  await eventually(() => observed(stream.events.at(-1)) === 'a log line', 2_000);
});

it('never grades twice at a time, however much happens and however many look', async () => {
  const { world, server, commit, observed } = await setUp();
  await using _ = server;
  using first = await listen<GradeReport>(server.url);
  using second = await listen<GradeReport>(server.url);
  const began = performance.now();
  for (let n = 0; n < 50; n++) {
    world.fact = `fact ${n}`;
    commit();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  for (const stream of [first, second])
    await eventually(() => observed(stream.events.at(-1)) === 'fact 49', 2_000);
  expect(world.most).toBe(1);
  expect(world.gradings).toBeLessThan(3 + (performance.now() - began) / 150);
});

it('sends nothing while nothing changes', async () => {
  const { world, server, commit } = await setUp();
  await using _ = server;
  using stream = await listen<GradeReport>(server.url);
  await eventually(() => stream.events.length === 1);
  commit();
  await eventually(() => world.gradings >= 2 && world.running === 0);
  expect(stream.events).toHaveLength(1);
});

it('stops grading when nobody listens any more', async () => {
  const { listeners, server } = await setUp();
  await using _ = server;
  const stream = await listen<GradeReport>(server.url);
  expect(listeners.size).toBe(1);
  stream[Symbol.dispose]();
  await eventually(() => listeners.size === 0);
});

it('says once that grading failed, and goes on', async () => {
  const { world, server, commit, reported, observed } = await setUp();
  await using _ = server;
  world.broken = true;
  using stream = await listen<GradeReport>(server.url);
  await eventually(() => world.gradings === 1 && world.running === 0);
  commit();
  await eventually(() => world.gradings >= 2 && world.running === 0);
  world.broken = false;
  world.fact = 'back';
  commit();
  await eventually(() => observed(stream.events.at(-1)) === 'back');
  expect(reported).toEqual(['Grading a-lab failed: the grader is broken']);
});
