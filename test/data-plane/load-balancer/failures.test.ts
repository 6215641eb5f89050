import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { App, Raw } from './app.ts';
import { CHECK, configuration, group, target } from './configurations.ts';
import { ask, connected, Program, until } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.start();
});
afterAll(() => program[Symbol.asyncDispose]());

/** A group whose targets are as healthy as whoever accepts a connection. */
const raw = (...ports: number[]) =>
  group('raw', ports, { healthCheck: { ...CHECK, protocol: 'TCP' } });

const PAGE = (status: string) =>
  `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n</body>\r\n</html>\r\n`;

it('no targets: 503', async () => {
  await program.configure(configuration([group('none', [])]));
  expect(await ask(program.port, '/')).toMatchObject({
    status: 503,
    headers: { server: 'awselb/2.0', 'content-type': 'text/html' },
    body: PAGE('503 Service Temporarily Unavailable'),
  });
});

it('weights that are all 0: 503', async () => {
  await using app = await App.start('app');
  const { targetGroups, listeners } = configuration([group('one', [app.port])]);
  await program.configure(
    configuration(targetGroups, {
      listeners: listeners.map((listener) => ({
        ...listener,
        rules: [
          {
            ruleArn: 'arn:default',
            conditions: [],
            action: {
              type: 'forward',
              targetGroups: [{ targetGroupArn: 'arn:one', weight: 0 }],
            },
          },
        ],
      })),
    }),
  );
  expect((await ask(program.port, '/')).status).toBe(503);
});

