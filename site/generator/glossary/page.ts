import MarkdownIt from 'markdown-it';
import { Html, html } from '../html.ts';
import { textPage } from '../text-page.ts';
import type { Term } from './parse.ts';

/** Where in the labs a term is first used. */
export interface FirstUse {
  /** "Lab 4, ECS on EC2". */
  readonly text: string;
  /** From the site's folder. */
  readonly path: string;
}

/** Where the glossary is, from the site's folder. */
export const GLOSSARY_PATH = 'glossary/index.html';

const markdown = new MarkdownIt({ typographer: true });

/** The words that say a term, as HTML. */
export const definition = (term: Term): Html => new Html(markdown.renderInline(term.markdown));

const letterOf = ({ name }: Term) => name.charAt(0).toUpperCase();

/** All terms by their first letters, at `glossary/index.html`. */
export const glossaryPage = (
  terms: readonly Term[],
  firstUses: ReadonlyMap<Term, FirstUse>,
  version: string,
): string => {
  const ids = new Map(terms.map(({ name, id }) => [name, id]));
  const letters = [...new Set(terms.map(letterOf))];

  const entry = (term: Term): Html => {
    const use = firstUses.get(term);
    return html`<div class="glossary-entry" id="${term.id}"><dt><dfn>${term.name}</dfn>${term.also.length > 0 && html` <span class="also">also ${term.also.join(', ')}</span>`}</dt>
<dd>${definition(term)}</dd>
${
  (term.see.length > 0 || use !== undefined) &&
  html`<dd class="facts">${term.see.length > 0 && html`See ${term.see.map((name, index) => html`${index > 0 && ', '}<a href="#${ids.get(name)}">${name}</a>`)}. `}${use && html`First used in <a href="../${use.path}">${use.text}</a>.`}</dd>
`
}</div>
`;
  };

  return textPage({
    path: GLOSSARY_PATH,
    kicker: `${terms.length} terms`,
    heading: 'Glossary',
    lead: 'The words of the course, each in a sentence or two. In the labs a word with a dotted line under it leads here.',
    content: html`
<nav class="letters" aria-label="Letters">${letters.map((letter) => html`<a href="#letter-${letter.toLowerCase()}">${letter}</a> `)}</nav>
${letters.map(
  (letter) => html`<section aria-labelledby="letter-${letter.toLowerCase()}">
<h2 id="letter-${letter.toLowerCase()}">${letter}</h2>
<dl class="glossary">
${terms.filter((term) => letterOf(term) === letter).map(entry)}</dl>
</section>
`,
)}`,
    version,
  });
};
