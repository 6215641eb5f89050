import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolvePath } from '../../src/server/site/resolve-path.ts';
import { ask } from './ask.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

describe('the path of a page', () => {
  it.each([
    ['/', '/site/index.html'],
    ['/labs/one/', '/site/labs/one/index.html'],
    ['/app.js', '/site/app.js'],
    ['/a%20b.txt', '/site/a b.txt'],
  ])('%s is %s', (path, file) => {
    expect(resolvePath('/site', path)).toBe(file);
  });

  it.each([
    '/../secret',
    '/..',
    '/a/../../secret',
    '/%2e%2e/secret',
    '/%2e%2e%2fsecret',
    '/..%5csecret',
    '/a\\..\\secret',
    '//etc/passwd',
    '/.git/config',
    '/a/.hidden',
    '/%00',
    '/%',
    '/%ff',
    'relative',
    '',
  ])('%j leads nowhere', (path) => {
    expect(resolvePath('/site', path)).toBeUndefined();
  });
});

describe('the pages', () => {
  let folder: string;
  let runtime: TestRuntime;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ecs-workbook-site-'));
    mkdirSync(join(folder, 'site/labs/one'), { recursive: true });
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'site/index.html'), '<title>home</title>');
    writeFileSync(join(folder, 'site/404.html'), '<title>not here</title>');
    writeFileSync(join(folder, 'site/app.js'), 'export {}');
    writeFileSync(join(folder, 'site/labs/one/index.html'), '<title>one</title>');
    runtime = await openRuntime({ site: join(folder, 'site') });
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['/', 'text/html; charset=utf-8', 'home'],
    ['/?from=mail', 'text/html; charset=utf-8', 'home'],
    ['/labs/one/', 'text/html; charset=utf-8', 'one'],
    ['/app.js', 'text/javascript; charset=utf-8', 'export {}'],
  ])('%s', async (path, type, content) => {
    const { status, headers, body } = await ask(runtime.port, { path });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(body).toContain(content);
  });

  it('let only our own scripts run and nobody frame them', async () => {
    const { headers } = await ask(runtime.port);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('are not sent again while they are the same', async () => {
    const { etag } = (await ask(runtime.port)).headers;
    const again = await ask(runtime.port, { headers: { 'if-none-match': etag } });
    expect(again).toMatchObject({ status: 304, body: '' });
    writeFileSync(join(folder, 'site/index.html'), '<title>home, rebuilt</title>');
    const rebuilt = await ask(runtime.port, { headers: { 'if-none-match': etag } });
    expect(rebuilt.status).toBe(200);
  });

  it('lead from a folder to its page', async () => {
    const { status, headers } = await ask(runtime.port, { path: '/labs/one?a=b' });
    expect(status).toBe(308);
    expect(headers.location).toBe('/labs/one/?a=b');
  });

  it.each(['/nothing', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt'])(
    'have a page for what is not there: %s',
    async (path) => {
      const { status, body } = await ask(runtime.port, { path });
      expect(status).toBe(404);
      expect(body).toContain('not here');
    },
  );

  it('can only be read', async () => {
    expect((await ask(runtime.port, { method: 'PUT' })).status).toBe(405);
    const head = await ask(runtime.port, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
  });
});
