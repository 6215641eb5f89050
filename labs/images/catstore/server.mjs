// Catstore: a small document store. Documents are JSON objects, kept in one file.
//
//   POST /documents          saves the body, answers 201 with it, its number `id` and the time `at`
//   GET  /documents          the newest ones; ?limit=N of them (20, at most 1000)
//   GET  /documents/ID       one of them
//   GET  /health             {"documents": how many there are}
//
// Settings, as environment variables:
//   PORT         where it listens (8080)
//   DATA         folder of its file (data, in the working directory); only one store at a time may use it
//   MOST_BYTES   how long the file may become (16 MiB); then POST answers 507
import { createServer } from 'node:http';
import process from 'node:process';
import { Documents, Full } from './documents.mjs';

const { env } = process;
const port = Number(env.PORT ?? 8080);
const LONGEST = 65_536;
const documents = new Documents(env.DATA ?? 'data', {
  mostBytes: Number(env.MOST_BYTES ?? 16 * 2 ** 20),
});

const server = createServer((request, response) => {
  answer(request).then(
    ([status, body]) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
      });
      response.end(`${JSON.stringify(body)}\n`);
    },
    (error) => {
      console.error(error instanceof Full ? error.message : error);
      response.writeHead(error instanceof Full ? 507 : 500).end(`${error.message}\n`);
    },
  );
});

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [, folder, id, ...more] = pathname.split('/');
  if (pathname === '/health') return [200, { documents: documents.count }];
  if (folder !== 'documents' || more.length > 0)
    return [404, { message: 'There is no such thing.' }];
  if (request.method === 'POST' && id === undefined) return save(request);
  if (request.method !== 'GET') return [405, { message: 'Only GET and POST are possible.' }];
  if (id === undefined) {
    const limit = Number(searchParams.get('limit') ?? 20);
    return Number.isInteger(limit) && limit >= 1 && limit <= 1000
      ? [200, documents.latest(limit)]
      : [400, { message: 'Expected limit to be a whole number from 1 to 1000.' }];
  }
  const found = documents.get(Number(id));
  return found === undefined ? [404, { message: `There is no document ${id}.` }] : [200, found];
}

async function save(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LONGEST) chunks.push(chunk);
  }
  if (size > LONGEST) return [413, { message: `A document has at most ${LONGEST} bytes.` }];
  const document = parse(Buffer.concat(chunks).toString());
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return [400, { message: 'Expected a document as a JSON object.' }];
  return [201, await documents.add(document)];
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// What was promised is on the disk already, so there is nothing to wait for.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));

server.listen(port, () =>
  console.log(`Listening and serving HTTP on :${port}, with ${documents.count} documents`),
);
