import { html } from './html.ts';
import { SEARCH_PATH } from './nav.ts';
import { textPage } from './text-page.ts';

/** The search on a page of its own, at `search/index.html#q=WORDS`; elsewhere it is a dialog. */
export const searchPage = (version: string): string =>
  textPage({
    path: SEARCH_PATH,
    kicker: 'Labs, glossary, reference and the rest',
    heading: 'Search',
    lead: 'Everything is searched in your browser, without a network. On any page the key / brings the search.',
    content: html`
<div data-search><p data-search-waiting>The search needs a script, which is not running here. Without it, open <a href="../book/index.html">the whole book</a> and search in it with your browser, or look into <a href="../glossary/index.html">the glossary</a>.</p></div>`,
    version,
  });
