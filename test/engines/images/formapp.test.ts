import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labImagesFolder } from '../../../src/engines/images/lab-images.ts';

const FORM = 'application/x-www-form-urlencoded';
let app: ChildProcess;
let url: string;
let said = '';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

beforeAll(async () => {
  const port = await freePort();
  const child = spawn(process.execPath, [join(labImagesFolder, 'formapp', 'server.mjs')], {
    env: { PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  app = child;
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  await once(child.stdout, 'data', { signal: AbortSignal.timeout(15_000) });
  url = `http://127.0.0.1:${port}`;
  expect(said).toBe(`Listening and serving HTTP on :${port}\n`);
});
afterAll(() => {
  app.kill('SIGKILL');
});

test('shows a form of the three fields', async () => {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  const page = await answer.text();
  for (const field of ['username', 'email', 'address']) expect(page).toContain(`name="${field}"`);
});

test.each([
  [200, FORM, 'username=tom&email=tom@cats.example&address=1+Basket+Lane', 'Welcome, tom.'],
  [200, `${FORM}; charset=utf-8`, 'username=t&email=t&address=t', 'Welcome, t.'],
  [400, FORM, 'username=tom&email=+&address=here', 'Missing: email.'],
  [400, FORM, '', 'Missing: username, email, address.'],
  [413, FORM, `username=${'x'.repeat(20_000)}`, 'Expected at most 10000 characters.'],
  [
    415,
    'application/json',
    '{"username":"tom"}',
    `Expected a form (${FORM}), found application/json.`,
  ],
])('answers %i to %s: %.40s', async (status, type, body, text) => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
  expect({ status: answer.status, text: await answer.text() }).toEqual({
    status,
    text: `${text}\n`,
  });
});
