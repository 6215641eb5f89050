import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { delay, duration } from '../../src/cli/fault/values.ts';
import { run } from '../../src/cli/fault.ts';
import { openRuntime, type TestRuntime } from '../server/open-runtime.ts';

let runtime: TestRuntime;
let printed: string[];
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime[Symbol.asyncDispose]());
beforeEach(() => {
  printed = [];
  for (const name of ['log', 'error'] as const)
    vi.spyOn(console, name).mockImplementation((line) => void printed.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

const fault = async (...args: string[]): Promise<{ status: number; text: string }> => {
  printed.length = 0;
  const where = ['--endpoint', `http://127.0.0.1:${runtime.port}`, '--data', runtime.dataDir];
  const status = await run([...args, ...where]);
  return { status, text: printed.join('\n') };
};

it('alone lists the vocabulary, each with an example', async () => {
  const { status, text } = await fault();
  expect(status).toBe(0);
  expect(text).toContain('kill-container');
  expect(text).toContain('npm run fault -- lose-zone us-east-1a');
});

it('says what will happen, causes it, lists it and undoes it', async () => {
  const dry = await fault('lose-zone', 'us-east-1a', '--dry-run');
  expect(dry.text).toContain('Ends by itself after 5 min');
  expect((await fault('list')).text).toContain('No fault was caused');
  const { status, text } = await fault('lose-zone', 'us-east-1a', '--for', '10m');
  expect(status).toBe(0);
  expect(text).toContain('The zone us-east-1a is lost');
  expect(text).toContain('Ends by itself after 10 min, which has the zone back');
  const [, id = ''] = /fault -- undo (fault-\w+)/.exec(text) ?? [];
  expect((await fault('list')).text).toContain(`${id}  lose-zone         in force`);
  expect(JSON.parse((await fault('undo', id, '--json')).text)).toMatchObject({ faultId: id });
  expect((await fault('list')).text).toContain('over since');
});

it.each<[string, string[], number, string]>([
  ['no such fault', ['meteor', 'x'], 2, 'There is no fault "meteor"'],
  ['no target', ['kill-container'], 2, 'npm run fault -- kill-container TASK'],
  ['nothing to undo', ['undo'], 2, 'needs the id of a fault'],
  ['what the runtime refuses', ['kill-container', 'cats'], 1, "no task 'cats'"],
  ['another data folder', ['undo', 'fault-1', '--data', '/nowhere'], 1, '--data DIR'],
  ['nobody there', ['list', '--endpoint', 'http://127.0.0.1:1'], 3, 'npm start'],
])('%s is told', async (_, args, status, words) => {
  // The last of an option that is given twice counts.
  const [word = '', ...more] = args;
  const where = ['--endpoint', `http://127.0.0.1:${runtime.port}`, '--data', runtime.dataDir];
  expect(await run([...where, word, ...more])).toBe(status);
  expect(printed.join('\n')).toContain(words);
});

it('reads times and delays', () => {
  expect(['90s', '5m', '1h', '30'].map(duration)).toEqual([90, 300, 3_600, 30]);
  for (const text of ['0s', '2h', '-5', 'soon', '']) expect(() => duration(text)).toThrow('90s');
  expect(['300', '300ms'].map(delay)).toEqual([300, 300]);
  for (const text of ['0', '61s', '70000']) expect(() => delay(text)).toThrow('milliseconds');
});
