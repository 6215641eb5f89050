// Formapp: a web app with one form, of username, email and address.
//
//   GET  /   the form
//   POST /   takes it: 200; 400 when a field is missing or empty, 415 when it is no form of a web page
//
// It keeps nothing. Settings, as environment variables:
//   PORT       where it listens (8080)
//   FORM_PATH  where its form is (/)
import { createServer } from 'node:http';
import process from 'node:process';

const { env } = process;
const port = Number(env.PORT ?? 8080);
const path = env.FORM_PATH ?? '/';
const FIELDS = ['username', 'email', 'address'];
const FORM = 'application/x-www-form-urlencoded';
const LONGEST = 10_000;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign up</title>
<style>
  :root { color-scheme: light dark; }
  body { margin: 3rem auto; max-width: 22rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
  label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
  input, button { margin: .25rem 0 1rem; padding: .5rem; }
</style>
</head>
<body>
<h1>Sign up</h1>
<form method="post" action="${path}">
${FIELDS.map((name) => `<label>${name}<input name="${name}" required></label>`).join('\n')}
<button>Send</button>
</form>
</body>
</html>
`;

async function bodyOf(request) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > LONGEST) return undefined;
  }
  return body;
}

async function take(request) {
  const type = (request.headers['content-type'] ?? 'none').split(';')[0].trim().toLowerCase();
  if (type !== FORM) return [415, `Expected a form (${FORM}), found ${type}.`];
  const body = await bodyOf(request);
  if (body === undefined) return [413, `Expected at most ${LONGEST} characters.`];
  const form = new URLSearchParams(body);
  const missing = FIELDS.filter((name) => !form.get(name)?.trim());
  if (missing.length > 0) return [400, `Missing: ${missing.join(', ')}.`];
  return [200, `Welcome, ${form.get('username')}.`];
}

async function answer(request) {
  if (new URL(request.url ?? '/', 'http://localhost').pathname !== path)
    return [404, 'There is no such page.'];
  if (request.method === 'POST') return take(request);
  if (request.method === 'GET' || request.method === 'HEAD') return [200, page, 'text/html'];
  return [405, 'Expected GET or POST.'];
}

const server = createServer(async (request, response) => {
  const [status, text, type = 'text/plain'] = await answer(request);
  request.resume();
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : `${text.trimEnd()}\n`);
  console.log(`${status} ${request.method} ${request.url}${status < 400 ? '' : ` ${text}`}`);
});

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));

server.on('error', (error) => {
  console.error(`Cannot listen on port ${port}: ${error.message}`);
  process.exit(1);
});

server.listen(port, () => console.log(`Listening and serving HTTP on :${port}`));
