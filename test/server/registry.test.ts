import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registryRoute } from '../../src/server/registry/route.ts';
import { ask } from './ask.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

const digestOf = (content: Buffer | string) =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;
const D = `sha256:${'a'.repeat(64)}`;

describe('paths of the registry', () => {
  it.each([
    ['/v2/', { type: 'base' }],
    ['/v2/_catalog', { type: 'catalog' }],
    ['/v2/cats/tags/list', { type: 'tags', repository: 'cats' }],
    ['/v2/a/b/c/manifests/1.0', { type: 'manifest', repository: 'a/b/c', reference: '1.0' }],
    [`/v2/cats/manifests/${D}`, { type: 'manifest', repository: 'cats', reference: D }],
    [`/v2/cats/blobs/${D}`, { type: 'blob', repository: 'cats', digest: D }],
    ['/v2/cats/blobs/uploads/', { type: 'uploads', repository: 'cats' }],
    // A repository may be called like a part of the interface.
    ['/v2/manifests/manifests/1', { type: 'manifest', repository: 'manifests', reference: '1' }],
  ])('%s', (path, route) => {
    expect(registryRoute(path)).toEqual(route);
  });

  it.each([
    '/v2/../secret/manifests/1',
    '/v2/Cats/manifests/1',
    '/v2/_cats/manifests/1',
    '/v2/cats/manifests/../1',
    '/v2/cats/manifests/.1',
    '/v2/cats/blobs/sha256:short',
    '/v2/cats/blobs/uploads/../../x',
    '/v2//manifests/1',
    `/v2/${'a/'.repeat(600)}b/manifests/1`,
  ])('%s is none', (path) => {
    expect(registryRoute(path)).toBeUndefined();
  });
});

