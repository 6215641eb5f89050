import { stripVTControlCharacters, styleText } from 'node:util';
import type { Token } from 'markdown-it';
import { markdown } from '../../workbook/markdown.ts';

/** Prose for a terminal that is `width` columns wide. */
export const renderMarkdown = (text: string, width = 80): string => {
  const lines: string[] = [];
  const lists: { ordered: boolean; count: number }[] = [];
  let marker: string | undefined;
  const put = (paragraph: string) => {
    const indent = '  '.repeat(lists.length);
    const first = marker === undefined ? indent : `${indent.slice(2)}${marker} `;
    marker = undefined;
    lines.push(...wrap(paragraph, width - indent.length).map((l, i) => (i ? indent : first) + l));
  };
  const gap = () => {
    if (lines.length > 0 && lines.at(-1) !== '' && marker === undefined) lines.push('');
  };
  let heading = 0;
  for (const token of markdown().parse(text, {})) {
    switch (token.type) {
      case 'heading_open':
        heading = Number(token.tag.slice(1));
        gap();
        break;
      case 'heading_close':
        heading = 0;
        break;
      case 'paragraph_open':
        if (!token.hidden) gap();
        break;
      case 'inline': {
        const words = inline(token.children ?? []);
        put(heading === 0 ? words : styleText(heading < 3 ? ['bold', 'underline'] : 'bold', words));
        break;
      }
      case 'bullet_list_open':
      case 'ordered_list_open':
        if (lists.length === 0) gap();
        lists.push({ ordered: token.type.startsWith('ordered'), count: 0 });
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        break;
      case 'list_item_open': {
        const list = lists.at(-1);
        if (list === undefined) break;
        list.count++;
        marker = list.ordered ? `${list.count}.` : '•';
        break;
      }
      case 'fence':
      case 'code_block':
        gap();
        for (const line of token.content.trimEnd().split('\n')) {
          lines.push(styleText('cyan', `    ${line}`));
        }
        break;
      case 'hr':
        gap();
        lines.push('─'.repeat(Math.min(width, 40)));
        break;
    }
  }
  return lines.join('\n');
};

const inline = (tokens: readonly Token[]): string => {
  let text = '';
  let link = '';
  let linkText = '';
  let strong = 0;
  let emphasis = 0;
  const add = (words: string) => {
    const styled = strong
      ? styleText('bold', words)
      : emphasis
        ? styleText('italic', words)
        : words;
    text += styled;
    linkText += words;
  };
  for (const token of tokens) {
    switch (token.type) {
      case 'text':
        add(token.content);
        break;
      case 'code_inline':
        text += styleText('cyan', token.content);
        linkText += token.content;
        break;
      case 'softbreak':
      case 'hardbreak':
        add(' ');
        break;
      case 'strong_open':
        strong++;
        break;
      case 'strong_close':
        strong--;
        break;
      case 'em_open':
        emphasis++;
        break;
      case 'em_close':
        emphasis--;
        break;
      case 'link_open':
        link = String(token.attrGet('href') ?? '');
        linkText = '';
        break;
      case 'link_close':
        // A place in the page cannot be gone to here.
        if (link !== '' && !link.startsWith('#') && link !== linkText) {
          text += ` ${styleText('underline', `<${link}>`)}`;
        }
        break;
    }
  }
  return text;
};

const wrap = (text: string, width: number): string[] => {
  const lines = [''];
  let length = 0;
  for (const word of text.split(/ +/)) {
    const size = stripVTControlCharacters(word).length;
    if (length > 0 && length + 1 + size > width) {
      lines.push(word);
      length = size;
    } else {
      lines[lines.length - 1] += length > 0 ? ` ${word}` : word;
      length += size + (length > 0 ? 1 : 0);
    }
  }
  return lines;
};
