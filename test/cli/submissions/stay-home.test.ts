import { createServer } from 'node:http';
import https from 'node:https';
import { createConnection, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stayHome } from '../../../src/cli/submissions/stay-home.ts';

const { connect } = Socket.prototype;
beforeEach(stayHome);
afterEach(() => {
  Socket.prototype.connect = connect;
});

const failure = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    socket.on('error', (error) => resolve(error.message));
    socket.on('connect', () => reject(new Error('connected')));
  });

test.each([
  'example.com',
  '10.0.0.1',
  '169.254.169.254',
  '127.0.0.1.example.com',
  '::ffff:10.0.0.1',
])('nothing connects to %s, and its name is not looked up', async (host) => {
  const words = `does not connect to ${host}.`;
  expect(await failure(createConnection({ host, port: 80 }))).toContain(words);
  expect(await failure(createConnection(80, host))).toContain(words);
  const viaTls = new Promise<Error>((resolve) => {
    https.get({ host, port: 443 }).on('error', resolve);
  });
  expect((await viaTls).message).toContain(words);
  await expect(fetch(`http://${host.includes(':') ? `[${host}]` : host}/`)).rejects.toThrow();
});

test('this machine answers', async () => {
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('here');
  server.closeAllConnections();
  server.close();
});
