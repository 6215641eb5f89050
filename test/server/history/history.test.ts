import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { nameOf } from '../../../src/core/arn.ts';
import type { ClusterPicture, History } from '../../../src/server/api.ts';
import { ask, callEcs } from '../ask.ts';
import { runCat } from '../cats.ts';
import { eventually } from '../eventually.ts';
import { openRuntime, type TestRuntime } from '../open-runtime.ts';

const get = async (runtime: TestRuntime, path: string) => {
  const { status, body } = await ask(runtime.port, { path: `/_workbook/${path}` });
  return { status, body: JSON.parse(body) };
};

const historyOf = async (runtime: TestRuntime, query = ''): Promise<History> => {
  const { status, body } = await get(runtime, `history${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

const pictureAt = async (runtime: TestRuntime, query: string): Promise<ClusterPicture> => {
  const { status, body } = await get(runtime, `history/picture?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

test('what happened is told, and shown as it was, also by a runtime that was started later', async () => {
  const first = await openRuntime();
  const { dataDir } = first;
  const { moments: none } = await historyOf(first);
  expect(none).toEqual([]);
  const { taskArn } = await runCat(first);
  const id = nameOf(taskArn);
  const task = `Task ${id.slice(0, 8)}`;
  await eventually(async () => {
    const { moments } = await historyOf(first);
    return moments.at(-1)?.text === `${task} is RUNNING`;
  });
  const running = await historyOf(first);
  expect(running.moments.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'cluster: Cluster allthecats was created',
    `task: ${task} is RUNNING`,
  ]);
  const [made, ran] = running.moments;
  expect([running.from, running.from <= running.to]).toEqual([made?.at, true]);
  await callEcs(first.port, 'StopTask', { cluster: 'allthecats', task: id });
  const stopped = await eventually(async () => {
    const { moments } = await historyOf(first, `?after=${ran?.sequence}`);
    return moments.length === 1 && moments[0];
  });
  expect(stopped.text).toBe(`${task} is STOPPED. Task stopped by user`);

  const statusAt = async (runtime: TestRuntime, at: number | undefined) => {
    const { now, clusters } = await pictureAt(runtime, `at=${at}`);
    return [now, clusters[0]?.name, clusters[0]?.tasks.map((one) => one.lastStatus)];
  };
  const expectThePast = async (runtime: TestRuntime) => {
    expect(await statusAt(runtime, made?.at)).toEqual([made?.at, 'allthecats', []]);
    expect(await statusAt(runtime, ran?.at)).toEqual([ran?.at, 'allthecats', ['RUNNING']]);
    // Before there was anything: the first picture there is.
    expect((await pictureAt(runtime, 'at=1')).now).toBe(made?.at);
    expect((await pictureAt(runtime, 'at=99999999999999')).now).toBeGreaterThan(stopped.at);
    // Another account saw none of it.
    const other = 'account=111111111111';
    expect((await historyOf(runtime, `?${other}`)).moments).toEqual([]);
    expect((await pictureAt(runtime, `at=${ran?.at}&${other}`)).clusters).toEqual([]);
  };
  await expectThePast(first);
  await first.close({ keep: true });

  const second = await openRuntime({ dataDir });
  await expectThePast(second);
  expect((await historyOf(second)).moments.slice(0, 2)).toEqual(running.moments);
  await second.close({ keep: false });
  await rm(dataDir, { recursive: true });
});

test('a moment that is none is refused in words', async () => {
  await using runtime = await openRuntime();
  for (const [path, found] of [
    ['history?after=x', '"x"'],
    ['history/picture', '""'],
    ['history/picture?at=-1', '"-1"'],
    ['history/picture?at=1e300', '"1e300"'],
  ]) {
    const { status, body } = await get(runtime, path ?? '');
    expect(status).toBe(400);
    expect(body.message).toContain(`with a whole number; found ${found}`);
  }
  expect((await pictureAt(runtime, 'at=5')).clusters).toEqual([]);
});
