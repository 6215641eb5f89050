import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { labImagesFolder } from '../../../src/engines/images/lab-images.ts';

describe('the container of cats', () => {
  const running: (ChildProcess | Server)[] = [];
  afterEach(() => {
    for (const it of running.splice(0)) 'kill' in it ? it.kill('SIGKILL') : it.close();
  });

  /** Runs the app; `line` waits for what it prints. */
  function app(environment: Record<string, string>) {
    const child = spawn(process.execPath, [join(labImagesFolder, 'cats', 'server.mjs')], {
      env: { PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    const exit = once(child, 'exit').then(([code]: (number | null)[]) => code);
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line);
        child.emit('printed');
      });
    const line = async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const found = printed.find((text) => pattern.test(text));
        if (found !== undefined) return found;
        await once(child, 'printed', { signal: AbortSignal.timeout(15_000) });
      }
    };
    return { child, exit, line, printed };
  }

  async function freePort(): Promise<string> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    return String(port);
  }

  async function listening(environment: Record<string, string> = {}) {
    const port = await freePort();
    const started = app({ PORT: port, ...environment });
    await started.line(/^Listening and serving HTTP on :/);
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    return { ...started, get, port };
  }

  it('says where it listens, and logs a line for each request', async () => {
    const { get, line, printed, port } = await listening();
    expect(printed).toEqual([`Listening and serving HTTP on :${port}`]);
    expect((await get('/id')).status).toBe(200);
    expect((await get('/dog')).status).toBe(404);
    await line(/^200 GET \/id$/);
    await line(/^404 GET \/dog$/);
  });

  it('shows its cat, its id, its version and its zone', async () => {
    const metadata = createServer((request, response) => {
      const body = request.url?.endsWith('/task')
        ? { AvailabilityZone: 'us-east-1b' }
        : { DockerId: '0123456789abcdef0123456789abcdef' };
      response.end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    running.push(metadata);
    await once(metadata, 'listening');
    const uri = `http://127.0.0.1:${portOf(metadata)}/v4/abc`;
    const { get } = await listening({ ECS_CONTAINER_METADATA_URI_V4: uri, VERSION: '7' });
    expect(await (await get('/id')).json()).toEqual({
      id: '0123456789ab',
      version: '7',
      zone: 'us-east-1b',
    });
    const page = await (await get('/')).text();
    for (const fact of ['0123456789ab', '7', 'us-east-1b']) expect(page).toContain(`>${fact}<`);
    const svg = await get('/cat.svg');
    expect(svg.headers.get('content-type')).toBe('image/svg+xml');
    expect(page).toContain(await svg.text());
  });

  it('is sick once it has answered the requests it was told', async () => {
    const { get } = await listening({ SICK_AFTER_REQUESTS: '2' });
    for (const path of ['/id', '/id']) {
      expect((await get('/health')).status).toBe(200);
      await get(path);
    }
    expect((await get('/health')).status).toBe(503);
  });

  it('closes and exits with 0 on SIGTERM', async () => {
    const { child, exit, get } = await listening();
    await get('/id');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it.each([
    [{ CRASH_AFTER_MS: '10', START_DELAY_MS: '60000' }, 1],
    [{ CRASH_AFTER_MS: '10', START_DELAY_MS: '60000', EXIT_CODE: '42' }, 42],
    [{ EXIT_CODE: '3' }, 3],
    [{ PORT: 'eighty' }, 64],
  ])('with %j ends with %i', async (environment, code) => {
    expect(await app(environment).exit).toBe(code);
  });

  it('listens only after its start delay', async () => {
    const before = Date.now();
    await listening({ START_DELAY_MS: '400' });
    expect(Date.now() - before).toBeGreaterThanOrEqual(395);
  });
});

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
