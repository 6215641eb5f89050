import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { termFinder } from '../../site/generator/glossary/forms.ts';
import { glossaryPage } from '../../site/generator/glossary/page.ts';
import { parseGlossary } from '../../site/generator/glossary/parse.ts';
import { pageMarkdown } from '../../site/generator/markdown.ts';
import { projectRoot } from '../../src/project-root.ts';

const SMALL = `# Glossary

How it is written.

## task definition
Also: blueprint
See: task

What a **task** is told.

## task
See: task definition, ENI

What runs.

## ENI

A network card.
`;

const terms = parseGlossary(SMALL, 'glossary.md');

const page = () =>
  pageMarkdown({
    source: 'lab.md',
    title: 'T',
    ids: [],
    glossary: { page: '../g.html', find: termFinder(terms) },
  });

/** The words that are linked to terms. */
const linked = (markdown: string) =>
  [
    ...String(page().block(markdown, 1)).matchAll(/<a class="term" href="([^"]+)">([^<]*)<\/a>/g),
  ].map(([, href = '', words = '']) => `${words} → ${href}`);

describe('a term is linked', () => {
  test.each([
    ['where it is used first, once', 'A task. The task.', ['task → ../g.html#task']],
    [
      'by the longest that fits',
      'One task definition',
      ['task definition → ../g.html#task-definition'],
    ],
    [
      'over the end of a line',
      'One task\ndefinition',
      ['task\ndefinition → ../g.html#task-definition'],
    ],
    ['in the plural', 'Many tasks', ['tasks → ../g.html#task']],
    ['at the beginning of a sentence', 'Tasks run', ['Tasks → ../g.html#task']],
    ['by another form', 'The blueprint', ['blueprint → ../g.html#task-definition']],
    ['in emphasis, lists, tables and quotations', '> - *tasks*', ['tasks → ../g.html#task']],
    ['in a cell', '| a |\n|---|\n| ENI |', ['ENI → ../g.html#eni']],
  ])('%s', (_, markdown, expected) => {
    expect(linked(markdown)).toEqual(expected);
  });
});

describe('a term is not linked', () => {
  test.each([
    ['in code', '`task` and\n\n```sh\ntask\n```\n\n    task'],
    ['in a heading', '## A task\n\ntasked\n====='],
    ['in a link', '[a task](https://example.org/)'],
    ['in the head of a table', '| task |\n|---|\n| x |'],
    ['in a longer word', 'multitask, task-like, task_id, task.localhost'],
    ['in small letters if it has capitals', 'eni'],
  ])('%s', (_, markdown) => {
    expect(linked(markdown)).toEqual([]);
  });

  test('in the words of a quiz', () => {
    expect(String(page().inline('A task', 1))).toBe('A task');
  });
});

test('the page knows under which heading a term was used first', () => {
  const markdown = page();
  markdown.block('An ENI.\n\n## One\n\nA task.', 1);
  expect([...markdown.terms].map(([{ name }, heading]) => [name, heading])).toEqual([
    ['ENI', undefined],
    ['task', 'one'],
  ]);
});

describe('a mistake in the glossary is told with its line', () => {
  test.each([
    [
      'a See that leads nowhere',
      '## a\nSee: b\n\nText.',
      'g.md:1: term a, See\n  expected names of other terms of the glossary\n  found "b"',
    ],
    [
      'a form of two terms',
      '## a\n\nText.\n\n## b\nAlso: as\n\nText.',
      'g.md:5: term b\n  expected forms that no other term has\n  found "as", which a in line 1 has, too',
    ],
    [
      'a term without words',
      '\n\n## a\nAlso: x',
      'g.md:3: term a\n  expected a paragraph that says what it is\n  found nothing',
    ],
  ])('%s', (_, text, message) => {
    expect(() => parseGlossary(text, 'g.md')).toThrow(message);
  });
});

test('the page has each term, its forms, its neighbours and its first use', () => {
  const [eni] = terms;
  if (eni === undefined) throw new Error('expected a term');
  const use = { text: 'lab 1, Cats', path: 'labs/cats/index.html#one' };
  const text = glossaryPage(terms, new Map([[eni, use]]), 'v');
  expect(text.match(/<dfn>[^<]+/g)).toEqual(['<dfn>ENI', '<dfn>task', '<dfn>task definition']);
  expect(text).toContain('also blueprint');
  expect(text).toContain('What a <strong>task</strong> is told.');
  expect(text).toContain(
    'See <a href="#task-definition">task definition</a>, <a href="#eni">ENI</a>.',
  );
  expect(text).toContain('First used in <a href="../labs/cats/index.html#one">lab 1, Cats</a>.');
});

test('the glossary of the course is whole, and of a useful size', async () => {
  const file = join(projectRoot, 'docs/glossary.md');
  const all = parseGlossary(await readFile(file, 'utf8'), 'docs/glossary.md');
  expect(all.length).toBeGreaterThan(90);
});
