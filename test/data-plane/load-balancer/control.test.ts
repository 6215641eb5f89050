import { writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  CONFIGURATION_PATH,
  COUNTS_PATH,
  HEALTH_PATH,
  LOG_PATH,
} from '../../../src/data-plane/load-balancer/surroundings.ts';
import { App } from './app.ts';
import { configuration, forward, group, target } from './configurations.ts';
import { ask, converse, Program, TOKEN, until } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.start();
});
afterAll(() => program[Symbol.asyncDispose]());

it('asks for the token', async () => {
  expect(await program.configure(configuration([]), 'wrong')).toBe(401);
  for (const path of [CONFIGURATION_PATH, COUNTS_PATH, HEALTH_PATH, LOG_PATH])
    expect((await ask(program.port, path)).status).toBe(401);
  expect(await converse(program.port, 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(
    /^HTTP\/1.1 407 /,
  );
});

it('refuses what is no configuration, and stays as it is', async () => {
  await using app = await App.start('app');
  await program.serve(configuration([group('one', [app.port])]));
  const bad = configuration([], {
    listeners: [
      {
        listenerArn: 'arn:listener',
        port: 80,
        protocol: 'HTTP',
        rules: [{ ...forward(), conditions: [{ field: 'source-ip', values: ['nowhere'] }] }],
      },
    ],
  });
  for (const body of ['{', '{}', 'null', JSON.stringify(bad)]) {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const { status } = await ask(program.port, CONFIGURATION_PATH, {
      method: 'PUT',
      headers,
      body,
    });
    expect(status).toBe(400);
  }
  expect((await ask(program.port, '/')).body).toBe('app');
});

it('tells the newest lines of its log, then every new one', async () => {
  await using app = await App.start('app');
  await program.serve(configuration([group('one', [app.port])]));
  await ask(program.port, '/before?x=1', { headers: { 'User-Agent': 'test/1' } });
  using log = program.followLog();
  await until(() => log.lines.some((line) => line.includes('/before')));
  await ask(program.port, '/after', { method: 'POST', body: 'x'.repeat(1000) });
  await until(() => log.lines.some((line) => line.includes('/after')));
  const before = log.lines.find((line) => line.includes('/before')) ?? '';
  expect(before).toMatch(/^http \d{4}-\S+Z app\/web\/50dc6c495c0c9188 127\.0\.0\.1:\d+ /);
  expect(before).toContain(` 127.0.0.1:${app.port} 0.0`);
  expect(before).toContain(
    '"GET http://web.elb.localhost:80/before?x=1 HTTP/1.1" "test/1" - - arn:one "Root=',
  );
  const after = log.lines.find((line) => line.includes('/after'))?.split(' ') ?? [];
  expect(after.slice(8, 10)).toEqual(['200', '200']);
  expect(Number(after[10])).toBeGreaterThan(1000);
  expect(Number(after[11])).toBeGreaterThan(90);
});

it('counts requests and errors, in all and of each target', async () => {
  await using app = await App.start('app', ({ url }, response) =>
    response.writeHead(Number(url?.slice(1)) || 200).end(),
  );
  const counted = async () => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    return JSON.parse((await ask(program.port, COUNTS_PATH, { headers })).body);
  };
  await program.serve(configuration([group('one', [app.port])]));
  const before = await counted();
  expect(before.targets).toEqual([]);
  for (const path of ['/', '/404', '/503', '/502']) await ask(program.port, path);
  const { targets, ...all } = await counted();
  expect(all).toEqual({
    requests: before.requests + 4,
    errors4xx: before.errors4xx + 1,
    errors5xx: before.errors5xx + 2,
  });
  const { id, port } = target(app.port);
  const counts = { requests: 4, errors4xx: 1, errors5xx: 2 };
  expect(targets).toEqual([{ targetGroupArn: 'arn:one', id, port, ...counts }]);
});

it('keeps no more than 1,000 lines', async () => {
  await program.configure(configuration([group('none', [])]));
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  for (let i = 0; i < 11; i++)
    await Promise.all(
      Array.from({ length: 100 }, (_, j) => ask(program.port, `/${i}-${j}`, { agent })),
    );
  agent.destroy();
  using log = program.followLog();
  await until(() => log.lines.length >= 1000);
  expect(log.lines).toHaveLength(1000);
  expect(log.lines.at(-1)).toContain('/10-');
});

it('started again, goes on at once with what it was told', async () => {
  await using app = await App.start('app');
  await program.serve(configuration([group('one', [app.port])]));
  await program.kill();
  await program.run();
  expect((await ask(program.port, '/')).body).toBe('app');
});

it('started again with a file that nobody can read, waits to be told', async () => {
  await using app = await App.start('app');
  await program.kill();
  writeFileSync(join(program.folder, 'configuration.json'), '{"listeners":[');
  await program.run();
  expect((await ask(program.port, '/')).status).toBe(503);
  expect(program.said).toContain('waiting to be told again');
  await program.serve(configuration([group('one', [app.port])]));
  expect((await ask(program.port, '/')).body).toBe('app');
});
