import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseFolder } from '../../../src/engines/images/docker/base-image.ts';

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (file: string, args: string[], env = process.env): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = execFile(file, args, { env }, (_, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
  });
const curl = (...args: string[]) => run(join(baseFolder, 'bin/curl'), args);
const curlInNode = (...args: string[]) =>
  run(process.execPath, [join(baseFolder, 'lib/curl.mjs'), ...args]);

const listen = (server: TcpServer): Promise<number> =>
  new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });

describe('the curl of the base image', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const { method, headers } = request;
      if (request.url === '/moved') return response.writeHead(302, { location: '/found' }).end();
      const status = Number(/^\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
      const body = await text(request);
      const type = headers['content-type'];
      const answer = { method, url: request.url, body, type, test: headers['x-test'] };
      response.writeHead(status, { 'x-answer': 'yes' }).end(JSON.stringify(answer));
    });
    url = `http://127.0.0.1:${await listen(server)}`;
  });
  afterAll(() => {
    server.close().closeAllConnections();
  });

  const answered = ({ stdout }: Outcome): unknown => JSON.parse(stdout);

  it('gets, with headers of its own', async () => {
    const outcome = await curl('-sS', '-H', 'X-Test: 1', `${url}/path?query`);
    expect(outcome.status).toBe(0);
    expect(answered(outcome)).toMatchObject({ method: 'GET', url: '/path?query', test: '1' });
  });

  it.each([
    '-f URL/path?query',
    '-sf URL',
    '--fail --silent URL/status/404',
    '-fsS URL/status/503',
    '-f URL/status/500',
    'URL/status/500',
    '-fS URL/moved',
    '-f -s http://127.0.0.1:1/',
    '-f ftp://127.0.0.1/',
  ])('answers the plainest get, which bash does, as Node.js does: %s', async (line) => {
    const args = line.replace('URL', url).split(' ');
    expect(await curl(...args)).toEqual(await curlInNode(...args));
  });

  it('finds the ports of a task where containers are processes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ports-'));
    writeFileSync(join(folder, '80'), new URL(url).port);
    const environment = { ...process.env, ECS_WORKBOOK_PORTS: folder };
    const program = join(baseFolder, 'bin/curl');
    const here = await run(program, ['-f', 'http://localhost/path'], environment);
    expect(answered(here)).toMatchObject({ method: 'GET', url: '/path' });
    const elsewhere = await run(program, ['-f', `${url}/path`], environment);
    expect(elsewhere.status).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('posts a form, as the health check of the course does', async () => {
    const form = ['-d', 'username=tom', '--data-urlencode', 'address=1 High St & co'];
    const outcome = await curl('-f', '-s', ...form, url);
    expect(answered(outcome)).toMatchObject({
      method: 'POST',
      body: 'username=tom&address=1%20High%20St%20%26%20co',
      type: 'application/x-www-form-urlencoded',
    });
  });

  it('takes options joined and apart, and another method', async () => {
    const outcome = await curl('-sSXPUT', '-dbody', '-HContent-Type: text/plain', url);
    expect(answered(outcome)).toMatchObject({ method: 'PUT', body: 'body', type: 'text/plain' });
  });

  it.each([
    [22, 'an HTTP error with -f', ['-f', 'URL/status/500']],
    [0, 'an HTTP error without -f', ['URL/status/500']],
    [7, 'a refused connection', ['http://127.0.0.1:1/']],
    [6, 'a name that does not resolve', ['http://nowhere.invalid/']],
    [2, 'an option that it does not have', ['--nonsense', 'URL']],
    [1, 'a protocol that it does not speak', ['ftp://127.0.0.1/']],
  ])('exits with %i for %s', async (status, _, args) => {
    const outcome = await curl(...args.map((arg) => arg.replace('URL', url)));
    expect(outcome.status).toBe(status);
    if (status !== 0) expect(outcome.stderr).toContain(`curl: (${status})`);
  });

  it('exits with 28 when it takes too long', async () => {
    const silent = createTcpServer();
    const port = await listen(silent);
    const outcome = await curl('-m', '0.5', `http://127.0.0.1:${port}/`);
    silent.close();
    expect(outcome.status).toBe(28);
  });

  it('says nothing with -s, and what went wrong with -sS', async () => {
    expect((await curl('-s', 'http://127.0.0.1:1/')).stderr).toBe('');
    expect((await curl('-sS', 'http://127.0.0.1:1/')).stderr).toContain('Failed to connect');
  });

  it('writes to a file, and the status where it is asked to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ecs-workbook-curl-'));
    const file = join(folder, 'answer');
    const outcome = await curl('-s', '-o', file, '-w', '%{http_code}\\n', `${url}/status/404`);
    expect(outcome.stdout).toBe('404\n');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ url: '/status/404' });
    rmSync(folder, { recursive: true });
  });

  it('follows a redirect with -L only', async () => {
    expect((await curl('-s', `${url}/moved`)).stdout).toBe('');
    expect(answered(await curl('-sL', `${url}/moved`))).toMatchObject({ url: '/found' });
  });

  it('shows the head with -i, and only it with -I', async () => {
    const included = await curl('-s', '-i', url);
    expect(included.stdout).toMatch(/^HTTP\/1.1 200 OK\r\nx-answer: yes\r\n.*\r\n\r\n\{/s);
    const head = await curl('-s', '-I', url);
    expect(head.stdout).toMatch(/^HTTP\/1.1 200 OK\r\n[^{]*$/);
  });
});
