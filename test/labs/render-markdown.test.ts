import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderMarkdown } from '../../src/cli/lab/render-markdown.ts';

const render = (text: string, width = 40) => stripVTControlCharacters(renderMarkdown(text, width));

test('prose is wrapped to the terminal, with lists, code and links', () => {
  const text = `# A title

Some **bold** and *slanted* words, with \`code\` in them, that do not fit on a line.

- one thing
- another thing that is so long that it goes on
  1. first
  2. second

\`\`\`sh
docker ps
\`\`\`

See [the course](https://example.com) and [below](#below), or <http://localhost:8042>.`;
  expect(render(text)).toMatchInlineSnapshot(`
    "A title

    Some bold and slanted words, with code
    in them, that do not fit on a line.

    • one thing
    • another thing that is so long that it
      goes on
      1. first
      2. second

        docker ps

    See the course <https://example.com> and
    below, or http://localhost:8042."
  `);
});
