import { describe, expect, test } from 'vitest';
import { documentsOf, type SearchDocument } from '../../site/generator/search-index.ts';
import { searchEngine } from '../../site/widgets/search/engine.ts';
import { marked, snippet } from '../../site/widgets/search/snippet.ts';

const PAGE = `<nav>elsewhere</nav><main id="main"><p class="kicker">Lab 4</p><h1>ECS &amp; EC2</h1>
<p>Before.</p><h2 id="one">1. <em>One</em></h2><p>A <code>task</code>.</p>
<section class="step" id="step-a"><p class="step-title" id="x"><span class="step-number"><span>Step </span>3</span> Make it</p><pre>aws ecs create-cluster</pre></section>
<section class="quiz" id="quiz-q"><legend><span>Question 1: </span>Why?</legend><label>Because</label>
<p class="explanation" hidden>Secret.</p></section><p>After the step.</p></main><footer>foot</footer>`;

test('a page is cut into its sections, steps and questions, without the answers', () => {
  expect(documentsOf('labs/a/index.html', PAGE)).toEqual([
    ['ECS & EC2', 'Lab 4', 'labs/a/index.html', 'Lab 4 ECS & EC2 Before.'],
    ['Make it', 'Lab 4: ECS & EC2', 'labs/a/index.html#step-a', 'aws ecs create-cluster'],
    ['Why?', 'Lab 4: ECS & EC2', 'labs/a/index.html#quiz-q', 'Because'],
    ['1. One', 'Lab 4: ECS & EC2', 'labs/a/index.html#one', 'A task. After the step.'],
  ]);
});

describe('the search finds', () => {
  const documents: SearchDocument[] = [
    ['deregistration delay', 'Glossary', 'g#d', 'How long a target may finish.'],
    ['Targets', 'Lab 13', 'l#t', 'The deregistration delay of the group counts.'],
    ['Make a cluster', 'Lab 4', 'l#c', 'aws ecs create-cluster --cluster-name cats'],
  ];
  const search = searchEngine(documents);
  test.each([
    ['the title before the text', 'deregistration', ['g#d', 'l#t']],
    ['the beginning of a word', 'dereg', ['g#d', 'l#t']],
    ['a word with a wrong letter', 'deregistratoin', ['g#d', 'l#t']],
    ['a command', 'create-cluster', ['l#c']],
    ['all words before some of them', 'delay target', ['g#d', 'l#t']],
    ['some words where none has all', 'cats elephants', ['l#c']],
    ['nothing for what there is not', 'elephants', []],
  ])('%s', (_, query, paths) => {
    expect(search(query).map(({ document: [, , path] }) => path)).toEqual(paths);
  });
});

test('words that were found are marked, whole words only, and text stays text', () => {
  expect(marked('A <b>task</b>, tasks; a Task.', ['task'])).toEqual([
    { text: 'A <b>', found: false },
    { text: 'task', found: true },
    { text: '</b>, tasks; a ', found: false },
    { text: 'Task', found: true },
    { text: '.', found: false },
  ]);
  expect(marked('plain (x', ['c++', '(x'])).toEqual([
    { text: 'plain ', found: false },
    { text: '(x', found: true },
  ]);
});

test('a snippet stands around the first word that was found', () => {
  const text = `${'before '.repeat(30)}needle ${'after '.repeat(60)}`;
  const shown = snippet(text, ['needle']);
  expect(shown).toMatch(/^… (before )+needle (after )+…$/);
  expect(shown.length).toBeLessThan(200);
  expect(snippet('short needle', ['needle'])).toBe('short needle');
});
