import { describe, expect, test } from 'vitest';
import { highlight } from '../../site/generator/highlight.ts';
import { slugs } from '../../site/generator/slug.ts';
import { age } from '../../site/widgets/age.ts';
import { readLines } from '../../site/widgets/read-lines.ts';
import { groupsOf, summary } from '../../site/widgets/task-groups.ts';
import { terminalText } from '../../site/widgets/terminal-text.ts';
import { when } from '../../site/widgets/when.ts';
import { HOSTILE, HOSTILE_OUTPUT, MEGABYTE } from './hostile.ts';
import { picture, service, task } from './pictures.ts';

test.each([
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_000, '59 min'],
  [7_200_000, '2 h'],
  [172_800_000, '2 d'],
])('%i ms ago is "%s"', (milliseconds, words) => {
  expect(age(milliseconds)).toBe(words);
});

test('a moment is said as people say it that day', () => {
  const noon = new Date(2026, 10, 21, 12, 3).getTime();
  expect(when(noon, noon + 60_000)).toBe('at 12:03');
  expect(when(noon, new Date(2026, 10, 22).getTime())).toBe('on 21 Nov at 12:03');
  expect(when(noon, new Date(2027, 0, 1).getTime())).toBe('on 21 Nov 2026 at 12:03');
});

test.each([
  ['colours go', '\u001b[1;32mok\u001b[0m', 'ok'],
  ['titles go', '\u001b]0;title\u0007ok', 'ok'],
  ['a line drawn over shows as it stood last', 'a 10%\rb 100%\n', 'b 100%\n'],
  ['Windows line ends are line ends', 'a\r\nb\r\n', 'a\nb\n'],
  ['bells make no sound', 'ding\u0007', 'ding'],
  ['tabs and lines stay', 'a\tb\nc', 'a\tb\nc'],
])("of a terminal's output, %s", (_what, output, text) => {
  expect(terminalText(output)).toBe(text);
});

test.each([...HOSTILE, ...HOSTILE_OUTPUT])(
  '$what in an output is text',
  ({ text, shown = text }) => {
    expect(terminalText(text)).toBe(shown);
  },
);

test.each([
  ['unfinished sequences', '\u001b]'.repeat(100_000)],
  ['one unfinished sequence', `\u001b[${'0'.repeat(200_000)}`],
  ['lines drawn over', 'x\r'.repeat(100_000)],
  ['one line', MEGABYTE],
])('%s cost a page no time', (_what, text) => {
  const began = performance.now();
  terminalText(text);
  expect(performance.now() - began).toBeLessThan(500);
});

test('of very long output the end stays', () => {
  const text = terminalText(`${'x'.repeat(500_000)}end`);
  expect(text.length).toBe(200_000);
  expect(text.endsWith('end')).toBe(true);
});

test('lines are whole however the bytes are cut', async () => {
  const bytes = new TextEncoder().encode('{"a":"é"}\n\n{"b":2}\n{"c":3}');
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const lines: string[] = [];
  for await (const line of readLines(body)) lines.push(line);
  expect(lines).toEqual(['{"a":"é"}', '{"b":2}', '{"c":3}']);
});

test('equal headings get ids of their own', () => {
  const slug = slugs();
  expect([slug('Run it!'), slug('Run it'), slug('run-it 2'), slug('¿?')]).toEqual([
    'run-it',
    'run-it-2',
    'run-it-2-2',
    'section',
  ]);
});

test('highlighting changes no letter of a command', () => {
  const code = `aws ecs run-task --cluster "$NAME" 'a' \${B} # <why>\nx="#no" && y --z=1`;
  const text = highlight(code, 'sh')
    .toString()
    .replace(/<\/?span[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  expect(text).toBe(code);
  expect(highlight(code, 'sh').toString()).toContain('<span class="option">--cluster</span>');
});

describe('a cluster falls into groups', () => {
  test("a service's tasks are with it, oldest first, the others by themselves", () => {
    const tasks = [task(3), task(2, { service: 'cats' }), task(1, { service: 'cats' })];
    const [cluster] = picture(tasks, [service()]).clusters;
    if (cluster === undefined) throw new Error('expected a cluster');
    expect(groupsOf(cluster).map(({ key, tasks }) => [key, tasks.map(({ id }) => id)])).toEqual([
      ['service cats', [task(1).id, task(2).id]],
      ['alone', [task(3).id]],
    ]);
  });

  test('tasks that are over come last', () => {
    const tasks = [task(1, { lastStatus: 'STOPPED' }), task(2), task(3)];
    const [cluster] = picture(tasks).clusters;
    if (cluster === undefined) throw new Error('expected a cluster');
    const [group] = groupsOf(cluster);
    expect(group?.tasks.map(({ id }) => id)).toEqual([task(2).id, task(3).id, task(1).id]);
  });

  test('tasks of a service that is gone are not lost from the picture', () => {
    const [cluster] = picture([task(1, { service: 'gone' })]).clusters;
    if (cluster === undefined) throw new Error('expected a cluster');
    expect(groupsOf(cluster).map(({ key }) => key)).toEqual(['alone']);
  });

  test('and is said in a sentence', () => {
    expect(summary(picture([task(1)], [service({ pendingCount: 1 })]))).toBe(
      'Cluster allthecats: service cats 2 running, 1 pending, 2 desired; 1 of 1 stand-alone tasks running.',
    );
    expect(summary({ now: 0, faults: [], loadBalancers: [], clusters: [] })).toBe(
      'There is no cluster.',
    );
  });
});
