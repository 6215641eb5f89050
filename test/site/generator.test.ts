import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSite, type SiteLab } from '../../site/build.ts';
import { course } from '../../site/generator/course.ts';
import { fixtureLab } from './fixture-lab.ts';

let folder: string;
let outDir: string;
const read = (path: string) => readFile(join(outDir, path), 'utf8');

const pages = [
  'index.html',
  'labs/container-of-cats/index.html',
  'book/index.html',
  'differences/index.html',
  'glossary/index.html',
  'instructors/index.html',
  'reference/index.html',
  'search/index.html',
  'simulators/index.html',
  'simulators/rolling-deployment/index.html',
  'simulators/network-modes/index.html',
  'simulators/cost/index.html',
  '404.html',
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-generator-'));
  outDir = join(folder, 'out');
  await buildSite({ outDir, labs: [fixtureLab()], base: '/course/' });
});
afterAll(() => rm(folder, { recursive: true }));

/** The fixture lab with other prose in it. */
const labWith = (markdown: string): SiteLab => {
  const { lab, checks } = fixtureLab(folder);
  return { lab: { ...lab, blocks: [{ type: 'prose', markdown, line: 1 }] }, checks };
};

const buildWith = (markdown: string, name: string) =>
  buildSite({ outDir: join(folder, name), labs: [labWith(markdown)] });

test('the site is its pages and a few assets', async () => {
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(
    files.map(({ parentPath, name }) => relative(outDir, join(parentPath, name))).sort(),
  ).toEqual(
    [
      ...pages,
      'assets/cost.js',
      'assets/details-panel.css',
      'assets/details.js',
      'assets/home.js',
      'assets/icon.svg',
      'assets/lab.js',
      'assets/network-modes.js',
      'assets/rolling-deployment.js',
      'assets/simulator-page.js',
      'assets/simulator.css',
      'assets/terminal-theme.css',
      'assets/terminal.js',
      'assets/print.css',
      'assets/search-index.js',
      'assets/search.js',
      'assets/text-page.js',
      'assets/text.css',
      'assets/theme.css',
      'assets/timeline-theme.css',
      'assets/timeline.js',
    ].sort(),
  );
});

test('the index has all 24 labs in order, with a sentence each', async () => {
  const entries = course.flatMap((part) => part.entries);
  expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1));
  expect(entries).toHaveLength(24);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(24);
  const index = await read('index.html');
  for (const { summary, id } of entries.slice(1)) {
    expect(index, id).toContain(summary.replaceAll("'", '&#39;'));
  }
  expect(index.match(/not written yet/g)).toHaveLength(23);
  expect(index).toContain('href="labs/container-of-cats/index.html"');
});

test('every address within the site is relative, and leads to a file', async () => {
  for (const page of pages.filter((path) => path !== '404.html')) {
    const folder = dirname(page);
    const text = await read(page);
    const addresses = [...text.matchAll(/(?:href|src)="([^"#?]+)[^"]*"/g)].map(([, to = '']) => to);
    expect(addresses.length).toBeGreaterThan(4);
    for (const address of addresses.filter((to) => !to.startsWith('https:'))) {
      expect(address, page).not.toMatch(/^(\/|[a-z]+:)/);
      await expect(read(join(folder, address)), `${page} → ${address}`).resolves.toBeTruthy();
    }
  }
});

test('the 404 page knows where the host serves the site', async () => {
  expect(await read('404.html')).toContain('<a href="/course/">');
  expect(await read('404.html')).toContain('<a href="/course/search/index.html">Search</a>');
});

test('every element that is opened is closed', async () => {
  const empty = new Set(['meta', 'link', 'input', 'br', 'hr', 'img']);
  for (const page of pages) {
    const open: string[] = [];
    for (const [, slash, name = '', rest] of (await read(page)).matchAll(
      /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g,
    )) {
      if (slash === '/') expect(name, `${page}: closes ${open.join(' > ')}`).toBe(open.pop());
      else if (!empty.has(name) && !rest?.endsWith('/')) open.push(name);
    }
    expect(open, page).toEqual([]);
  }
});

test.each([
  'labs/container-of-cats/index.html',
  'book/index.html',
  'glossary/index.html',
  'reference/index.html',
])('ids on %s are unique', async (page) => {
  const text = await read(page);
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(7);
  expect(ids).toEqual([...new Set(ids)]);
});

test('the head of each page leads to all parts and says which it is', async () => {
  for (const page of pages.filter((path) => path !== '404.html')) {
    const text = await read(page);
    const [nav = ''] = /<nav class="bar-nav"[\s\S]*?<\/nav>/.exec(text) ?? [];
    expect(nav.match(/<a /g), page).toHaveLength(8);
    const [, here] = /<a href="([^"]+)"[^>]* aria-current="page">/.exec(nav) ?? [];
    if (!/^(labs|simulators\/.*\/)/.test(page)) expect(join(dirname(page), here ?? '')).toBe(page);
    else expect(here, page).toBeUndefined();
  }
});

