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
}

const isLocal = (address: string) => !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address);

/** The page's title is its only heading of level 1. */
const levelOf = (token: { readonly tag: string } | undefined) =>
  Math.max(2, Number(token?.tag.slice(1) ?? 2));

/**
 * Raw HTML in the source shows as text; links with a scripting scheme stay text (markdown-it's own
 * rule). Pictures must lie beside the lab: the page asks no other host for anything.
 */
export const pageMarkdown = (source: string): PageMarkdown => {
  const markdownIt = new MarkdownIt({ html: false, typographer: true });
  const headings: Heading[] = [];
  const pictures: string[] = [];
  const slug = slugs();
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
    if (!isLocal(String(token?.attrGet('href') ?? ''))) token?.attrSet('rel', 'noreferrer');
    return self.renderToken(tokens, index, options);
  };

  return {
    headings,
    pictures,
    block: (markdown) => new Html(markdownIt.render(markdown)),
    inline: (markdown) => new Html(markdownIt.renderInline(markdown)),
  };
};
