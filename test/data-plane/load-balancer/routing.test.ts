import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleAction } from '../../../src/core/load-balancers/configuration.ts';
import { App } from './app.ts';
import { configuration, forward, group } from './configurations.ts';
import { ask, listening, Program, until } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.start();
});
afterAll(() => program[Symbol.asyncDispose]());

describe('rules', () => {
  const rule = (path: string, action: RuleAction) => ({
    ruleArn: `arn:${path}`,
    priority: 7,
    conditions: [{ field: 'path-pattern', values: [path] }] as const,
    action,
  });

  it('decide in their order; the last is for all others', async () => {
    await using a = await App.start('a');
    await using b = await App.start('b');
    const { targetGroups, listeners } = configuration([
      group('one', [a.port]),
      group('two', [b.port]),
    ]);
    const [listener] = listeners;
    if (listener === undefined) throw new Error('Expected a listener.');
    await program.serve(
      configuration(targetGroups, {
        listeners: [
          {
            ...listener,
            rules: [
              rule('/a/*', forward('one').action),
              rule('/old/*', {
                type: 'redirect',
                statusCode: 302,
                protocol: '#{protocol}',
                host: '#{host}',
                port: '#{port}',
                path: '/new/#{path}',
                query: '#{query}',
              }),
              rule('/fixed', {
                type: 'fixed-response',
                statusCode: 418,
                contentType: 'text/plain',
                messageBody: 'teapot',
              }),
              forward('two'),
            ],
          },
        ],
      }),
    );
    expect((await ask(program.port, '/a/1')).body).toBe('a');
    expect((await ask(program.port, '/b/1')).body).toBe('b');
    expect(await ask(program.port, '/fixed')).toMatchObject({
      status: 418,
      body: 'teapot',
      headers: { 'content-type': 'text/plain', server: 'awselb/2.0' },
    });
    expect(
      await ask(program.port, '/old/x?y=1', { headers: { Host: 'w.elb.localhost:1' } }),
    ).toMatchObject({
      status: 302,
      headers: { location: 'http://w.elb.localhost:1/new/old/x?y=1' },
    });
  });

  it('share by weight exactly, and hold on when something else changes', async () => {
    await using a = await App.start('a');
    await using b = await App.start('b');
    const weighted = configuration([group('one', [a.port]), group('two', [b.port])], {
      listeners: [
        {
          listenerArn: 'arn:listener',
          port: 80,
          protocol: 'HTTP',
          rules: [
            {
              ruleArn: 'arn:default',
              conditions: [],
              action: {
                type: 'forward',
                targetGroups: [
                  { targetGroupArn: 'arn:one', weight: 3 },
                  { targetGroupArn: 'arn:two', weight: 1 },
                ],
              },
            },
          ],
        },
      ],
    });
    await program.serve(weighted);
    let bodies = '';
    for (let i = 0; i < 8; i++) {
      bodies += (await ask(program.port, '/')).body;
      await program.configure({ ...weighted, idleTimeout: 50_000 + i });
    }
    expect(bodies).toBe('aabaaaba');
  });

  it('are chosen by the port in the host name', async () => {
    await using a = await App.start('a');
    await using b = await App.start('b');
    await program.serve(
      configuration([group('one', [a.port]), group('two', [b.port])], {
        listeners: [
          { listenerArn: 'arn:80', port: 80, protocol: 'HTTP', rules: [forward('one')] },
          { listenerArn: 'arn:8080', port: 8080, protocol: 'HTTP', rules: [forward('two')] },
        ],
      }),
    );
    const named = async (host: string) =>
      (await ask(program.port, '/', { headers: { Host: host } })).body;
    expect(await named('web.elb.localhost:4566')).toBe('a');
    expect(await named('web-8080.elb.localhost:4566')).toBe('b');
    expect(await named('localhost')).toBe('a');
    expect(b.requests[0]?.headers['x-forwarded-port']).toBe('8080');
  });
});

