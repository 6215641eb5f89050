import type { Token } from 'markdown-it';
import type { Occurrence } from './forms.ts';
import type { Term } from './parse.ts';

/** markdown-it's class of tokens. */
type TokenClass = new (type: string, tag: string, nesting: -1 | 0 | 1) => Token;

/** Links each term of the glossary where a page first uses it. */
export interface TermLinks {
  /** The tokens of one paragraph with the links in it; `heading` is the one that stands above. */
  link(children: readonly Token[], heading: string | undefined, NewToken: TokenClass): Token[];
  /** Terms linked so far, with the heading under which each stands. */
  readonly firstUses: ReadonlyMap<Term, string | undefined>;
}

/** For one page; `page` is the glossary's address seen from there. */
export const termLinks = (
  find: (text: string) => readonly Occurrence[],
  page: string,
): TermLinks => {
  const firstUses = new Map<Term, string | undefined>();

  const split = (content: string, heading: string | undefined, NewToken: TokenClass): Token[] => {
    const tokens: Token[] = [];
    let end = 0;
    for (const { term, text: words, index } of find(content)) {
      if (firstUses.has(term)) continue;
      firstUses.set(term, heading);
      const open = new NewToken('link_open', 'a', 1);
      open.attrSet('class', 'term');
      open.attrSet('href', `${page}#${term.id}`);
      tokens.push(
        textToken(content.slice(end, index), NewToken),
        open,
        textToken(words, NewToken),
        new NewToken('link_close', 'a', -1),
      );
      end = index + words.length;
    }
    return [...tokens, textToken(content.slice(end), NewToken)];
  };

  return {
    firstUses,
    link: (children, heading, NewToken) => {
      let depth = 0;
      return joined(children, NewToken).flatMap((token) => {
        if (token.type === 'link_open') depth++;
        if (token.type === 'link_close') depth--;
        return token.type === 'text' && depth === 0
          ? split(token.content, heading, NewToken)
          : [token];
      });
    },
  };
};

const textToken = (content: string, NewToken: TokenClass): Token =>
  Object.assign(new NewToken('text', '', 0), { content });

/** Neighbouring texts as one, for a term may go on in the next line of the source. */
const joined = (children: readonly Token[], NewToken: TokenClass): Token[] => {
  const tokens: Token[] = [];
  for (const child of children) {
    const before = tokens.at(-1);
    const content = child.type === 'softbreak' ? '\n' : child.content;
    if (child.type !== 'text' && child.type !== 'softbreak') tokens.push(child);
    else if (before?.type === 'text') before.content += content;
    else tokens.push(textToken(content, NewToken));
  }
  return tokens;
};
