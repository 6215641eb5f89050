// Container of cats: shows a cat drawn for this very container.
//
// Settings, as environment variables:
//   PORT                  where it listens (80)
//   VERSION               what it says its version is (1)
//   START_DELAY_MS        waits that long before it listens
//   CRASH_AFTER_MS        ends with EXIT_CODE (1) after that long
//   EXIT_CODE             alone: ends with this code as soon as it listens
//   SICK_AFTER_REQUESTS   /health answers 503 once it has answered that many requests
//
// Signals: SIGUSR2 makes it sick (it answers 500 to every request), SIGHUP well again.
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import process from 'node:process';
import { drawCat } from './cat.mjs';
import { page } from './page.mjs';

const { env } = process;
const number = (name) => {
  const value = env[name];
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  console.error(`${name} must be a whole number, and is "${value}".`);
  process.exit(64);
};
const port = number('PORT') ?? 80;
const startDelay = number('START_DELAY_MS') ?? 0;
const crashAfter = number('CRASH_AFTER_MS');
const exitCode = number('EXIT_CODE');
const sickAfter = number('SICK_AFTER_REQUESTS') ?? Number.POSITIVE_INFINITY;

const metadata = env.ECS_CONTAINER_METADATA_URI_V4;
let known;
let requests = 0;
let isSick = false;

/** Who this container is: from the task metadata endpoint on ECS, else from what Docker set. */
async function identity() {
  if (known) return known;
  const [container, task] = metadata
    ? await Promise.all([ask(metadata), ask(`${metadata}/task`)])
    : [];
  const found = {
    id: (container?.DockerId ?? hostname()).slice(0, 12),
    version: env.VERSION ?? '1',
    zone: task?.AvailabilityZone ?? 'unknown',
  };
  if (!metadata || (container && task)) known = found;
  return found;
}

async function ask(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return response.ok ? await response.json() : undefined;
  } catch {
    // Not there (yet): the next request asks again.
    return undefined;
  }
}

const routes = {
  '/': async () => [200, 'text/html; charset=utf-8', page(await identity())],
  '/cat.svg': async () => [200, 'image/svg+xml', drawCat((await identity()).id)],
  '/id': async () => [200, 'application/json', `${JSON.stringify(await identity())}\n`],
  '/health': async () =>
    requests >= sickAfter
      ? [503, 'text/plain', `sick after ${sickAfter} requests\n`]
      : [200, 'text/plain', 'ok\n'],
};

const sick = async () => [500, 'text/plain', 'This cat is sick.\n'];

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname !== '/health') requests++;
  request.resume();
  const route = isSick
    ? sick
    : (routes[pathname] ?? (async () => [404, 'text/plain', 'There is no cat here.\n']));
  const [status, type, body] = await route();
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : body);
  console.log(`${status} ${request.method} ${pathname}`);
});

function stop(signal) {
  console.log(`${signal}: closing`);
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 2000).unref();
  if (!server.listening) process.exit(0);
}
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));

process.on('SIGUSR2', () => becomeSick(true));
process.on('SIGHUP', () => becomeSick(false));

function becomeSick(now) {
  if (isSick !== now) console.log(now ? 'Sick: every answer is 500' : 'Well again');
  isSick = now;
}

server.on('error', (error) => {
  console.error(`Cannot listen on port ${port}: ${error.message}`);
  process.exit(1);
});

setTimeout(() => {
  server.listen(port, () => {
    console.log(`Listening and serving HTTP on :${port}`);
    if (crashAfter === undefined && exitCode !== undefined) process.exit(exitCode);
  });
}, startDelay);

if (crashAfter !== undefined)
  setTimeout(() => {
    console.error(`Crashing after ${crashAfter} ms, as CRASH_AFTER_MS says`);
    process.exit(exitCode ?? 1);
  }, crashAfter);
