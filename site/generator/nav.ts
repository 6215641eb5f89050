import { type Html, html } from './html.ts';

/** Where the search has a page of its own, from the site's folder. */
export const SEARCH_PATH = 'search/index.html';

interface Place {
  /** From the site's folder. */
  readonly path: string;
  readonly text: string;
}

/** What the head of every page leads to. */
export const PLACES: readonly Place[] = [
  { path: 'index.html', text: 'Course' },
  { path: 'simulators/index.html', text: 'Simulators' },
  { path: 'glossary/index.html', text: 'Glossary' },
  { path: 'reference/index.html', text: 'Reference' },
];

/** What it leads to behind "More". */
export const MORE: readonly Place[] = [
  { path: 'instructors/index.html', text: 'Instructor’s guide' },
  { path: 'differences/index.html', text: 'Differences from AWS' },
  { path: 'book/index.html', text: 'The book to print' },
];

/** `here` is the page's own path. */
export const nav = (root: string, here: string): Html => {
  const item = ({ path, text }: Place): Html =>
    html`<li><a href="${root}${path}"${path === here && html` aria-current="page"`}>${text}</a></li>`;
  return html`
<nav class="bar-nav" aria-label="Workbook"><ul>
${PLACES.map(item)}
<li><a href="${root}${SEARCH_PATH}" data-search-link${SEARCH_PATH === here && html` aria-current="page"`}>Search</a></li>
<li><details class="more" data-more><summary>More</summary><ul>${MORE.map(item)}</ul></details></li>
</ul></nav>`;
};
