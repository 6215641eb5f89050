import { type Html, html } from './html.ts';
import { layout } from './layout.ts';

interface TextPage {
  /** From the site's folder. */
  readonly path: string;
  readonly heading: string;
  /** Above the heading: what kind of page it is. */
  readonly kicker: string;
  /** A sentence or two. */
  readonly lead: string;
  readonly content: Html;
  readonly version: string;
}

/** A part of a page that the page's contents lead to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** Sections with a list of them above. */
export const sectioned = (sections: readonly Section[]): Html => html`
<nav class="page-contents" aria-label="On this page"><ul>
${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
${sections.map(
  ({ id, title, body }) => html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>
`,
)}`;

/** A page that is only read: the glossary, the reference tables, the guide. */
export const textPage = ({ path, heading, kicker, lead, content, version }: TextPage): string =>
  layout({
    title: `${heading} · ECS Workbook`,
    description: lead,
    path,
    script: 'text-page',
    version,
    bodyClass: 'text-page',
    content: html`
<main id="main" tabindex="-1">
<header class="lab-head">
<p class="kicker">${kicker}</p>
<h1>${heading}</h1>
<p class="lead">${lead}</p>
</header>
${content}
</main>`,
  });
