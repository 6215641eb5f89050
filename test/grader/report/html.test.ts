import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { html } from '../../../grader/report/html.ts';
import { classReport, PLANTED } from './class-fixture.ts';
import { HOSTILE, hostileClass } from './hostile.ts';

const pages = (report = classReport()): Record<string, string> =>
  Object.fromEntries(html.files(report).map(({ path, content }) => [path, content]));

/** What somebody reads: no tags, no style. */
const textOf = (page = ''): string =>
  page
    .replace(/<head>.*<\/head>/s, '')
    .replace(/\n/g, '')
    .replace(/<\/(?:p|h\d|dd|li|tr|dl|svg)>/g, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/ +/g, ' ')
    .replace(/^ | $/gm, '');

const tagsOf = (page = ''): string[] =>
  [...page.matchAll(/<(\/?[a-z]+)[ />]/g)].map(([, tag]) => tag ?? '');

test('there is a page for the class, one without names, and one for each student', () => {
  expect(Object.keys(pages())).toEqual([
    'html/index.html',
    'html/statistics.html',
    ...PLANTED.map(({ student }) => `html/students/${student.id}.html`),
  ]);
});

test('a page loads nothing, runs nothing, and has only its own style', () => {
  for (const page of Object.values(pages(hostileClass()))) {
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'"`,
    );
    const tags = new Set(tagsOf(page));
    for (const tag of ['script', 'img', 'link', 'iframe', 'object', 'form', 'base']) {
      expect(tags).not.toContain(tag);
    }
    for (const tag of page.match(/<[a-z][^>]*>/g) ?? []) {
      expect(tag).not.toMatch(/ (?:on[a-z]+|style|src)=/);
    }
  }
});

test('no text adds a tag', () => {
  const harmless = pages(
    hostileClass(
      HOSTILE.map((_text, index) => `harmless ${index}`),
      ['a'],
    ),
  );
  const hostile = pages(hostileClass(HOSTILE, ['a']));
  for (const [path, page] of Object.entries(harmless)) {
    if (path.includes('students/')) expect(tagsOf(hostile[path])).toEqual(tagsOf(page));
  }
});

test("a student's page names nobody else and leads nowhere", () => {
  const all = pages();
  for (const { student } of PLANTED) {
    const page = all[`html/students/${student.id}.html`] ?? '';
    for (const { student: other } of PLANTED) {
      if (other === student) continue;
      for (const word of [other.id, other.name, other.account, other.email]) {
        if (word !== undefined) expect(textOf(page)).not.toContain(word);
      }
    }
    for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#check-/);
  }
});

test('the page without names has none', () => {
  const page = pages()['html/statistics.html'] ?? '';
  for (const { student } of PLANTED) {
    for (const word of [student.name, student.account, student.email, `>${student.id}<`]) {
      if (word !== undefined) expect(page).not.toContain(word);
    }
  }
  expect(page).not.toContain('href=');
});

test('every link of the class leads to a page', () => {
  const all = pages(hostileClass());
  const links = [...(all['html/index.html'] ?? '').matchAll(/href="([^"]*)"/g)];
  expect(links.length).toBeGreaterThan(100);
  for (const [, target] of links) expect(Object.keys(all)).toContain(`html/${target}`);
});

test("a student's page says what was seen, what it brings, and what lateness costs", () => {
  expect(textOf(pages()['html/students/alan.html'])).toMatchInlineSnapshot(`
    "ECS on EC2
    Alan Turing
    What the grader saw, check by check, through the AWS API. It stands in place of screenshots.
    60 of 80 points
    Student alan
    Account 100000000003, us-east-1
    Graded 14 November 2026, 08:04 UTC
    Handed in 13 November 2026, 08:30 UTC
    Due 10 November 2026, 22:59 UTC
    Lateness Handed in late: 3 days begun after the due date. The first day costs nothing. Each further day costs 10 % of the points earned, at most 50 %: 15 less.
    Points 75 earned, 15 less: 60

    Checks
    4 passed
    1 not yet
    The cluster ECSDemo is active passed · 10 of 10 points
    Observed As it should be: all of them RUNNING.


    Two container instances, agents connected passed · 20 of 20 points
    Observed As it should be: all of them RUNNING.


    The service cats keeps four tasks passed · 30 of 30 points
    Observed As it should be: all of them RUNNING.


    Cats are served on port 80 passed · 15 of 15 points
    Observed As it should be: all of them RUNNING.


    What an hour of it costs not yet · 0 of 5 points
    Expected four tasks RUNNING
    Observed nothing of the kind
    Hint Run the step again, and look at the events of the service.


    Made by ECS Workbook on 14 November 2026, 08:04 UTC .
    "
  `);
  expect(textOf(pages()['html/students/ada.html'])).toContain('Your own values\nport 8081');
});

test('what was not graded is no zero, and why is for the instructor', () => {
  const page = textOf(pages()['html/students/barbara.html']);
  expect(page).toContain('This is not a zero');
  expect(page).not.toMatch(/roster|0 of/);
  expect(textOf(pages()['html/index.html'])).toContain('Barbara Liskov : not graded. Expected an');
});

test('a check that waits leads to the one that it waits for', () => {
  const page = pages()['html/students/donald.html'] ?? '';
  expect(page).toContain(
    '<a href="#check-cluster">The cluster ECSDemo is active</a>. Not a mistake of its own.',
  );
  expect(page).toContain('id="check-cluster"');
});

test('how the class has done', () => {
  expect(textOf(pages()['html/statistics.html'])).toMatchInlineSnapshot(`
    "ECS on EC2
    How the class has done
    Without names: it may be shown to everybody.
    students 6
    graded 5
    mean, of 80 points 55
    median 60

    Scores
    1 1 1 2 0 10 20 30 40 50 60 70 80 90 100
    Students by their share of the 80 points, in percent. Checks, and where people get stuck
    Stuck: for so many this is the first check that failed. A check that waits for another one is no mistake of its own.
    passed
    not yet
    waiting for another check
    could not be checked
    Check Results passed failed waiting our error stuck seen of those that failed
    The cluster ECSDemo is active cluster
    4 1 0 0 1 missing: 1

    Two container instances, agents connected instances
    4 0 1 0 0
    The service cats keeps four tasks service
    3 1 1 0 1 differs: 1

    Cats are served on port 80 page
    2 0 2 1 0
    What an hour of it costs cost
    4 1 0 0 1 missing: 1

    Made by ECS Workbook on 14 November 2026, 08:04 UTC .
    "
  `);
});