describe('the registry', () => {
  let runtime: TestRuntime;
  beforeAll(async () => {
    runtime = await openRuntime();
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const put = async (repository: string, content: Buffer, digest = digestOf(content)) => {
    const path = `/v2/${repository}/blobs/uploads/`;
    const begun = await ask(runtime.port, { method: 'POST', path });
    expect(begun.status).toBe(202);
    const half = Math.floor(content.length / 2);
    const first = await ask(runtime.port, {
      method: 'PATCH',
      path: begun.headers.location ?? '',
      body: content.subarray(0, half),
      headers: { 'content-range': `0-${Math.max(0, half - 1)}` },
    });
    expect(first).toMatchObject({ status: 202, headers: { range: `0-${Math.max(0, half - 1)}` } });
    return ask(runtime.port, {
      method: 'PUT',
      path: `${first.headers.location}?digest=${digest}`,
      body: content.subarray(half),
    });
  };
  const manifestOf = (config: Buffer, layer: Buffer) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { digest: digestOf(config), size: config.length },
      layers: [{ digest: digestOf(layer), size: layer.length }],
    });
  const push = (repository: string, tag: string, body: string) =>
    ask(runtime.port, { method: 'PUT', path: `/v2/${repository}/manifests/${tag}`, body });

  it('says that it is one', async () => {
    const { status, headers } = await ask(runtime.port, { path: '/v2/' });
    expect(status).toBe(200);
    expect(headers['docker-distribution-api-version']).toBe('registry/2.0');
  });

  it('keeps what is pushed, by tag and by digest', async () => {
    const config = Buffer.from('{}');
    const layer = randomBytes(100_000);
    expect((await put('team/cats', config)).status).toBe(201);
    expect((await put('team/cats', layer)).status).toBe(201);
    const manifest = manifestOf(config, layer);
    const pushed = await push('team/cats', '1.0', manifest);
    expect(pushed.status).toBe(201);
    const digest = digestOf(manifest);
    expect(pushed.headers['docker-content-digest']).toBe(digest);

    for (const reference of ['1.0', digest]) {
      const path = `/v2/team/cats/manifests/${reference}`;
      const got = await ask(runtime.port, { path });
      expect(got.body).toBe(manifest);
      expect(got.headers['content-type']).toBe(
        'application/vnd.docker.distribution.manifest.v2+json',
      );
      const head = await ask(runtime.port, { method: 'HEAD', path });
      expect(head).toMatchObject({
        status: 200,
        body: '',
        headers: { 'docker-content-digest': digest },
      });
    }
    const blob = await ask(runtime.port, { path: `/v2/team/cats/blobs/${digestOf(config)}` });
    expect(blob).toMatchObject({ status: 200, body: '{}' });
    await push('team/cats', 'latest', manifest);
    const tags = await ask(runtime.port, { path: '/v2/team/cats/tags/list' });
    expect(JSON.parse(tags.body)).toEqual({ name: 'team/cats', tags: ['1.0', 'latest'] });
    const page = await ask(runtime.port, { path: '/v2/team/cats/tags/list?n=1' });
    expect(JSON.parse(page.body).tags).toEqual(['1.0']);
    expect(page.headers.link).toBe('</v2/team/cats/tags/list?n=1&last=1.0>; rel="next"');
    const catalog = await ask(runtime.port, { path: '/v2/_catalog' });
    expect(JSON.parse(catalog.body)).toEqual({ repositories: ['team/cats'] });
  });

  it('takes a layer that it has from another repository without its bytes', async () => {
    const layer = randomBytes(1000);
    await put('first', layer);
    const path = `/v2/second/blobs/uploads/?mount=${digestOf(layer)}&from=first`;
    expect((await ask(runtime.port, { method: 'POST', path })).status).toBe(201);
    const unknown = `/v2/second/blobs/uploads/?mount=${D}&from=first`;
    expect((await ask(runtime.port, { method: 'POST', path: unknown })).status).toBe(202);
  });

  it('takes a whole layer in one request', async () => {
    const layer = randomBytes(1000);
    const path = `/v2/whole/blobs/uploads/?digest=${digestOf(layer)}`;
    expect((await ask(runtime.port, { method: 'POST', path, body: layer })).status).toBe(201);
    const head = { method: 'HEAD', path: `/v2/whole/blobs/${digestOf(layer)}` };
    expect((await ask(runtime.port, head)).headers['content-length']).toBe('1000');
  });

  it('refuses a layer that is not what its digest says, and keeps nothing of it', async () => {
    const { status, body } = await put('bad', randomBytes(100), D);
    expect(status).toBe(400);
    expect(JSON.parse(body).errors[0]).toMatchObject({
      code: 'DIGEST_INVALID',
      message: expect.stringContaining(`should be ${D}`),
    });
    expect((await ask(runtime.port, { path: `/v2/bad/blobs/${D}` })).status).toBe(404);
    expect(readdirSync(join(runtime.dataDir, 'registry/uploads'))).not.toContain(D);
  });

  it('refuses a part that does not go on where the last one ended', async () => {
    const begun = await ask(runtime.port, { method: 'POST', path: '/v2/gap/blobs/uploads/' });
    const gap = await ask(runtime.port, {
      method: 'PATCH',
      path: begun.headers.location ?? '',
      headers: { 'content-range': '5-9' },
      body: '56789',
    });
    expect(gap.status).toBe(416);
  });

  it.each([
    ['not JSON', 'MANIFEST_INVALID'],
    ['{"schemaVersion":1}', 'MANIFEST_INVALID'],
    ['{"schemaVersion":2,"mediaType":"text/html"}', 'MANIFEST_INVALID'],
    [manifestOf(Buffer.from('nowhere'), Buffer.from('nowhere')), 'MANIFEST_BLOB_UNKNOWN'],
  ])('refuses the manifest %s', async (manifest, code) => {
    const { status, body } = await push('broken', '1', manifest);
    expect(status).toBe(400);
    expect(JSON.parse(body).errors[0].code).toBe(code);
    expect(existsSync(join(runtime.dataDir, 'registry/repositories/broken'))).toBe(false);
  });

  it.each([
    ['/v2/nothing/manifests/1', 'MANIFEST_UNKNOWN'],
    ['/v2/nothing/tags/list', 'NAME_UNKNOWN'],
    [`/v2/nothing/blobs/${D}`, 'BLOB_UNKNOWN'],
    ['/v2/nothing/blobs/uploads/00000000-0000-0000-0000-000000000000', 'BLOB_UPLOAD_UNKNOWN'],
    ['/v2/UPPER/manifests/1', 'NAME_INVALID'],
  ])('knows nothing of %s', async (path, code) => {
    const { status, body } = await ask(runtime.port, { path });
    expect(status).toBe(404);
    expect(JSON.parse(body).errors[0].code).toBe(code);
  });

  it('forgets a tag, and a manifest with its tags', async () => {
    const config = Buffer.from('{"a":1}');
    await put('gone', config);
    const manifest = manifestOf(config, config);
    await push('gone', '1', manifest);
    await push('gone', '2', manifest);
    const remove = (reference: string) =>
      ask(runtime.port, { method: 'DELETE', path: `/v2/gone/manifests/${reference}` });
    const tags = async () =>
      JSON.parse((await ask(runtime.port, { path: '/v2/gone/tags/list' })).body).tags;
    expect((await remove('1')).status).toBe(202);
    expect(await tags()).toEqual(['2']);
    expect((await remove(digestOf(manifest))).status).toBe(202);
    expect(await tags()).toEqual([]);
    expect((await remove('2')).status).toBe(404);
  });
});

it('still has its images after a restart, and no half uploads', async () => {
  const first = await openRuntime();
  const layer = randomBytes(10);
  const path = `/v2/cats/blobs/uploads/?digest=${digestOf(layer)}`;
  await ask(first.port, { method: 'POST', path, body: layer });
  await ask(first.port, { method: 'POST', path: '/v2/cats/blobs/uploads/' });
  await first.close({ keep: false });
  writeFileSync(join(first.dataDir, 'registry/uploads/left-behind'), 'x');
  await using second = await openRuntime({ dataDir: first.dataDir });
  const blob = await ask(second.port, { path: `/v2/cats/blobs/${digestOf(layer)}` });
  expect(blob.status).toBe(200);
  expect(existsSync(join(first.dataDir, 'registry/uploads/left-behind'))).toBe(false);
});
