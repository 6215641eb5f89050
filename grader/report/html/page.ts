import { createHash } from 'node:crypto';
import { STYLE } from './style.ts';
import { Html, html } from './tag.ts';

const digest = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is loaded, run or sent: the page is itself and its own style. */
const POLICY = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;

const style = new Html(`<style>${STYLE}</style>`);

/** A page by itself, for a browser without a network and without scripts. */
export const page = (options: {
  readonly title: string;
  readonly narrow?: boolean;
  readonly header: Html;
  readonly main: Html;
  readonly footer: Html;
}): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${options.title}</title>
${style}
</head>
<body${new Html(options.narrow === true ? ' class="narrow"' : '')}>
<header>${options.header}</header>
<main>${options.main}</main>
<footer>${options.footer}</footer>
</body>
</html>
`.toString();
