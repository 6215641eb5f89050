import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressFile } from '../../src/workbook/progress.ts';

let folder: string;
let progress: ProgressFile;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'progress-'));
  progress = new ProgressFile(folder, 'cats', '123456789012');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const empty = { lab: 'cats', steps: {}, quiz: {} };

test('a lab that was never begun has the empty progress, and no file', async () => {
  expect(await progress.read()).toEqual(empty);
  expect(await readdir(folder)).toEqual([]);
});

test('progress is there for whoever reads it next', async () => {
  await progress.step('build', 'failed', { code: 3, output: 'no such file\n' });
  await progress.quiz('layers', 2);
  const next = new ProgressFile(folder, 'cats', '123456789012');
  expect(await next.read()).toEqual({
    lab: 'cats',
    steps: { build: { status: 'failed', endedAt: expect.any(Number), code: 3 } },
    quiz: { layers: 2 },
    answeredAt: { layers: expect.any(Number) },
  });
  expect(await next.outputs()).toEqual({ build: 'no such file\n' });
});

test('a step can be forgotten, and the others stay', async () => {
  await progress.step('build', 'done', { output: 'built\n' });
  await progress.step('run', 'done', { output: 'up\n' });
  const { steps, forgotten } = await progress.forget('build');
  expect(Object.keys(steps)).toEqual(['run']);
  expect(forgotten).toEqual({ build: expect.any(Number) });
  expect(await progress.outputs()).toEqual({ run: 'up\n' });
});

test('what an older or a newer version wrote is read, and its own members stay', async () => {
  const old = { lab: 'cats', steps: { build: { status: 'done' } }, quiz: { layers: 1 } };
  const file = { ...old, steps: { build: { status: 'done', mood: 'proud' } }, medals: [1] };
  await mkdir(dirname(progress.file), { recursive: true });
  await writeFile(progress.file, JSON.stringify(old));
  expect(await progress.read()).toEqual(old);
  await writeFile(progress.file, JSON.stringify(file));
  await progress.quiz('layers', 2);
  expect(JSON.parse(await readFile(progress.file, 'utf8'))).toMatchObject({
    ...file,
    quiz: { layers: 2 },
  });
});

test('accounts do not see each other', async () => {
  await progress.step('build', 'done');
  expect(await new ProgressFile(folder, 'cats', '000000000000').read()).toEqual(empty);
});

test('changes made at the same time are all kept', async () => {
  const other = new ProgressFile(folder, 'cats', '123456789012');
  await Promise.all([
    ...Array.from({ length: 10 }, (_, index) => progress.step(`a${index}`, 'done')),
    ...Array.from({ length: 10 }, (_, index) => other.step(`b${index}`, 'failed')),
  ]);
  expect(Object.keys((await progress.read()).steps)).toHaveLength(20);
  expect(await readdir(dirname(progress.file))).toEqual(['cats.json']);
});

test.each([
  ['half a file', '{"lab":"cats","steps":{"bu'],
  ['another form', '{"lab":"cats","steps":[],"quiz":{}}'],
  ['another lab', '{"lab":"dogs","steps":{},"quiz":{}}'],
  ['nothing', ''],
])('a damaged file (%s) is kept aside and explained', async (_, text) => {
  await mkdir(dirname(progress.file), { recursive: true });
  await writeFile(progress.file, text);
  const explain = vi.fn();
  expect(await progress.read(explain)).toEqual(empty);
  const [aside = ''] = await readdir(dirname(progress.file));
  expect(aside).toMatch(/^cats\.json\.damaged-\d+$/);
  expect(await readFile(join(dirname(progress.file), aside), 'utf8')).toBe(text);
  expect(explain).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(aside));
  await progress.step('build', 'done');
  expect((await progress.read(explain)).steps).toMatchObject({ build: { status: 'done' } });
});

test('reset forgets everything, and that it did is known', async () => {
  await progress.step('build', 'done', { output: 'built\n' });
  const afresh = { ...empty, resetAt: expect.any(Number) };
  expect(await progress.reset()).toEqual(afresh);
  expect(await progress.read()).toEqual(afresh);
  expect(await progress.outputs()).toEqual({});
});
