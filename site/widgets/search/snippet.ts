/** A piece of a text, and whether it is a word that was found. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

const BEFORE = 50;
const LENGTH = 180;

const pattern = (words: readonly string[]): RegExp | undefined =>
  words.length === 0
    ? undefined
    : new RegExp(
        `(?<![\\p{L}\\p{N}])(?:${words.map((word) => word.replace(/[/\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`,
        'giu',
      );

/** The text in pieces, with the words that were found apart. */
export const marked = (text: string, words: readonly string[]): Piece[] => {
  const expression = pattern(words);
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: word, index } of expression ? text.matchAll(expression) : []) {
    pieces.push({ text: text.slice(end, index), found: false }, { text: word, found: true });
    end = index + word.length;
  }
  return [...pieces, { text: text.slice(end), found: false }].filter(({ text }) => text !== '');
};

/** A line or two of the text around the first of the words. */
export const snippet = (text: string, words: readonly string[]): string => {
  const at = Math.max(0, text.search(pattern(words) ?? /^/));
  const from = at <= BEFORE ? 0 : text.indexOf(' ', at - BEFORE) + 1;
  if (text.length <= from + LENGTH) return `${from > 0 ? '… ' : ''}${text.slice(from)}`;
  const to = text.lastIndexOf(' ', from + LENGTH);
  return `${from > 0 ? '… ' : ''}${text.slice(from, to > from ? to : from + LENGTH)} …`;
};
