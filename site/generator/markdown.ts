import MarkdownIt, { type Token } from 'markdown-it';
import { codeBlock } from './code-block.ts';
import type { Occurrence } from './glossary/forms.ts';
import { termLinks } from './glossary/links.ts';
import type { Term } from './glossary/parse.ts';
import { Html } from './html.ts';
import { refused } from './pictures.ts';
import { slugs } from './slug.ts';

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** A link of the source, for `checkLinks`. */
export interface Link {
  readonly address: string;
  /** Of the source. */
  readonly line: number;
}

/** Turns the Markdown of one page into HTML, and keeps what the site needs to know of it. */
export interface PageMarkdown {
  readonly headings: readonly Heading[];
  /** Those that lead to somewhere in the site. */
  readonly links: readonly Link[];
  /** Pictures shown, their addresses relative to the page. */
  readonly pictures: readonly Link[];
  /** Terms of the glossary that are linked, with the ids of the headings under which they stand. */
  readonly terms: ReadonlyMap<Term, string | undefined>;
  /** `line` is where it begins in the source. */
  block(markdown: string, line: number): Html;
  inline(markdown: string, line: number): Html;
}

export interface Page {
  /** How errors call the source. */
  readonly source: string;
  /** Stands above the page already: a heading that only repeats it is left out. */
  readonly title: string;
  /** Ids that the page has besides its headings. */
  readonly ids: readonly string[];
  /** Finds terms of the glossary in a text; the page says where the glossary is. */
  readonly glossary?: { readonly page: string; find(text: string): readonly Occurrence[] };
  /** It becomes a part of a larger page. */
  readonly within?: {
    readonly idPrefix: string;
    /** By how many levels its headings are lower there. */
    readonly lower: number;
    /** Where that page finds what the source names by this address. */
    address(address: string): string;
  };
}

const isLocal = (address: string) => !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address);

/** The page's title is its only heading of level 1. */
const levelOf = (token: Token) => Math.max(2, Number(token.tag.slice(1)));

/**
 * Raw HTML in the source shows as text; links with a scripting scheme stay text (markdown-it's own
 * rule). Pictures must lie beside the lab: the page asks no other host for anything.
 */
export const pageMarkdown = ({ source, title, ids, glossary, within }: Page): PageMarkdown => {
  const markdownIt = new MarkdownIt({ html: false, typographer: true });
  const headings: Heading[] = [];
  const pictures: Link[] = [];
  const links: Link[] = [];
  const slug = slugs(ids);
  const terms = termLinks(glossary?.find ?? (() => []), glossary?.page ?? '');
  const { rules } = markdownIt.renderer;
  /** Of the source: where what is being read begins. */
  let firstLine = 1;

  rules.fence = (tokens, index) => {
    const token = tokens[index];
    const language = token?.info.trim().split(/\s+/)[0] ?? '';
    return codeBlock(token?.content ?? '', language).toString();
  };
  rules.code_block = (tokens, index) => codeBlock(tokens[index]?.content ?? '', '').toString();

  // A wide table scrolls by itself, not the page.
  rules.table_open = () =>
    '<div class="table" tabindex="0" role="group" aria-label="Table"><table>';
  rules.table_close = () => '</table></div>';

  rules.image = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    if (token !== undefined) token.attrSet('alt', token.content);
    return self.renderToken(tokens, index, options);
  };

  const readHeading = (heading: Token, children: readonly Token[]): void => {
    const level = Math.min(6, levelOf(heading) + (within?.lower ?? 0));
    const text = children.map((child) => child.content).join('');
    const id = `${within?.idPrefix ?? ''}${slug(text)}`;
    heading.tag = `h${level}`;
    heading.attrSet('id', id);
    headings.push({ level, id, text });
  };

  /** `line` is that of the source in which the paragraph begins. */
  const readParagraph = (children: readonly Token[], line: number): void => {
    let at = line;
    for (const token of children) {
      if (token.type === 'softbreak' || token.type === 'hardbreak') at++;
      const address = String(token.attrGet(token.type === 'image' ? 'src' : 'href') ?? '');
      if (token.type === 'image') {
        if (!isLocal(address)) {
          throw refused(source, at, `${address}, which is on another host`);
        }
        pictures.push({ address, line: at });
        if (within) token.attrSet('src', within.address(address));
      }
      if (token.type !== 'link_open') continue;
      if (isLocal(address)) {
        links.push({ address, line: at });
        if (within) token.attrSet('href', within.address(address));
      } else token.attrSet('rel', 'noreferrer');
    }
  };

  markdownIt.core.ruler.push('page', (state) => {
    const [first, second] = state.tokens;
    if (first?.tag === 'h1' && second?.content === title) state.tokens.splice(0, 3);
    for (const [index, token] of state.tokens.entries()) {
      if (token.type !== 'inline' || token.children === null) continue;
      readParagraph(token.children, firstLine + (token.map?.[0] ?? 0));
      const before = state.tokens[index - 1];
      const after = state.tokens[index + 1];
      if (before?.type === 'heading_open') {
        readHeading(before, token.children);
        if (after !== undefined) after.tag = before.tag;
      } else if (before?.type === 'th_open') {
        // The head of a column of names, which says nothing, is a cell like others.
        if (token.content === '') before.tag = 'td';
        if (after !== undefined) after.tag = before.tag;
      } else if (!state.inlineMode) {
        token.children = terms.link(token.children, headings.at(-1)?.id, state.Token);
      }
    }
  });

  return {
    headings,
    links,
    pictures,
    terms: terms.firstUses,
    block: (markdown, line) => {
      firstLine = line;
      return new Html(markdownIt.render(markdown));
    },
    inline: (markdown, line) => {
      firstLine = line;
      return new Html(markdownIt.renderInline(markdown));
    },
  };
};
