// The page that a container of this image shows: its cat, and who it is.
import { describeCat, drawCat } from './cat.mjs';

/** `identity`: `{ id, version, zone }`. */
export function page({ id, version, zone }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Container of cats ${escape(id)}</title>
<link rel="icon" href="/cat.svg">
<style>
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; justify-items: center;
    gap: 1.25rem; padding: 1rem; box-sizing: border-box; text-align: center;
    font: 1rem/1.5 ui-rounded, system-ui, sans-serif; background: #fbf6ef; color: #3b3036; }
  svg { width: min(20rem, 80vw); height: auto; }
  h1 { font-size: 1.25rem; font-weight: 600; margin: 0; }
  dl { display: grid; grid-template-columns: auto auto; gap: .25rem 1rem; margin: 0; text-align: left; }
  dt { opacity: .75; } dd { margin: 0; font-family: ui-monospace, monospace; }
  @media (prefers-color-scheme: dark) { body { background: #211d20; color: #efe6dd; } }
</style>
</head>
<body>
<main style="display: contents">
${drawCat(id)}
<h1>${escape(describeCat(id))}</h1>
<dl>
<dt>container</dt><dd id="container">${escape(id)}</dd>
<dt>version</dt><dd id="version">${escape(version)}</dd>
<dt>zone</dt><dd id="zone">${escape(zone)}</dd>
</dl>
</main>
</body>
</html>
`;
}

const escape = (text) =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
