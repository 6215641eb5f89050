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
  await progress.step('build', 'done');
  await progress.quiz('layers', 2);
  expect(await new ProgressFile(folder, 'cats', '123456789012').read()).toEqual({
    lab: 'cats',
    steps: { build: { status: 'done' } },
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
  expect((await progress.read(explain)).steps).toEqual({ build: { status: 'done' } });
});

test('reset forgets everything', async () => {
  await progress.step('build', 'done');
  expect(await progress.reset()).toEqual(empty);
  expect(await progress.read()).toEqual(empty);
});
