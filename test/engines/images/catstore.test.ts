import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { labImagesFolder } from '../../../src/engines/images/lab-images.ts';

const running: ChildProcess[] = [];
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'catstore-'));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** A program of a lab image, once it listens; answers how it is asked. */
const start = async (image: string, environment: Record<string, string>) => {
  const port = await freePort();
  const child = spawn(process.execPath, [join(labImagesFolder, image, 'server.mjs')], {
    env: { ...environment, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  await once(child.stdout, 'data', { signal: AbortSignal.timeout(15_000) });
  const url = `http://127.0.0.1:${port}`;
  const ask = async (path: string, body?: string) => {
    const answer = await fetch(`${url}${path}`, body === undefined ? {} : { method: 'POST', body });
    const said: unknown = await answer.json();
    return { status: answer.status, said };
  };
  return { child, url, ask };
};

const store = (change: Record<string, string> = {}) => start('catstore', { DATA: data, ...change });

it('keeps what it has answered 201 for, also when it is killed', async () => {
  const first = await store();
  const visits = Array.from({ length: 50 }, (_, visit) => JSON.stringify({ visit }));
  const answers = await Promise.all(visits.map((visit) => first.ask('/documents', visit)));
  expect(answers.map(({ status }) => status)).toEqual(visits.map(() => 201));
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  // What was being written when it was killed.
  appendFileSync(join(data, 'documents.jsonl'), '{"id":51,"vis');
  const second = await store();
  expect((await second.ask('/health')).said).toEqual({ documents: 50 });
  expect((await second.ask('/documents', '{"visit":"next"}')).said).toMatchObject({ id: 51 });
  expect((await second.ask('/documents/51')).said).toMatchObject({ visit: 'next' });
  expect((await second.ask('/documents?limit=2')).said).toMatchObject([{ id: 50 }, { id: 51 }]);
  const lines = readFileSync(join(data, 'documents.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).id)).toEqual(lines.map((_, index) => index + 1));
});

it('refuses what is no document, too long, or too much', async () => {
  const { ask, url } = await store({ MOST_BYTES: '200' });
  for (const body of ['cat', '[1]', '"cat"', ''])
    expect((await ask('/documents', body)).status).toBe(400);
  expect((await ask('/documents', JSON.stringify({ a: 'x'.repeat(65_536) }))).status).toBe(413);
  expect((await ask('/documents?limit=0')).status).toBe(400);
  expect((await ask('/documents/1')).status).toBe(404);
  const document = JSON.stringify({ cat: 'x'.repeat(60) });
  expect((await ask('/documents', document)).status).toBe(201);
  const full = await fetch(`${url}/documents`, { method: 'POST', body: document });
  expect(full.status).toBe(507);
  expect((await ask('/health')).said).toEqual({ documents: 1 });
});

it('has visits saved by the book, which answers 503 while there is no store', async () => {
  const { url, child } = await store();
  const book = await start('catbook', { STORE: url, HOSTNAME: 'book' });
  expect((await book.ask('/')).said).toMatchObject({ version: '1', visit: 1 });
  expect((await book.ask('/visits/1')).said).toMatchObject({ id: 1, version: '1' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await book.ask('/')).status).toBe(503);
  expect((await book.ask('/health')).status).toBe(200);
});