it.each<[string, (socket: Socket) => void]>([
  ['closes at once', (socket) => socket.end()],
  ['resets', (socket) => socket.on('data', () => socket.resetAndDestroy())],
  ['closes after the request', (socket) => socket.on('data', () => socket.end())],
  ['answers garbage', (socket) => socket.on('data', () => socket.end('hello, world\r\n\r\n'))],
  [
    'closes within the head',
    (socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nX: ')),
  ],
  [
    'sends an endless head',
    (socket) =>
      socket.on('data', () => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`)),
  ],
  [
    'sends a bad header',
    (socket) => socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nX: a\x01b\r\n\r\n')),
  ],
  [
    'sends two lengths',
    (socket) =>
      socket.on('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      ),
  ],
  [
    'changes protocols unasked',
    (socket) =>
      socket.on('data', () =>
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
        ),
      ),
  ],
])('a target that %s: 502', async (_, serve) => {
  await using bad = await Raw.start(serve);
  await program.serve(configuration([raw(bad.port)]));
  const answer = await ask(program.port, '/');
  expect(answer).toMatchObject({ status: 502, body: PAGE('502 Bad Gateway') });
});

it('a target that refuses: its requests go to another one; if there is none, 502', async () => {
  await using app = await App.start('app', (asked, response) => asked.pipe(response));
  const gone = await App.start('gone');
  const two = configuration([group('two', [app.port, gone.port])]);
  await program.serve(two);
  await gone[Symbol.asyncDispose]();
  const answers = await Promise.all(
    Array.from({ length: 4 }, (_, i) => ask(program.port, '/', { method: 'POST', body: `${i}` })),
  );
  expect(answers.map(({ body }) => body)).toEqual(['0', '1', '2', '3']);

  await program.configure(configuration([group('two', [gone.port])]));
  expect((await ask(program.port, '/')).status).toBe(502);
});

it('a request that was sent is not sent again', async () => {
  let received = 0;
  const serve = (socket: Socket) =>
    socket.on('data', () => {
      received++;
      socket.resetAndDestroy();
    });
  await using one = await Raw.start(serve);
  await using two = await Raw.start(serve);
  await program.serve(configuration([raw(one.port, two.port)]));
  expect((await ask(program.port, '/')).status).toBe(502);
  expect(received).toBe(1);
});

it('a target that cannot be found yet: 502, or another one', async () => {
  await using app = await App.start('app');
  const nowhere = { id: 'i-1', port: 80, draining: false };
  await program.configure(configuration([group('one', [nowhere])]));
  expect((await ask(program.port, '/')).status).toBe(502);
  await program.configure(configuration([group('two', [nowhere, app.port])]));
  expect((await ask(program.port, '/')).body).toBe('app');
  expect((await ask(program.port, '/')).body).toBe('app');
});

it('a target that does not answer within the idle timeout: 504', async () => {
  await using hanging = await Raw.start((socket) => socket.resume());
  await program.serve(configuration([raw(hanging.port)], { idleTimeout: 300 }));
  expect(await ask(program.port, '/')).toMatchObject({
    status: 504,
    body: PAGE('504 Gateway Time-out'),
  });
});

it('a client that does not send its body within the idle timeout: 408', async () => {
  await using app = await App.start('app', (asked, response) =>
    asked.resume().on('end', () => response.end()),
  );
  await program.serve(configuration([group('one', [app.port])], { idleTimeout: 300 }));
  const socket = await connected(program.port);
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 408 Request Time-out\r\n/);
});

it('a target that takes no connection for so long: 504', async () => {
  // One that is stopped accepts nothing; what its system accepts for it is used up first.
  const stopped = spawn(process.execPath, [
    '-e',
    "const s = require('net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => console.log(s.address().port))",
  ]);
  const [line] = await once(stopped.stdout, 'data');
  stopped.kill('SIGSTOP');
  const port = Number(line);
  const waiting = Array.from({ length: 4 }, () => connect({ host: '127.0.0.1', port }));
  await until(() => waiting.filter(({ connecting }) => !connecting).length === 2);
  await program.configure(configuration([group('slow', [port])], { idleTimeout: 300 }));
  expect((await ask(program.port, '/')).status).toBe(504);
  expect(waiting.filter(({ connecting }) => !connecting)).toHaveLength(2);
  for (const socket of waiting) socket.destroy();
  stopped.kill('SIGKILL');
});

it('an answer that breaks off is broken off for the client too', async () => {
  await using breaking = await Raw.start((socket) =>
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart')),
  );
  await program.serve(configuration([raw(breaking.port)]));
  await expect(ask(program.port, '/')).rejects.toThrow('aborted');
});

it('a client that goes away is gone for the target too', async () => {
  await using hanging = await Raw.start((socket) => socket.resume());
  await program.serve(configuration([raw(hanging.port)]));
  using log = program.followLog();
  await until(() => hanging.sockets.size === 0);
  const asked = request({ host: '127.0.0.1', port: program.port, path: '/gone' });
  asked.on('error', () => {}).end();
  await until(() => [...hanging.sockets].some(({ bytesRead }) => bytesRead > 0));
  asked.destroy();
  await until(() => [...hanging.sockets].every(({ bytesRead }) => bytesRead === 0));
  await until(() => log.lines.some((line) => line.includes('/gone')));
  expect(log.lines.findLast((line) => line.includes('/gone'))).toContain(' 460 - ');
});

it('an early answer reaches a client that is still sending', async () => {
  await using app = await App.start('app', (_, response) =>
    response.writeHead(413).end('too much'),
  );
  await program.serve(configuration([group('one', [app.port])]));
  const asked = request({ host: '127.0.0.1', port: program.port, method: 'POST' });
  asked.on('error', () => {});
  const chunk = Buffer.alloc(64 * 1024);
  const sending = setInterval(() => asked.write(chunk), 1);
  const [response] = await once(asked, 'response');
  expect(response.statusCode).toBe(413);
  expect(await text(response)).toBe('too much');
  clearInterval(sending);
  asked.destroy();
});

it('all targets unhealthy: all get requests, but those that drain', async () => {
  await using a = await App.start('a');
  await using b = await App.start('b');
  await using c = await App.start('c');
  for (const app of [a, b, c]) app.health = 500;
  const one = group('one', [a.port, b.port, target(c.port, { draining: true })]);
  using health = program.followHealth();
  await program.configure(configuration([one]));
  await until(() => health.lines.filter(({ state }) => state === 'unhealthy').length === 2);
  const bodies = await Promise.all(Array.from({ length: 6 }, () => ask(program.port, '/')));
  expect(
    bodies
      .map(({ body }) => body)
      .toSorted()
      .join(''),
  ).toBe('aaabbb');
});

it('nothing of this was too much for it', async () => {
  await using app = await App.start('app');
  await program.serve(configuration([group('one', [app.port])]));
  expect((await ask(program.port, '/')).body).toBe('app');
  expect(program.said).toBe('');
});
