import type { SearchDocument } from '../../generator/search-index.ts';
import { all, el, setText } from '../dom.ts';
import { plural } from '../plural.ts';
import { type Found, searchEngine } from './engine.ts';
import { marked, snippet } from './snippet.ts';

declare global {
  // Set by `assets/search-index.js`, which is loaded first.
  var searchDocuments: readonly SearchDocument[] | undefined;
}

const pieces = (text: string, words: readonly string[]) =>
  marked(text, words).map((piece) => (piece.found ? el('mark', {}, piece.text) : piece.text));

const entry = ({ document: [title, where, path, text], words }: Found, root: string) =>
  el(
    'li',
    {},
    el('a', { href: root + path }, ...pieces(title, words)),
    el('span', { class: 'search-where' }, where),
    el('p', {}, ...pieces(snippet(text, words), words)),
  );

const count = (found: number) =>
  found === 0
    ? 'Nothing found. Try fewer words, or only the beginning of one: deploy, ENI, health.'
    : `${plural(found, 'place')}. Arrow keys lead through them.`;

/** The words in the address of the search's own page: those typed since stand behind the #. */
const asked = (): string =>
  new URLSearchParams(location.hash.slice(1)).get('q') ??
  new URLSearchParams(location.search).get('q') ??
  '';

const mount = (place: HTMLElement, search: (query: string) => readonly Found[]): void => {
  const root = document.body.dataset.root ?? './';
  const ownPage = place.closest('dialog') === null;
  const input = el('input', {
    type: 'search',
    'aria-label': 'Search for',
    placeholder: 'Search everything',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const status = el('p', { class: 'search-status', role: 'status' });
  const results = el('ol', { class: 'search-results' });

  const draw = () => {
    const query = input.value.trim();
    const found = query === '' ? [] : search(query);
    results.replaceChildren(...found.map((one) => entry(one, root)));
    setText(status, query === '' ? '' : count(found.length));
    if (ownPage && query !== asked()) {
      const address = query === '' ? location.pathname : `#${new URLSearchParams({ q: query })}`;
      history.replaceState(null, '', address);
    }
  };

  input.addEventListener('input', draw);
  place.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !ownPage) {
      // The browser would only empty the field.
      event.preventDefault();
      place.closest('dialog')?.close();
    }
    if (!['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) return;
    const links = all('a', results);
    const stops = [input, ...links];
    const at = stops.findIndex((stop) => stop.matches(':focus'));
    if (event.key === 'Enter') {
      if (at === 0) links[0]?.click();
      return;
    }
    event.preventDefault();
    stops[
      Math.max(0, Math.min(stops.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))
    ]?.focus();
  });
  results.addEventListener('click', () => place.closest('dialog')?.close());

  place.replaceChildren(input, status, results);
  if (ownPage) {
    input.value = asked();
    addEventListener('hashchange', () => {
      input.value = asked();
      draw();
    });
  }
  draw();
  input.focus();
};

const search = searchEngine(globalThis.searchDocuments ?? []);
for (const place of all('[data-search]')) mount(place, search);
