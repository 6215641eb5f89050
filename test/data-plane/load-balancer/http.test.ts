import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from './app.ts';
import { configuration, group } from './configurations.ts';
import { ask, connected, converse, Program, until } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.start();
});
afterAll(() => program[Symbol.asyncDispose]());

const echo = () =>
  App.start('echo', (asked, response) => {
    response.setHeader('X-Method', asked.method ?? '');
    asked.pipe(response);
  });

describe('a request', () => {
  it('goes to targets by turns, on connections that are kept', async () => {
    await using a = await App.start('a');
    await using b = await App.start('b');
    await program.serve(configuration([group('one', [a.port, b.port])]));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const bodies: string[] = [];
    for (let i = 0; i < 6; i++) bodies.push((await ask(program.port, '/', { agent })).body);
    agent.destroy();
    expect(bodies.toSorted().join('')).toBe('aaabbb');
    expect(bodies[0]).not.toBe(bodies[1]);
    expect(a.connections.size).toBe(1);
  });

  it('keeps its method, path, query, headers and body', async () => {
    await using app = await echo();
    await program.serve(configuration([group('one', [app.port])]));
    const { body, headers } = await ask(program.port, '/a%20b?x=1&y', {
      method: 'PATCH',
      headers: { 'X-Mine': ['1', '2'], 'Content-Type': 'text/plain' },
      body: 'hello',
    });
    expect(body).toBe('hello');
    expect(headers['x-method']).toBe('PATCH');
    expect(app.requests[0]?.url).toBe('/a%20b?x=1&y');
    expect(app.requests[0]?.headers).toMatchObject({
      'x-mine': '1, 2',
      'content-type': 'text/plain',
      'content-length': '5',
    });
  });

  it('gets the headers of ALB, and loses those of its connection', async () => {
    await using app = await App.start('app');
    await program.serve(configuration([group('one', [app.port])]));
    await ask(program.port, '/', {
      headers: {
        Host: 'shop.example.com:4566',
        'X-Forwarded-For': '203.0.113.7',
        'X-Forwarded-Proto': 'https',
        Connection: 'X-Secret',
        'X-Secret': 'yes',
        TE: 'trailers',
      },
    });
    const { headers } = app.requests[0] ?? {};
    expect(headers).toMatchObject({
      host: 'shop.example.com:4566',
      'x-forwarded-for': '203.0.113.7, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '80',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      connection: 'keep-alive',
    });
    expect(headers).not.toHaveProperty('x-secret');
    expect(headers).not.toHaveProperty('te');
  });

  it('is streamed both ways, in chunks, with 100 Continue first', async () => {
    await using app = await echo();
    await program.serve(configuration([group('one', [app.port])]));
    const asked = request({
      host: '127.0.0.1',
      port: program.port,
      method: 'POST',
      headers: { Expect: '100-continue', 'Transfer-Encoding': 'chunked' },
    });
    asked.flushHeaders();
    await once(asked, 'continue');
    asked.write('first');
    const [response] = await once(asked, 'response');
    response.setEncoding('utf8');
    expect(await once(response, 'data')).toEqual(['first']);
    asked.write('second');
    expect(await once(response, 'data')).toEqual(['second']);
    asked.end();
    expect(await text(response)).toBe('');
    expect(app.requests[0]?.headers).not.toHaveProperty('expect');
  });

  it('may be HEAD, answered without a body', async () => {
    await using app = await App.start('app', (_, response) =>
      response.writeHead(200, { 'Content-Length': 1234, ETag: '"x"' }).end(),
    );
    await program.serve(configuration([group('one', [app.port])]));
    const answer = await ask(program.port, '/', { method: 'HEAD' });
    expect(answer).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '1234', etag: '"x"' },
    });
  });

  it('may come with trailers, and be answered with some', async () => {
    await using app = await App.start('app', (asked, response) => {
      response.writeHead(200, { Trailer: 'X-After' });
      response.addTrailers({ 'X-After': '1' });
      asked.resume().on('end', () => response.end('done'));
    });
    await program.serve(configuration([group('one', [app.port])]));
    const answer = await converse(
      program.port,
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n' +
        '2\r\nhi\r\n0\r\nX-T: 1\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(answer).toContain('done');
  });

  it('may be of HTTP/1.0, without a host, and is closed after its answer', async () => {
    await using app = await App.start('app', (_, response) => {
      response.write('chunked');
      response.end();
    });
    await program.serve(configuration([group('one', [app.port])]));
    const answer = await converse(program.port, 'GET / HTTP/1.0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\n\r\nchunked$/);
  });

  it('may be one of several sent at once, answered in order', async () => {
    await using app = await App.start('app', (asked, response) => response.end(asked.url));
    await program.serve(configuration([group('one', [app.port])]));
    const answer = await converse(
      program.port,
      'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(answer.match(/(?<=\r\n\r\n)\/\d/g)).toEqual(['/1', '/2']);
  });

  it('that asks for HTTP/2 in clear text is served by HTTP/1.1, with its body', async () => {
    await using app = await echo();
    await program.serve(configuration([group('one', [app.port])]));
    const answer = await converse(
      program.port,
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n' +
        'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\nContent-Length: 5\r\n\r\nhello' +
        'GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(answer).toContain('hello');
    expect(app.requests.map(({ url }) => url).toSorted()).toEqual(['/', '/2']);
    const [upgraded] = app.requests.filter(({ url }) => url === '/');
    expect(upgraded?.headers).not.toHaveProperty('http2-settings');
  });

  it('is answered with several cookies as they came, and without headers of the connection', async () => {
    await using app = await App.start('app', (_, response) => {
      response.writeHead(201, 'Made', [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Connection', 'X-Inner'],
        ['X-Inner', 'yes'],
        ['Server', 'mine'],
      ]);
      response.end();
    });
    await program.serve(configuration([group('one', [app.port])]));
    const { status, message, headers } = await ask(program.port, '/');
    expect({ status, message }).toEqual({ status: 201, message: 'Made' });
    expect(headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], server: 'mine' });
    expect(headers).not.toHaveProperty('x-inner');
  });
});