describe('stickiness', () => {
  const cookieOf = (headers: IncomingHttpHeaders, name: string): string =>
    headers['set-cookie']?.find((each) => each.startsWith(`${name}=`))?.split(';')[0] ?? '';

  it('to a target, by a cookie of the load balancer', async () => {
    await using a = await App.start('a');
    await using b = await App.start('b');
    const one = group('one', [a.port, b.port], {
      stickiness: { type: 'lb_cookie', duration: 60_000 },
    });
    await program.serve(configuration([one]));
    const first = await ask(program.port, '/');
    const Cookie = cookieOf(first.headers, 'AWSALB');
    expect(Cookie).not.toBe('');
    for (let i = 0; i < 4; i++)
      expect((await ask(program.port, '/', { headers: { Cookie } })).body).toBe(first.body);

    const stuck = first.body === 'a' ? a : b;
    await program.configure(
      configuration([
        {
          ...one,
          targets: one.targets.map((each) => ({ ...each, draining: each.port === stuck.port })),
        },
      ]),
    );
    const other = await ask(program.port, '/', { headers: { Cookie } });
    expect(other.body).not.toBe(first.body);
    expect(cookieOf(other.headers, 'AWSALB')).not.toBe(Cookie);
  });

  it('to a target, by a cookie of the application', async () => {
    const login = (name: string) =>
      App.start(name, (asked, response) => {
        if (asked.url === '/login') response.setHeader('Set-Cookie', 'session=1');
        response.end(name);
      });
    await using a = await login('a');
    await using b = await login('b');
    await program.serve(
      configuration([
        group('one', [a.port, b.port], {
          stickiness: { type: 'app_cookie', duration: 60_000, cookieName: 'session' },
        }),
      ]),
    );
    expect((await ask(program.port, '/')).headers).not.toHaveProperty('set-cookie');
    const { headers, body } = await ask(program.port, '/login');
    const sticky = cookieOf(headers, 'AWSALBAPP-0');
    const with2 = { headers: { Cookie: `session=1; ${sticky}` } };
    for (let i = 0; i < 4; i++) expect((await ask(program.port, '/', with2)).body).toBe(body);
    const without = { headers: { Cookie: sticky } };
    const bodies = [await ask(program.port, '/', without), await ask(program.port, '/', without)];
    expect(new Set(bodies.map((each) => each.body)).size).toBe(2);
  });

  it('to a target group, until its weight is 0', async () => {
    await using a = await App.start('a');
    await using b = await App.start('b');
    const weights = (one: number, two: number) =>
      configuration([group('one', [a.port]), group('two', [b.port])], {
        listeners: [
          {
            listenerArn: 'arn:listener',
            port: 80,
            protocol: 'HTTP',
            rules: [
              {
                ruleArn: 'arn:default',
                conditions: [],
                action: {
                  type: 'forward',
                  stickiness: 60_000,
                  targetGroups: [
                    { targetGroupArn: 'arn:one', weight: one },
                    { targetGroupArn: 'arn:two', weight: two },
                  ],
                },
              },
            ],
          },
        ],
      });
    await program.serve(weights(1, 1));
    const first = await ask(program.port, '/');
    const Cookie = cookieOf(first.headers, 'AWSALBTG');
    for (let i = 0; i < 4; i++)
      expect((await ask(program.port, '/', { headers: { Cookie } })).body).toBe(first.body);
    await program.configure(first.body === 'a' ? weights(0, 1) : weights(1, 0));
    expect((await ask(program.port, '/', { headers: { Cookie } })).body).not.toBe(first.body);
  });
});

it('a listener listens at its own port, and at no other, when told to', async () => {
  await using listens = await Program.start({ listens: true });
  await using app = await App.start('app');
  const taken = createServer();
  const [free, busy] = [await freePort(), await listening(taken)];
  const at = (port: number) => ({
    listenerArn: `arn:${port}`,
    port,
    protocol: 'HTTP' as const,
    rules: [forward('one')],
  });
  const one = [group('one', [app.port])];
  await listens.serve(configuration(one, { listeners: [at(free), at(busy)] }));
  await until(async () => (await answered(free)) === 'app');
  await ask(free, '/', { headers: { Host: 'shop.example.com' } });
  expect(app.requests.at(-1)?.headers.host).toBe(`shop.example.com:${free}`);
  expect(listens.said).toContain(`Cannot listen on port ${busy}`);
  taken.close();
  await until(async () => (await answered(busy)) === 'app');
  await listens.configure(configuration(one, { listeners: [at(busy)] }));
  await until(async () => (await answered(free)) === undefined);
  expect(await answered(busy)).toBe('app');
});

const answered = (port: number): Promise<string | undefined> =>
  ask(port, '/').then(
    ({ body }) => body,
    () => undefined,
  );

const freePort = async (): Promise<number> => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};
