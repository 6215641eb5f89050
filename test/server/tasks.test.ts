import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf } from '../../src/core/arn.ts';
import type { Task } from '../../src/core/model/task.ts';
import { ask, callEcs } from './ask.ts';
import { runCat } from './cats.ts';
import { eventually } from './eventually.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

/** The program in the container: tells what it was asked, and echoes on upgraded connections. */
const program = (): Server => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(request.url === '/teapot' ? 418 : 200, { 'x-cat': 'yes' });
      const { method, url, headers } = request;
      response.end(
        JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }),
      );
    });
  });
  server.on('upgrade', (_request, socket, head) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n',
    );
    socket.write(head);
    socket.pipe(socket);
  });
  return server;
};

describe('a task under its name', () => {
  let runtime: TestRuntime;
  let task: Task;
  let server: Server;
  let host: string;
  beforeAll(async () => {
    runtime = await openRuntime();
    task = await runCat(runtime, {
      portMappings: [{ containerPort: 80 }, { containerPort: 9090 }],
    });
    const hostPort = task.publishedPorts[0]?.hostPort ?? 0;
    server = program();
    await new Promise<void>((resolve) => server.listen(hostPort, '127.0.0.1', resolve));
    host = `${nameOf(task.taskArn)}.task.localhost:${runtime.port}`;
  });
  afterAll(async () => {
    server.close();
    await runtime[Symbol.asyncDispose]();
  });

  it('gets requests with method, path, headers and body, and answers through', async () => {
    const { status, headers, body } = await ask(runtime.port, {
      method: 'POST',
      path: '/teapot?milk=1',
      headers: { host, 'x-mine': 'a' },
      body: 'with milk',
    });
    expect(status).toBe(200);
    expect(headers['x-cat']).toBe('yes');
    expect(JSON.parse(body)).toMatchObject({
      method: 'POST',
      url: '/teapot?milk=1',
      body: 'with milk',
      headers: { host, 'x-mine': 'a', 'x-forwarded-host': host, 'x-forwarded-proto': 'http' },
    });
    expect((await ask(runtime.port, { path: '/teapot', headers: { host } })).status).toBe(418);
  });

  it('is not given AWS calls or the interface of the workbook', async () => {
    const headers = { host, 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters' };
    const { body } = await ask(runtime.port, {
      method: 'POST',
      path: '/_workbook/status',
      headers,
    });
    expect(JSON.parse(body).url).toBe('/_workbook/status');
  });

  it('may be asked by its own pages, not by those of others', async () => {
    const own = await ask(runtime.port, { headers: { host, origin: `http://${host}` } });
    expect(own.status).toBe(200);
    const other = `http://${'0'.repeat(32)}.task.localhost:${runtime.port}`;
    expect((await ask(runtime.port, { headers: { host, origin: other } })).status).toBe(403);
    const workbook = await ask(runtime.port, {
      path: '/_workbook/status',
      headers: { origin: `http://${host}` },
    });
    expect(workbook.status).toBe(403);
  });

  it('takes upgraded connections, bytes both ways', async () => {
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(runtime.port, '127.0.0.1', () =>
        socket.write(
          `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`,
        ),
      );
      let text = '';
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        text += chunk;
        if (text.endsWith('\r\n\r\n')) socket.write('miaow');
        if (text.endsWith('miaow')) {
          socket.destroy();
          resolve(text);
        }
      });
    });
    expect(said).toMatch(/^HTTP\/1\.1 101 [\s\S]*miaow$/);
  });

  it.each([
    ['a foreign Origin', (name: string) => `Host: ${name}\r\nOrigin: http://evil.example`],
    ['a foreign Host', () => 'Host: evil.example'],
  ])('refuses an upgrade with %s', async (_what, headers) => {
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(runtime.port, '127.0.0.1', () =>
        socket.write(
          `GET / HTTP/1.1\r\n${headers(host)}\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`,
        ),
      );
      let text = '';
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('end', () => resolve(text));
    });
    expect(said).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('says in a page when nothing answers on the port', async () => {
    const other = host.replace('.task', '-9090.task');
    const { status, body } = await ask(runtime.port, { headers: { host: other } });
    expect(status).toBe(503);
    expect(body).toContain('nothing answers on its port');
  });

  it('says in a page which ports there are', async () => {
    const other = host.replace('.task', '-81.task');
    const { status, body } = await ask(runtime.port, { headers: { host: other } });
    expect(status).toBe(404);
    expect(body).toContain('does not publish port 81. It publishes: 80, 9090.');
  });

  it('says in a page that there is no such task', async () => {
    const unknown = `${'f'.repeat(32)}.task.localhost:${runtime.port}`;
    const { status, body } = await ask(runtime.port, { headers: { host: unknown } });
    expect(status).toBe(404);
    expect(body).toContain('There is no task ffff');
  });

  it('says in a page why a task has stopped, as text', async () => {
    const stopped = await runCat(runtime);
    await callEcs(runtime.port, 'StopTask', {
      cluster: 'allthecats',
      task: stopped.taskArn,
      reason: '<b>bored</b>',
    });
    const { state } = runtime.controlPlane;
    await eventually(() => state.tasks.get(stopped.taskArn)?.lastStatus === 'STOPPED');
    const { status, body } = await ask(runtime.port, {
      headers: { host: `${nameOf(stopped.taskArn)}.task.localhost:${runtime.port}` },
    });
    expect(status).toBe(503);
    expect(body).toContain('&lt;b&gt;bored&lt;/b&gt;');
  });
});
