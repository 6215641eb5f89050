import { createServer, type RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { HookCaller } from '../../../src/control-plane/hooks/hook-caller.ts';
import type { HookEffect } from '../../../src/core/effects.ts';
import type { HookAnswer } from '../../../src/core/observations.ts';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:smoke-test';

const effect = (hookTargetArn: string): HookEffect => ({
  type: 'InvokeHook',
  serviceDeploymentArn: 'arn:aws:ecs:us-east-1:111122223333:service-deployment/demo/web/1',
  hookId: 'hook',
  hookTargetArn,
  event: {
    executionDetails: {
      testTrafficWeights: {},
      productionTrafficWeights: {},
      serviceArn: 'arn:aws:ecs:us-east-1:111122223333:service/demo/web',
      targetServiceRevisionArn: 'arn:aws:ecs:us-east-1:111122223333:service-revision/demo/web/2',
    },
    executionId: 'hook',
    lifecycleStage: 'POST_SCALE_UP',
    resourceArn: 'arn:aws:ecs:us-east-1:111122223333:service-deployment/demo/web/1',
  },
});

/** A program on this machine. */
async function program(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What is heard of a hook with that target, where `url` stands for the function. */
const ask = (target: string, url?: string, timeout = 5_000): Promise<HookAnswer> =>
  new Promise((heard) => {
    const caller = new HookCaller({
      lambdas: new Map(url === undefined ? [] : [['smoke-test', url]]),
      timeout,
      observe: ({ answer }) => heard(answer),
    });
    caller.perform(effect(target));
  });

const saying =
  (body: string, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(body);

test('the function of an ARN is the program that stands for it, and gets the event', async () => {
  const asked: unknown[] = [];
  using hook = await program(async (request, response) => {
    asked.push([request.method, await json(request)]);
    response.end('{"hookStatus":"IN_PROGRESS","callBackDelay":60,"hookDetails":{"run":7}}');
  });
  expect(await ask(ARN, hook.url)).toEqual({
    hookStatus: 'IN_PROGRESS',
    callBackDelay: 60,
    hookDetails: { run: 7 },
  });
  expect(asked).toEqual([['POST', effect(ARN).event]]);
});

test('a URL is asked as it is', async () => {
  using hook = await program(saying('{"hookStatus":"SUCCEEDED"}'));
  expect(await ask(hook.url)).toEqual({ hookStatus: 'SUCCEEDED' });
});

test.each([
  ['nothing', 200, '', /no JSON: expected/],
  [
    'no status',
    200,
    '{}',
    /unable to parse the response from .* due to HookStatus must not be null/,
  ],
  ['another status', 200, '{"hookStatus":"DONE"}', /hookStatus DONE: expected SUCCEEDED, FAILED/],
  ['a delay in words', 200, '{"hookStatus":"IN_PROGRESS","callBackDelay":"soon"}', /callBackDelay/],
  ['an error', 500, '{"hookStatus":"SUCCEEDED"}', /HTTP status 500, expected 200/],
  ['too much', 200, `"${'x'.repeat(100_000)}"`, /more than 65536 bytes/],
])('%s is no answer', async (_, status, body, failure) => {
  using hook = await program(saying(body, status));
  expect(await ask(hook.url)).toEqual({ failure: expect.stringMatching(failure) });
});

test('a redirect is not followed', async () => {
  using hook = await program((_, response) => {
    response.writeHead(302, { Location: 'http://example.com/' }).end();
  });
  expect(await ask(hook.url)).toEqual({ failure: expect.stringMatching(/could not be reached/) });
});

test('one that does not answer in time has failed', async () => {
  using hook = await program(() => undefined);
  expect(await ask(hook.url, undefined, 200)).toEqual({
    failure: expect.stringMatching(/no answer from .* within 0.2 s/),
  });
});

test('a function for which nothing stands is told what to do, and nothing else is reached', async () => {
  expect(await ask(ARN)).toEqual({
    failure: expect.stringMatching(/start the runtime with --lambda smoke-test=http:\/\/127/),
  });
  expect(await ask('http://example.com/')).toEqual({
    failure: expect.stringMatching(/is not on this machine/),
  });
});

test('who is asked already is not asked once more', async () => {
  let times = 0;
  using hook = await program((_, response) => {
    times += 1;
    response.end('{"hookStatus":"SUCCEEDED"}');
  });
  await new Promise<void>((heard) => {
    const caller = new HookCaller({ lambdas: new Map(), observe: () => heard() });
    caller.perform(effect(hook.url));
    caller.perform(effect(hook.url));
  });
  expect(times).toBe(1);
});