test.each([
  [
    'a heading',
    '[two](#two)',
    'a place of labs/container-of-cats/index.html; it has #main',
    '#two',
  ],
  [
    'a page',
    'x [y](../no-lab/index.html)',
    'there is no labs/no-lab/index.html',
    '../no-lab/index',
  ],
  ['a place of a page', '[z](../../glossary/index.html#no)', 'a place of glossary/', '#no'],
])('a link to %s that is not there is refused, with its line', async (_, link, expected, found) => {
  const error = await buildWith(`## One\n\n- [one](#one)\n  ${link}`, 'link').catch(String);
  expect(error).toContain('labs/container-of-cats/lab.md:4: link\n  expected ');
  expect(error).toContain(expected);
  expect(error).toMatch(new RegExp(`\n  found .*${found}`));
});

test('a check that there is not is refused, with its line', async () => {
  const { lab, checks } = fixtureLab(folder);
  const blocks = [{ type: 'check', id: 'clutser', line: 7 } as const];
  const build = buildSite({
    outDir: join(folder, 'check'),
    labs: [{ lab: { ...lab, blocks }, checks }],
  });
  await expect(build).rejects.toThrow(
    'labs/container-of-cats/lab.md:7: check\n  expected a check of labs/container-of-cats/checks.ts: cluster, task\n  found "clutser"',
  );
});

test('a heading that repeats the title is left out, and none takes an id of the page', async () => {
  await buildWith('# Container of cats\n\n## Main', 'headings');
  const text = await readFile(join(folder, 'headings/labs/container-of-cats/index.html'), 'utf8');
  expect(text.match(/<h1/g)).toHaveLength(1);
  expect(text.match(/id="main"/g)).toHaveLength(1);
  expect(text).toContain('<h2 id="main-2">Main</h2>');
});

test('a step shows its commands as they are, and what it needs', async () => {
  const text = await read('labs/container-of-cats/index.html');
  const step = /<section class="step" id="step-build"[\s\S]*?<\/section>/.exec(text)?.[0] ?? '';
  const code = /<code>([\s\S]*?)<\/code>/.exec(step)?.[1] ?? '';
  expect(code.replace(/<[^>]+>/g, '').replaceAll('&quot;', '"')).toBe(
    'docker build -t containerofcats . # "quoted" $HOME',
  );
  expect(step).toContain('needs Docker');
});

test('a solution is folded, counted nowhere, in the book at the end only, and not found by the search', async () => {
  const { lab, checks } = fixtureLab(folder);
  const blocks = lab.blocks.map((block) =>
    block.type === 'step' && block.id === 'cluster' ? { ...block, solution: true } : block,
  );
  const out = join(folder, 'solution');
  await buildSite({ outDir: out, labs: [{ lab: { ...lab, blocks }, checks }] });
  const page = await readFile(join(out, 'labs/container-of-cats/index.html'), 'utf8');
  const fold = /<details class="solution">\s*<summary>One way to do it<[\s\S]*?<\/details>/.exec(
    page,
  );
  expect(fold?.[0]).toContain('allthecats');
  expect(fold?.[0]).toContain('data-run');
  expect(page).toContain('0 of 2 steps');
  const [before = '', answers = ''] = (await readFile(join(out, 'book/index.html'), 'utf8')).split(
    'id="answers"',
  );
  expect(before).not.toContain('create-cluster');
  expect(answers).toContain('create-cluster');
  const index = (await readdir(join(out, 'assets'))).filter((name) => name.startsWith('search'));
  const found = await Promise.all(index.map((name) => readFile(join(out, 'assets', name), 'utf8')));
  expect(found.join('\n')).toContain('docker build');
  expect(found.join('\n')).not.toContain('create-cluster --cluster-name allthecats');
});

test('a line ::variant shows the values of those who are no students', async () => {
  const { lab, checks } = fixtureLab(folder);
  const varied = {
    ...lab,
    variant: { appPort: { from: 8001, to: 8999, default: 8080 } },
    makes: { ...lab.makes, clusters: ['cats-$APP_PORT'] },
    blocks: [{ type: 'variant', id: 'values', line: 1 } as const],
  };
  await buildSite({ outDir: join(folder, 'variant'), labs: [{ lab: varied, checks }] });
  const page = await readFile(join(folder, 'variant/labs/container-of-cats/index.html'), 'utf8');
  expect(page).toContain(
    '<tr><td>appPort</td><td><code>$APP_PORT</code></td><td><code data-variant-value="appPort">8080</code></td></tr>',
  );
  expect(page).toContain('data-removes="clusters cats-8080"');
});

test('pages forbid themselves all that is not ours', async () => {
  for (const page of pages) {
    const text = await read(page);
    expect(text).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;/,
    );
    expect(text).not.toContain('unsafe-');
    expect(text).not.toMatch(/<script(?![^>]* src=)[^>]*>/);
    expect(text).not.toMatch(/ on[a-z]+=/);
    expect(text).not.toMatch(/ style=/);
  }
});

