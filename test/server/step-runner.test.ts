import { expect, it } from 'vitest';
import { HttpError } from '../../src/server/workbook/http-error.ts';
import type { Shell } from '../../src/server/workbook/lab-tools.ts';
import { StepRunner } from '../../src/server/workbook/step-runner.ts';
import { aLab, progressInMemory } from './a-lab.ts';
import { eventually } from './eventually.ts';
import { serveWith } from './http-pair.ts';

const ACCOUNT = '000000000000';

/** A runner whose shells do as `run` says; `/STEP` runs a step, `/STEP/follow` follows it. */
const setUp = async (run: Shell['run'], passedOver?: string) => {
  const progress = progressInMemory();
  const shells: string[] = [];
  const runner = new StepRunner({
    progress: async () => progress,
    whyPassedOver: async ({ needs }) => (needs === undefined ? undefined : passedOver),
    async openShell() {
      shells.push('opened');
      return { run, close: async () => void shells.push('closed') };
    },
  });
  const server = await serveWith(async (response, path) => {
    const [, step = '', follow] = path.split('/');
    try {
      if (follow === undefined) await runner.run(aLab, step, ACCOUNT, response);
      else runner.follow(aLab, step, ACCOUNT, response);
    } catch (error) {
      response.writeHead(error instanceof HttpError ? error.status : 500).end(String(error));
    }
  });
  const post = async (step: string) => {
    const answer = await fetch(`${server.url}/${step}`);
    const text = await answer.text();
    const lines = answer.ok
      ? text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
    return { status: answer.status, text, lines };
  };
  return { runner, progress, shells, server, post };
};

it('streams the output, then how it ended, and keeps the progress', async () => {
  const { server, post, progress } = await setUp(async ({ script }, onOutput) => {
    onOutput(`${script}\n`);
    onOutput('again\n');
    return { code: script === 'echo one' ? 0 : 3 };
  });
  await using _ = server;
  expect((await post('one')).lines).toEqual([
    { type: 'output', text: 'echo one\n' },
    { type: 'output', text: 'again\n' },
    { type: 'exit', code: 0 },
  ]);
  expect((await post('two')).lines.at(-1)).toEqual({ type: 'exit', code: 3 });
  expect((await progress.read()).steps).toEqual({
    one: { status: 'done', endedAt: 1, code: 0 },
    two: { status: 'failed', endedAt: 1, code: 3 },
  });
  expect(await progress.outputs()).toEqual({
    one: 'echo one\nagain\n',
    two: 'echo two\nagain\n',
  });
});

it('shows a run under way from its beginning to who comes later', async () => {
  let end = () => {};
  const { server, post, runner } = await setUp(
    (_, onOutput) =>
      new Promise((resolve) => {
        onOutput('so far\n');
        end = () => {
          onOutput('and on\n');
          resolve({ code: 0 });
        };
      }),
  );
  await using _ = server;
  expect((await post('one/follow')).status).toBe(404);
  const first = post('one');
  await eventually(() => runner.running(aLab, ACCOUNT)?.step === 'one');
  await expect(runner.forget(aLab, 'one', ACCOUNT)).rejects.toThrow('is still running');
  const answer = await fetch(`${server.url}/one/follow`);
  end();
  const { lines } = await first;
  expect(lines.map(({ text }) => text)).toEqual(['so far\n', 'and on\n', undefined]);
  const followed = (await answer.text()).trim().split('\n');
  expect(followed.map((line) => JSON.parse(line))).toEqual(lines);
  expect((await post('one/follow')).status).toBe(404);
});

it('passes a step over that needs what is not there', async () => {
  const { server, post, progress, shells } = await setUp(async () => ({ code: 0 }), 'No Docker.');
  await using _ = server;
  expect((await post('two')).lines).toEqual([{ type: 'passedOver', reason: 'No Docker.' }]);
  expect((await progress.read()).steps).toEqual({
    two: { status: 'passedOver', endedAt: 1, reason: 'No Docker.' },
  });
  expect(shells).toEqual([]);
});

it('runs one step of a lab at a time', async () => {
  let end = () => {};
  const { server, post } = await setUp(
    () => new Promise((resolve) => (end = () => resolve({ code: 0 }))),
  );
  await using _ = server;
  const first = post('one');
  await eventually(async () => (await post('one')).status === 409);
  expect((await post('two')).text).toContain('Step one of this lab is still running');
  end();
  expect((await first).lines).toEqual([{ type: 'exit', code: 0 }]);
});

it('goes on with a step whose page was closed, in the same shell', async () => {
  let end = () => {};
  const { server, post, progress, shells } = await setUp(
    () => new Promise((resolve) => (end = () => resolve({ code: 0 }))),
  );
  await using _ = server;
  const gone = new AbortController();
  const request = fetch(`${server.url}/one`, { signal: gone.signal });
  await eventually(() => shells.length === 1);
  await request;
  gone.abort();
  end();
  await eventually(async () => (await progress.read()).steps.one?.status === 'done');
  const second = post('one');
  await eventually(async () => (await post('one')).status === 409);
  end();
  await second;
  expect(shells).toEqual(['opened']);
});

it('fails a step whose shell cannot be had, and tries a new one next time', async () => {
  let attempts = 0;
  const { server, post } = await setUp(async () => {
    if (++attempts === 1) throw new Error('Expected bash or sh, found neither.');
    return { code: 0 };
  });
  await using _ = server;
  expect((await post('one')).lines).toEqual([
    { type: 'output', text: 'Expected bash or sh, found neither.\n' },
    { type: 'exit', code: 1 },
  ]);
  expect((await post('one')).lines).toEqual([{ type: 'exit', code: 0 }]);
});

it('knows the steps of the lab only', async () => {
  const { server, post } = await setUp(async () => ({ code: 0 }));
  await using _ = server;
  expect(await post('three')).toMatchObject({
    status: 404,
    text: expect.stringContaining('has no step three'),
  });
});
