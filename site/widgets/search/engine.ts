import MiniSearch from 'minisearch';
import type { SearchDocument } from '../../generator/search-index.ts';

export interface Found {
  readonly document: SearchDocument;
  /** Words of the document that fit what was asked for, in small letters. */
  readonly words: readonly string[];
}

const MOST = 30;

/** A search over the documents: beginnings of words will do, and so will a wrong letter in longer ones. */
export const searchEngine = (
  documents: readonly SearchDocument[],
): ((query: string) => readonly Found[]) => {
  const index = new MiniSearch({
    fields: ['title', 'where', 'text'],
    searchOptions: {
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      boost: { title: 4, where: 0.5 },
    },
  });
  index.addAll(documents.map(([title, where, , text], id) => ({ id, title, where, text })));
  return (query) => {
    const all = index.search(query, { combineWith: 'AND' });
    const results = all.length > 0 ? all : index.search(query);
    return results.slice(0, MOST).flatMap(({ id, terms }) => {
      const document = documents[id];
      return document === undefined ? [] : [{ document, words: terms }];
    });
  };
};