describe('refused', () => {
  const HOST = 'Host: a\r\n';
  it.each([
    [
      'both lengths',
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'two lengths',
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
      400,
    ],
    ['space before a colon', `GET / HTTP/1.1\r\n${HOST}Content-Length : 3\r\n\r\nabc`, 400],
    ['a line folded', `GET / HTTP/1.1\r\n${HOST}X: a\r\n b: c\r\n\r\n`, 400],
    ['two hosts', `GET / HTTP/1.1\r\n${HOST}Host: b\r\nConnection: close\r\n\r\n`, 400],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['no HTTP', 'hello\r\n\r\n', 400],
    [
      'too long a head',
      `GET / HTTP/1.1\r\n${HOST}${`X: ${'y'.repeat(1000)}\r\n`.repeat(70)}\r\n`,
      400,
    ],
    [
      'too long a header',
      `GET / HTTP/1.1\r\n${HOST}Connection: close\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      400,
    ],
    [
      'too long a path',
      `GET /${'x'.repeat(17_000)} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
      414,
    ],
    ['TRACE', `TRACE / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 405],
    [
      'too many hops',
      `GET / HTTP/1.1\r\n${HOST}Connection: close\r\nX-Forwarded-For: ${'1.1.1.1, '.repeat(30)}1.1.1.1\r\n\r\n`,
      463,
    ],
    [
      'a coding that is not known',
      `POST / HTTP/1.1\r\n${HOST}Connection: close\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      501,
    ],
  ])('with %s', async (_, bytes, status) => {
    await using app = await App.start('app');
    await program.serve(configuration([group('one', [app.port])]));
    const answer = await converse(program.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('Server: awselb/2.0\r\n');
    expect(app.requests).toEqual([]);
  });
});

describe('upgrades', () => {
  const handshake = (path = '/') =>
    `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';

  it('are spliced, whatever is spoken then', async () => {
    await using app = await App.start('app');
    app.server.on('upgrade', (asked, socket, head) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
          `X-For: ${asked.headers['x-forwarded-for']}\r\n\r\nfirst`,
      );
      socket.write(head);
      socket.pipe(socket);
    });
    await program.serve(configuration([group('one', [app.port])]));
    using log = program.followLog();
    const socket = await connected(program.port);
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    socket.write(`${handshake()}early`);
    await until(() => received.includes('early'));
    expect(received).toMatch(/^HTTP\/1.1 101 Switching Protocols\r\n/);
    expect(received).toContain('X-For: 127.0.0.1\r\n');
    expect(received).toMatch(/\r\n\r\nfirstearly$/);
    socket.write('later');
    await until(() => received.endsWith('later'));
    socket.end();
    await once(socket, 'end');
    await until(() => log.lines.some((line) => line.startsWith('ws ')));
    expect(log.lines.at(-1)).toContain(' 101 101 ');
  });

  it('that a target refuses get its answer', async () => {
    await using app = await App.start('app', (_, response) =>
      response.writeHead(403, { 'X-Why': 'no' }).end('not here'),
    );
    await program.serve(configuration([group('one', [app.port])]));
    const answer = await converse(program.port, handshake());
    expect(answer).toMatch(/^HTTP\/1.1 403 Forbidden\r\n/);
    expect(answer).toContain('X-Why: no');
    expect(answer).toContain('not here');
  });

  it('whose target is gone are answered with 502, after another one was tried', async () => {
    await using app = await App.start('app');
    app.server.on('upgrade', (_, socket) => socket.destroy());
    const gone = await App.start('gone');
    await program.serve(configuration([group('one', [app.port, gone.port])]));
    await gone[Symbol.asyncDispose]();
    for (let i = 0; i < 2; i++)
      expect(await converse(program.port, handshake())).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n/);
  });
});
