import { once } from 'node:events';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TargetGroupConfiguration } from '../../../src/core/load-balancers/configuration.ts';
import { App, Raw } from './app.ts';
import { CHECK, configuration, forward, group, target } from './configurations.ts';
import { ask, connected, Program, TOKEN, until } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.start();
});
afterAll(() => program[Symbol.asyncDispose]());

const tcp = (
  targets: Parameters<typeof group>[1],
  more: Partial<TargetGroupConfiguration> = {},
  idleTimeout = 60_000,
) =>
  configuration(
    [
      group('tcp', targets, {
        protocol: 'TCP',
        healthCheck: { ...CHECK, protocol: 'TCP' },
        ...more,
      }),
    ],
    {
      idleTimeout,
      listeners: [
        { listenerArn: 'arn:5000', port: 5000, protocol: 'TCP', rules: [forward('tcp')] },
      ],
    },
  );

/** Says its name, then what it hears. */
const echo = (name: string) =>
  Raw.start((socket) => {
    socket.write(`${name}:`);
    socket.pipe(socket);
  });

/** A connection to the listener, through the gateway. */
const tunnel = async (): Promise<Socket> => {
  const socket = await connected(program.port);
  socket.on('error', () => {});
  socket.write(
    `CONNECT web:5000 HTTP/1.1\r\nHost: web\r\nProxy-Authorization: Bearer ${TOKEN}\r\n\r\n`,
  );
  const [answer] = await once(socket, 'data');
  const head = 'HTTP/1.1 200 Connection established\r\n\r\n';
  expect(answer.toString()).toMatch(new RegExp(`^${head}`));
  if (answer.length > head.length) socket.unshift(answer.subarray(head.length));
  return socket;
};

it('connections go through as they are, one end at a time, to targets by turns', async () => {
  await using a = await echo('a');
  await using b = await echo('b');
  await program.serve(tcp([a.port, b.port]));
  const answers: string[] = [];
  for (let i = 0; i < 4; i++) {
    const socket = await tunnel();
    socket.end(`hello ${i}`);
    answers.push(await text(socket));
  }
  expect(answers.map((each) => each.slice(2))).toEqual([
    'hello 0',
    'hello 1',
    'hello 2',
    'hello 3',
  ]);
  expect(
    answers
      .map((each) => each[0])
      .toSorted()
      .join(''),
  ).toBe('aabb');
});

it('a client stays with its target by its address', async () => {
  await using a = await echo('a');
  await using b = await echo('b');
  await program.serve(tcp([a.port, b.port], { stickiness: { type: 'source_ip' } }));
  const names = new Set<string>();
  for (let i = 0; i < 6; i++) {
    const socket = await tunnel();
    socket.end();
    names.add(await text(socket));
  }
  expect(names.size).toBe(1);
});

it('a target that drains gets none; its connections go on until it is taken away', async () => {
  await using a = await echo('a');
  await using b = await echo('b');
  await program.serve(tcp([a.port]));
  const old = await tunnel();
  let received = '';
  old.on('data', (chunk: Buffer) => {
    received += chunk.toString();
  });
  await until(() => received === 'a:');
  await program.serve(tcp([target(a.port, { draining: true }), b.port]), [b.port]);
  for (let i = 0; i < 3; i++) {
    const socket = await tunnel();
    socket.end();
    expect(await text(socket)).toBe('b:');
  }
  old.write('still here');
  await until(() => received === 'a:still here');
  await program.configure(tcp([b.port]));
  await once(old, 'end');
});

it('a target that refuses gets its client another one; with none, it is closed', async () => {
  await using a = await echo('a');
  const gone = await echo('gone');
  await program.serve(
    tcp([a.port, gone.port], { healthCheck: { ...CHECK, protocol: 'TCP', interval: 60_000 } }),
  );
  await gone[Symbol.asyncDispose]();
  for (let i = 0; i < 4; i++) {
    const socket = await tunnel();
    socket.end();
    expect(await text(socket)).toBe('a:');
  }
  await program.configure(tcp([]));
  const refused = await connected(program.port);
  refused.write(
    `CONNECT web:5000 HTTP/1.1\r\nHost: web\r\nProxy-Authorization: Bearer ${TOKEN}\r\n\r\n`,
  );
  // How far it came depends on what its system sees first: the end, or the reset after it.
  await new Promise((resolve) => refused.resume().once('end', resolve).once('error', resolve));
});

it('a connection without a byte for the idle timeout is closed', async () => {
  await using a = await echo('a');
  await program.serve(tcp([a.port], {}, 200));
  const socket = await tunnel();
  expect(await text(socket)).toBe('a:');
});

it('an HTTP request to the gateway for a TCP listener is forwarded', async () => {
  await using app = await App.start('app');
  await program.serve(tcp([app.port], { healthCheck: CHECK }));
  expect((await ask(program.port, '/')).body).toBe('app');
});

it('there is no tunnel to a port without a listener', async () => {
  await program.configure(tcp([]));
  const socket = await connected(program.port);
  socket.write(
    `CONNECT web:81 HTTP/1.1\r\nHost: web\r\nProxy-Authorization: Bearer ${TOKEN}\r\n\r\n`,
  );
  expect(await text(socket)).toMatch(/^HTTP\/1.1 502 /);
});

it('a tunnel to an HTTP listener speaks HTTP', async () => {
  await using app = await App.start('app');
  await program.serve(configuration([group('one', [app.port])]));
  const socket = await connected(program.port);
  socket.write(
    `CONNECT web:80 HTTP/1.1\r\nHost: web\r\nProxy-Authorization: Bearer ${TOKEN}\r\n\r\n` +
      'GET / HTTP/1.1\r\nHost: shop.example.com:80\r\nConnection: close\r\n\r\n',
  );
  expect(await text(socket)).toMatch(/established\r\n\r\nHTTP\/1.1 200 OK\r\n.*app$/s);
  expect(app.requests[0]?.headers.host).toBe('shop.example.com');
});
