import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, callEcs } from './ask.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

const AWS_HEADERS = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AmazonEC2ContainerServiceV20141113.CreateCluster',
  authorization:
    'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0',
};

describe('the runtime behind its port', () => {
  let runtime: TestRuntime;
  beforeAll(async () => {
    runtime = await openRuntime();
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  it('answers AWS calls', async () => {
    const answer = await callEcs(runtime.port, 'CreateCluster', { clusterName: 'first' });
    expect(answer).toMatchObject({ cluster: { clusterName: 'first', status: 'ACTIVE' } });
  });

  it('says what it is', async () => {
    const { status, body } = await ask(runtime.port, { path: '/_workbook/status' });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      engine: 'simulated',
      available: true,
      timeScale: 1,
      account: '000000000000',
      region: 'us-east-1',
    });
  });

  it.each([
    ['a foreign Host', { host: 'evil.example:4566' }],
    ['our name with another port', { host: 'localhost:1' }],
    ['a foreign Origin', { origin: 'http://evil.example' }],
    ['the Origin of a sandboxed page', { origin: 'null' }],
  ])('refuses %s, for AWS calls too, and changes nothing', async (_what, headers) => {
    const paths = ['/', '/_workbook/status', '/v2/', '/index.html'];
    for (const path of paths)
      expect((await ask(runtime.port, { path, headers })).status, path).toBe(403);
    const answer = await ask(runtime.port, {
      method: 'POST',
      headers: { ...AWS_HEADERS, ...headers },
      body: '{"clusterName":"smuggled"}',
    });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatch(/^Refused: .*localhost/);
    expect([...runtime.controlPlane.state.clusters.keys()].join()).not.toContain('smuggled');
  });

  it("takes calls of the workbook's own pages", async () => {
    const origin = `http://127.0.0.1:${runtime.port}`;
    const { status } = await ask(runtime.port, { path: '/_workbook/status', headers: { origin } });
    expect(status).toBe(200);
  });

  it('lets no foreign page load its interface as an image or a script', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await ask(runtime.port, { path: '/_workbook/status', headers })).status).toBe(403);
  });

  it('refuses an absolute address in place of a path', async () => {
    const path = `http://localhost:${runtime.port}/_workbook/status`;
    expect((await ask(runtime.port, { path })).status).toBe(400);
  });

  it.each([
    ['application/x-amz-json-1.1', '"__type":"RequestEntityTooLargeException"'],
    ['application/x-www-form-urlencoded', '<Code>RequestEntityTooLargeException</Code>'],
  ])('refuses an AWS call of more than a mebibyte (%s)', async (type, expected) => {
    const { status, body } = await ask(runtime.port, {
      method: 'POST',
      headers: { ...AWS_HEADERS, 'content-type': type },
      body: Buffer.alloc(2 ** 20 + 1, ' '),
    });
    expect(status).toBe(400);
    expect(body).toContain(expected);
  });

  it('still answers after a client that broke off or spoke no HTTP', async () => {
    const socket = connect(runtime.port, '127.0.0.1');
    socket.resume().end('nonsense\r\n\r\n');
    await new Promise((resolve) => socket.on('close', resolve));
    const broken = connect(runtime.port, '127.0.0.1', () => {
      broken.write(
        `POST / HTTP/1.1\r\nHost: localhost:${runtime.port}\r\nX-Amz-Target: A.B\r\nContent-Length: 10\r\n\r\nhalf`,
        () => broken.destroy(),
      );
    });
    await new Promise((resolve) => broken.on('close', resolve));
    expect((await ask(runtime.port, { path: '/_workbook/status' })).status).toBe(200);
    expect(runtime.reported).toEqual([]);
  });

  it('answers under ::1 too where there is one', async () => {
    const answer = await fetch(`http://[::1]:${runtime.port}/_workbook/status`).catch(
      () => undefined,
    );
    if (answer !== undefined) expect(answer.status).toBe(200);
  });

  it('gives only AWS at other names under localhost', async () => {
    const host = `something.localhost:${runtime.port}`;
    expect((await ask(runtime.port, { headers: { host } })).status).toBe(404);
    const path = '/_workbook/status';
    expect((await ask(runtime.port, { path, headers: { host } })).status).toBe(404);
    const answer = await ask(runtime.port, {
      method: 'POST',
      headers: { ...AWS_HEADERS, host },
      body: '{"clusterName":"named"}',
    });
    expect(answer.status).toBe(200);
  });
});

it('says in one error that the port is taken, and lets go of everything', async () => {
  await using first = await openRuntime();
  const { startRuntime } = await import('../../src/server/runtime.ts');
  const second = startRuntime({
    port: first.port,
    dataDir: `${first.dataDir}/second`,
    engine: 'simulated',
    report: () => undefined,
  });
  await expect(second).rejects.toThrow(`Port ${first.port} on 127.0.0.1 is taken`);
});

it('says who holds the data folder', async () => {
  await using first = await openRuntime();
  const { startRuntime } = await import('../../src/server/runtime.ts');
  const second = startRuntime({
    port: 0,
    dataDir: first.dataDir,
    engine: 'simulated',
    report: () => undefined,
  });
  await expect(second).rejects.toThrow(`in use by process ${process.pid}`);
});
