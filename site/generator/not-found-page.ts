import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';
import { contentSecurityPolicy, mark } from './layout.ts';
import { PLACES, SEARCH_PATH } from './nav.ts';

const style = `
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:1.06rem/1.6 -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;background:#faf6f0;color:#2d2620}
main{max-width:34rem;padding:2rem;text-align:center}
h1{font-size:1.9rem;line-height:1.2;font-family:ui-serif,'Iowan Old Style',Palatino,Georgia,serif}
a{color:#96421b}nav a{margin:0 .4rem}a:focus-visible{outline:3px solid #96421b;outline-offset:3px}
.mark{width:6rem;height:6rem}.mark-cat,.mark-eye{display:none}.mark-box{fill:#c99a63}
@media(prefers-color-scheme:dark){body{background:#1c1815;color:#ece4d9}a{color:#f2a67c}a:focus-visible{outline-color:#f2a67c}.mark-box{fill:#a87c4a}}
`;

const OTHERS = [
  { path: SEARCH_PATH, text: 'Search' },
  ...PLACES.filter(({ path }) => path !== 'index.html'),
];

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = contentSecurityPolicy
  .replace("script-src 'self'", "script-src 'none'")
  .replace("style-src 'self'", `style-src ${hash(style)}`);

/**
 * Hosts show it for addresses of any depth, so no relative address is good in it: it carries its
 * own style, and `base` is the path under which the host serves the site (`/`, `/course/`).
 */
export const notFoundPage = (base: string): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not in this box · ECS Workbook</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<main>
${mark}
<h1>There is no cat in this box</h1>
<p>The page you asked for is not part of the workbook. It may have been moved, or the address may be mistyped.</p>
<p><a href="${base}">Back to the course</a></p>
<nav aria-label="Workbook"><p>${OTHERS.map(({ path, text }) => html`<a href="${base}${path}">${text}</a> `)}</p></nav>
</main>
</body>
</html>
`.toString();
