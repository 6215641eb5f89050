import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { App } from './app.ts';
import { configuration, group, target } from './configurations.ts';
import { ask, Program, until } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.start();
});
afterAll(() => program[Symbol.asyncDispose]());

/** Answers after some milliseconds, as an application does. */
const slow = (name: string, ms: number) =>
  App.start(name, (asked, response) => {
    asked.resume();
    setTimeout(() => response.end(name), ms);
  });

it('loses no request under load while all targets are swapped ten times', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let apps = await Promise.all([slow('0a', 5), slow('0b', 5)]);
  const ports = (all: readonly App[]) => all.map(({ port }) => port);
  await program.serve(configuration([group('one', ports(apps))]));

  const statuses = new Map<number | string, number>();
  const count = (status: number | string) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
  let loading = true;
  const load = Array.from({ length: 16 }, async (_, i) => {
    while (loading) {
      const asked = ask(program.port, '/', {
        agent,
        ...(i % 2 === 0 && { method: 'POST', body: 'x' }),
      });
      await asked.then(
        ({ status }) => count(status),
        (error: Error) => count(error.message),
      );
    }
  });

  for (let round = 1; round <= 10; round++) {
    const next = await Promise.all([slow(`${round}a`, 5), slow(`${round}b`, 5)]);
    await program.serve(
      configuration([group('one', [...ports(apps), ...ports(next)])]),
      ports(next),
    );
    const draining = apps.map(({ port }) => target(port, { draining: true }));
    await program.configure(configuration([group('one', [...draining, ...ports(next)])]));
    // What was on its way before has come when this has come back.
    await ask(program.port, '/');
    const seen = apps.map(({ requests }) => requests.length);
    await until(() => next.every(({ requests }) => requests.length > 20));
    expect(apps.map(({ requests }) => requests.length)).toEqual(seen);
    await program.configure(configuration([group('one', ports(next))]));
    await Promise.all(apps.map((app) => app[Symbol.asyncDispose]()));
    apps = next;
  }
  loading = false;
  await Promise.all(load);
  agent.destroy();
  await Promise.all(apps.map((app) => app[Symbol.asyncDispose]()));
  expect([...statuses.keys()]).toEqual([200]);
  expect(statuses.get(200)).toBeGreaterThan(500);
});

it('lets what is under way end, and ends what lasts when the target is taken away', async () => {
  const held: (() => void)[] = [];
  await using old = await App.start(
    'old',
    (_, response) => void held.push(() => response.end('old')),
  );
  await using young = await App.start('young');
  await program.serve(configuration([group('one', [old.port])]));
  const [ends, lasts] = [ask(program.port, '/ends'), ask(program.port, '/lasts')];
  await until(() => held.length === 2);
  const both = group('one', [target(old.port, { draining: true }), young.port]);
  await program.serve(configuration([both]), [young.port]);
  expect((await ask(program.port, '/')).body).toBe('young');
  held[old.requests.findIndex(({ url }) => url === '/ends')]?.();
  expect((await ends).body).toBe('old');
  await program.configure(configuration([group('one', [young.port])]));
  // AWS: 502, the deregistration delay elapsed for a request being handled by the target.
  expect((await lasts).status).toBe(502);
});

it('goes on with requests under way whose listener is taken away', async () => {
  const held: (() => void)[] = [];
  await using app = await App.start(
    'app',
    (_, response) => void held.push(() => response.end('done')),
  );
  await program.serve(configuration([group('one', [app.port])]));
  const asked = ask(program.port, '/');
  await until(() => held.length === 1);
  await program.configure(configuration([group('one', [app.port])], { listeners: [] }));
  held[0]?.();
  expect((await asked).body).toBe('done');
  expect((await ask(program.port, '/')).status).toBe(503);
});
