import type { ServerResponse } from 'node:http';
import { send } from '../answer.ts';

/** Why nothing answers; 503 where it may later. */
export interface Unavailable {
  readonly status: 404 | 503;
  readonly title: string;
  readonly detail: string;
}

/** Says so in a page of its own. */
export const unavailablePage = (
  response: ServerResponse,
  { status, title, detail }: Unavailable,
): void =>
  send(
    response,
    status,
    'text/html; charset=utf-8',
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
<p>${escape(detail)}</p>
</main>
</body>
</html>
`,
    {
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      ...(status === 503 ? { 'Retry-After': '1' } : {}),
    },
  );

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
