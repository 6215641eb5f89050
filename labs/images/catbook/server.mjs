// Catbook: a visitors' book. It says which container answers, and saves each visit in a catstore.
//
//   GET  /         saves the visit, and answers with this container and the number of visits so far
//   GET  /id       this container and its version; saves nothing
//   GET  /visits   the newest visits, whoever saved them; /visits/1 is the first of all
//   GET  /health   200, as long as it runs: the store is not this container's fault
//   POST /crash    ends this container, as a bug would
//
// With ?wait=MS any of these takes that long (at most 10 s). When it is told to stop it ends at once, in
// the middle of whatever it does.
//
// Settings, as environment variables:
//   PORT      where it listens (8080)
//   VERSION   what it says its version is (1)
//   STORE     URL of the catstore
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

const { env } = process;
const port = Number(env.PORT ?? 8080);
const LONGEST_WAIT = 10_000;
const STORE_PATIENCE = 5_000;
const container = { container: hostname().slice(0, 12), version: env.VERSION ?? '1' };

async function store(path, options = {}) {
  const signal = AbortSignal.timeout(STORE_PATIENCE);
  const response = await fetch(new URL(path, env.STORE), { ...options, signal });
  if (!response.ok) throw new Error(`the store answers ${response.status}`);
  return response.json();
}

const routes = {
  'GET /': async () => {
    const { id } = await store('/documents', { method: 'POST', body: JSON.stringify(container) });
    return { ...container, visit: id };
  },
  'GET /id': async () => container,
  'GET /visits': () => store('/documents'),
  'GET /health': async () => ({ status: 'ok' }),
  'POST /crash': async () => {
    console.error('Somebody asked for a crash.');
    process.exit(1);
  },
};

const server = createServer(async (request, response) => {
  request.resume();
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const wait = Number(searchParams.get('wait') ?? 0);
  if (wait > 0) await delay(Math.min(wait, LONGEST_WAIT));
  const [, number] = /^\/visits\/(\d+)$/.exec(pathname) ?? [];
  const route =
    number === undefined
      ? routes[`${request.method} ${pathname}`]
      : () => store(`/documents/${number}`);
  const [status, body] = await (route === undefined
    ? [404, { message: 'There is no such page.' }]
    : route().then(
        (body) => [200, body],
        (error) => [
          503,
          { ...container, message: `Not saved: ${error.cause?.code ?? error.message}` },
        ],
      ));
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
});

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));

server.listen(port, () => console.log(`Listening and serving HTTP on :${port}`));