test('a simulator in a lab brings its part of the theme, and its script only later', async () => {
  const { lab, checks } = fixtureLab(folder);
  const place = {
    type: 'simulator',
    id: 'here',
    name: 'rolling-deployment',
    preset: 'example-2',
    line: 1,
  } as const;
  const outDir = join(folder, 'simulator');
  await buildSite({ outDir, labs: [{ lab: { ...lab, blocks: [place, ...lab.blocks] }, checks }] });
  const text = await readFile(join(outDir, 'labs/container-of-cats/index.html'), 'utf8');
  expect(text).toContain('<section class="simulator-card" id="simulator-here"');
  expect(text).toMatch(
    /data-simulator="here" data-simulator-name="rolling-deployment" data-preset="example-2" data-script="..\/..\/assets\/rolling-deployment.js\?/,
  );
  expect(text).toContain('../../assets/simulator.css');
  expect(text).not.toMatch(/<script[^>]*rolling-deployment/);
  expect(await read('labs/container-of-cats/index.html')).not.toContain('simulator.css');
});

describe('Markdown is made harmless', () => {
  const page = async (markdown: string) => {
    const name = `harmless-${Math.abs(hash(markdown))}`;
    await buildWith(markdown, name);
    const text = await readFile(join(folder, name, 'labs/container-of-cats/index.html'), 'utf8');
    return /<article class="prose">([\s\S]*)<\/article>/.exec(text)?.[1] ?? '';
  };

  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['a block of HTML', '<div onclick="alert(1)">x</div>'],
    ['an inline tag', 'x <img src=x onerror=alert(1)> y'],
    ['a link that runs', '[x](javascript:alert(1))'],
    ['a link that runs, disguised', '[x](JaVaScRiPt&colon;alert(1))'],
    ['a link with data', '[x](data:text/html,<script>alert(1)</script>)'],
    ['an automatic link that runs', '<javascript:alert(1)>'],
    ['a heading with markup', '## <b id=main onclick=alert(1)>x</b>'],
    ['a fence whose language is markup', '```"><script>alert(1)</script>\nx\n```'],
    ['code with markup', '```html\n<script>alert(1)</script>\n```'],
    ['a title that breaks out', '[x](https://example.org "\\" onclick=\\"alert(1)")'],
  ])('%s', async (_what, markdown) => {
    const text = await page(markdown);
    expect(text).not.toMatch(/<(script|img|b|div onclick)\b/i);
    expect(text).not.toMatch(/(href|src)="\s*(javascript|data|vbscript):/i);
    // What stands in quotes is a value, whatever it says.
    expect(text.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son[a-z]+\s*=/i);
  });

  test('a picture on another host is refused, in words for the author', async () => {
    await expect(buildWith('![cat](https://example.org/cat.png)', 'remote')).rejects.toThrow(
      "labs/container-of-cats/lab.md:1: picture\n  expected a picture in the lab's folder, named by its path in it\n  found https://example.org/cat.png, which is on another host",
    );
  });

  test('a picture outside of the lab is refused', async () => {
    await expect(buildWith('![cat](../../secret.png)', 'outside')).rejects.toThrow(
      '../../secret.png, which lies outside of it',
    );
  });

  test('a picture that is not there is named', async () => {
    await expect(buildWith('![cat](cat.png)', 'missing')).rejects.toThrow(
      'cat.png, which is not there',
    );
  });

  test('a picture of the lab is shown and comes along', async () => {
    await writeFile(join(folder, 'layers.svg'), '<svg/>');
    await buildWith('![Layers <of> an image](layers.svg)', 'picture');
    const text = await readFile(join(folder, 'picture/labs/container-of-cats/index.html'), 'utf8');
    expect(text).toContain('<img src="layers.svg" alt="Layers &lt;of&gt; an image">');
    const copied = join(folder, 'picture/labs/container-of-cats/layers.svg');
    expect(await readFile(copied, 'utf8')).toBe('<svg/>');
  });
});

test('the words of front matter, steps, checks and quizzes are text', async () => {
  const evil = '<img src=x onerror=alert(1)>';
  const { lab } = fixtureLab(folder);
  const blocks = lab.blocks.map((block) => {
    if (block.type === 'step') return { ...block, title: evil, script: evil };
    if (block.type !== 'quiz') return block;
    const choices = block.choices.map(({ correct }) => ({
      correct,
      text: evil,
      explanation: evil,
    }));
    return { ...block, question: evil, choices };
  });
  const checks = ['cluster', 'task'].map((id) => ({ id, title: evil, points: 1 }));
  const evilLab = { ...lab, title: evil, summary: evil, blocks };
  await buildSite({ outDir: join(folder, 'evil'), labs: [{ lab: evilLab, checks }] });
  for (const page of ['index.html', 'labs/container-of-cats/index.html']) {
    const text = await readFile(join(folder, 'evil', page), 'utf8');
    expect(text).toContain('&lt;img');
    expect(text).not.toContain('<img');
  }
});

const hash = (text: string) =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
