import { type Html, html } from './html.ts';

interface Place {
  /** From the site's folder. */
  readonly path: string;
  readonly text: string;
}

/** What the head of every page leads to, most used first. */
export const PLACES: readonly Place[] = [
  { path: 'index.html', text: 'Course' },
  { path: 'simulators/index.html', text: 'Simulators' },
  { path: 'glossary/index.html', text: 'Glossary' },
];

const item = ({ path, text }: Place, root: string, here: string): Html =>
  html`<li><a href="${root}${path}"${path === here && html` aria-current="page"`}>${text}</a></li>`;

/** `here` is the page's own path. */
export const nav = (root: string, here: string): Html => html`
<nav class="bar-nav" aria-label="Workbook"><ul>
${PLACES.map((place) => item(place, root, here))}
</ul></nav>`;
