import { type Html, html } from './html.ts';
import { nav } from './nav.ts';

export interface Page {
  readonly title: string;
  readonly description: string;
  /** Its own, from the site's folder: `labs/ID/index.html`. */
  readonly path: string;
  /** Its script and its part of the theme: `assets/NAME.js`. */
  readonly script: 'home' | 'lab' | 'simulator-page' | 'text-page';
  /** Has it a simulator, and needs that part of the theme? */
  readonly simulator?: boolean;
  /** Appended to the names of assets, so that a browser never mixes two builds. */
  readonly version: string;
  readonly bodyClass: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly content: Html;
}

/** The page may run our scripts, use our style and speak to the host it came from; nothing else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A cat looking out of a box: the mark of the site. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
<path class="mark-cat" d="M8 18V6l5 4h6l5-4v12z"/><path class="mark-box" d="M3 17h26l-2 13H5z"/>
<circle class="mark-eye" cx="13" cy="13.6" r="1.3"/><circle class="mark-eye" cx="19" cy="13.6" r="1.3"/></svg>`;

/** From the page's folder to the site's: `./` or `../../`. */
export const rootOf = (path: string): string => '../'.repeat(path.split('/').length - 1) || './';

export const layout = (page: Page): string => {
  const root = rootOf(page.path);
  const styles = [
    ...(page.simulator === true ? ['simulator'] : []),
    ...(page.script === 'text-page' ? ['text'] : []),
  ];
  const data = Object.entries(page.data ?? {}).map(([key, value]) => html` data-${key}="${value}"`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${page.title}</title>
<meta name="description" content="${page.description}">
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}assets/theme.css?${page.version}">
<link rel="stylesheet" media="print" href="${root}assets/print.css?${page.version}">
${styles.map((name) => html`<link rel="stylesheet" href="${root}assets/${name}.css?${page.version}">\n`)}<script defer src="${root}assets/${page.script}.js?${page.version}"></script>
</head>
<body class="${page.bodyClass}" data-root="${root}" data-version="${page.version}"${data}>
<a class="skip" href="#main">Skip to the text</a>
<header class="bar">
<a class="brand" href="${root}index.html">${mark}<span>ECS Workbook</span></a>
${nav(root, page.path)}
<p class="runtime-line" data-runtime-line><span class="dot" aria-hidden="true"></span><span data-runtime-text>Reading works without anything running</span></p>
</header>
${page.content}
<footer class="foot">
<p>Everything here runs on your own machine. Nothing on this page asks another host for anything.</p>
</footer>
<p class="visually-hidden" role="status" aria-live="polite" data-announce></p>
</body>
</html>
`.toString();
};
