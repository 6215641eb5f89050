import MarkdownIt from 'markdown-it';
import { codeBlock } from './code-block.ts';
import { Html } from './html.ts';
import { slugs } from './slug.ts';

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** Turns the Markdown of one page into HTML, and keeps its headings for the table of contents. */
export interface PageMarkdown {
  readonly headings: readonly Heading[];
  /** Paths of the pictures shown, relative to the page. */
  readonly pictures: readonly string[];
  block(markdown: string): Html;
  inline(markdown: string): Html;
  /** Throws when a link leads to a place that the page does not have. Call it at the end. */
  checkLinks(): void;
}

export interface Page {
  /** How errors call the source. */
  readonly source: string;
  /** Stands above the page already: a heading that only repeats it is left out. */
  readonly title: string;
  /** Ids that the page has besides its headings. */
  readonly ids: readonly string[];
}

const isLocal = (address: string) => !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address);

/** The page's title is its only heading of level 1. */
const levelOf = (token: { readonly tag: string } | undefined) =>
  Math.max(2, Number(token?.tag.slice(1) ?? 2));

/**
 * Raw HTML in the source shows as text; links with a scripting scheme stay text (markdown-it's own
 * rule). Pictures must lie beside the lab: the page asks no other host for anything.
 */
export const pageMarkdown = ({ source, title, ids }: Page): PageMarkdown => {
  const markdownIt = new MarkdownIt({ html: false, typographer: true });
  const headings: Heading[] = [];
  const pictures: string[] = [];
  const links = new Set<string>();
  const slug = slugs(ids);
  const { rules } = markdownIt.renderer;

  rules.heading_open = (tokens, index) => {
    const token = tokens[index];
    const inline = tokens[index + 1];
    const level = levelOf(token);
    const text = (inline?.children ?? []).map((child) => child.content).join('');
    const id = slug(text);
    headings.push({ level, id, text });
    return `<h${level} id="${id}">`;
  };
  rules.heading_close = (tokens, index) => `</h${levelOf(tokens[index])}>\n`;

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
    const address = String(token?.attrGet('src') ?? '');
    if (!isLocal(address)) {
      throw new Error(
        `${source}: the picture ${address} lies on another host. Put it into the lab's folder and name it by a relative path.`,
      );
    }
    pictures.push(address);
    if (token !== undefined) token.attrSet('alt', token.content);
    return self.renderToken(tokens, index, options);
  };

  rules.link_open = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    const address = String(token?.attrGet('href') ?? '');
    if (address.startsWith('#')) links.add(decodeURIComponent(address.slice(1)));
    if (!isLocal(address)) token?.attrSet('rel', 'noreferrer');
    return self.renderToken(tokens, index, options);
  };

  return {
    headings,
    pictures,
    block: (markdown) => {
      const tokens = markdownIt.parse(markdown, {});
      const repeated = tokens[0]?.tag === 'h1' && tokens[1]?.content === title;
      const shown = repeated ? tokens.slice(3) : tokens;
      return new Html(markdownIt.renderer.render(shown, markdownIt.options, {}));
    },
    inline: (markdown) => new Html(markdownIt.renderInline(markdown)),
    checkLinks: () => {
      const places = new Set([...ids, ...headings.map(({ id }) => id)]);
      for (const link of links) {
        if (places.has(link)) continue;
        throw new Error(
          `${source}: a link leads to #${link}, which the page does not have. It has: ${headings.map(({ id }) => `#${id}`).join(', ')}.`,
        );
      }
    },
  };
};
