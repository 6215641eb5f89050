import type { Block, CheckPlace, Lab } from '../../src/workbook/lab.ts';
import { LabError } from '../../src/workbook/lab-error.ts';
import { makesOf } from '../../src/workbook/makes.ts';
import type { SiteLab } from '../build.ts';
import { scoreWords } from '../widgets/score-words.ts';
import { checkCard } from './check-card.ts';
import type { CheckInfo } from './check-info.ts';
import { clusterPanel } from './cluster-panel.ts';
import type { Occurrence } from './glossary/forms.ts';
import { GLOSSARY_PATH } from './glossary/page.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { type Heading, type PageMarkdown, pageMarkdown } from './markdown.ts';
import { quizCard } from './quiz-card.ts';
import { simulatorCard } from './simulator-card.ts';
import { stepCard } from './step-card.ts';
import { variantCard } from './variant-card.ts';

const contents = (headings: readonly Heading[]): Html => html`
<nav class="contents" aria-label="Contents">
<details open data-contents>
<summary>Contents</summary>
<ol>
${headings
  .filter(({ level }) => level <= 3)
  .map(
    ({ id, text, level }) => html`<li class="level-${level}"><a href="#${id}">${text}</a></li>\n`,
  )}<li class="narrow-only"><a href="#cluster-title">Your cluster</a></li>
</ol>
</details>
</nav>`;

/** What starting over removes from the account, in words. */
const removes = (lab: Lab): string => {
  const makes = makesOf(lab);
  const kinds: readonly (readonly [what: string, names: readonly string[]])[] = [
    ['clusters', makes.clusters],
    ['task definitions', makes.taskDefinitionFamilies],
    ['log groups', makes.logGroups],
    ['instances', makes.instances],
    ['load balancers', makes.loadBalancers],
    ['target groups', makes.targetGroups],
    ['alarms', makes.alarms],
    ['roles', makes.roles],
  ];
  return kinds
    .flatMap(([what, names]) => (names.length === 0 ? [] : [`${what} ${names.join(', ')}`]))
    .join('; ');
};

const scoreCard = (lab: Lab, checks: readonly CheckInfo[]): Html => {
  const steps = lab.blocks.filter((block) => block.type === 'step' && !block.solution).length;
  const questions = lab.blocks.filter(({ type }) => type === 'quiz').length;
  const words = scoreWords({ done: 0, steps, right: 0, questions });
  return html`
<section class="score" aria-labelledby="score-title">
<h2 id="score-title">Your progress</h2>
<p class="score-line" data-score>${checks.length} checks, ${sum(checks)} points in all</p>
<progress max="1" value="0" aria-label="Points earned" data-score-bar></progress>
<p class="score-more" data-score-more>${words}</p>
<details class="score-all">
<summary>Each check</summary>
<ul class="score-checks">
${checks.map(
  ({ id, title }) =>
    html`<li data-status="unknown" data-score-check="${id}"><span class="tick" aria-hidden="true"></span><a href="#check-${id}">${title}</a> <span class="visually-hidden" data-score-word></span></li>\n`,
)}</ul>
<button type="button" class="quiet" data-reset data-removes="${removes(lab)}" hidden>Start the lab over</button>
<p class="reset-says" data-reset-says hidden></p>
</details>
</section>`;
};

const sum = (checks: readonly CheckInfo[]) =>
  checks.reduce((points, check) => points + check.points, 0);

/** To the labs before and after this one, of those that are written. */
const neighbours = (labs: readonly Lab[], lab: Lab): Html => {
  const index = labs.findIndex(({ id }) => id === lab.id);
  const link = (to: Lab | undefined, word: string, className: string) =>
    to &&
    html`<a class="${className}" href="../${to.id}/index.html" rel="${className}"><span>${word}</span> ${to.number}. ${to.title}</a>
`;
  const before = link(labs[index - 1], 'Before this', 'prev');
  const after = link(labs[index + 1], 'Next', 'next');
  return html`<nav class="neighbours" aria-label="Labs before and after">
${before}${after}<a class="all" href="${root}index.html">All labs</a>
</nav>`;
};

const numbered = () => {
  let number = 0;
  return () => ++number;
};

const renderBlocks = (
  lab: Lab,
  checks: ReadonlyMap<string, CheckInfo>,
  markdown: PageMarkdown,
  version: string,
): Html[] => {
  const stepNumber = numbered();
  const quizNumber = numbered();
  const render = (block: Block): Html => {
    switch (block.type) {
      case 'prose':
        return markdown.block(block.markdown, block.line);
      case 'step':
        return stepCard(block, stepNumber());
      case 'quiz':
        return quizCard(block, quizNumber(), markdown);
      case 'check':
        return checkCard(checkOf(lab, checks, block));
      case 'simulator':
        return simulatorCard(block, { root, version });
      case 'variant':
        return variantCard(lab);
    }
  };
  return lab.blocks.map(render);
};

const checkOf = (
  lab: Lab,
  checks: ReadonlyMap<string, CheckInfo>,
  { id, line }: CheckPlace,
): CheckInfo => {
  const check = checks.get(id);
  if (check !== undefined) return check;
  const expected = `a check of labs/${lab.id}/checks.ts: ${[...checks.keys()].join(', ') || 'it has none'}`;
  throw new LabError([
    { file: `labs/${lab.id}/lab.md`, line, where: 'check', expected, found: `"${id}"` },
  ]);
};

/** What the page calls by an id, besides its headings. */
const idsOf = ({ blocks }: Lab): string[] => [
  'main',
  'cluster-title',
  'score-title',
  ...blocks.flatMap((block) => {
    if (block.type === 'prose') return [];
    const id = `${block.type}-${block.id}`;
    return [id, `${id}-title`];
  }),
];

const root = '../../';

interface Course {
  readonly labs: readonly Lab[];
  findTerms(text: string): readonly Occurrence[];
  readonly version: string;
}

/** The page of one lab, at `labs/ID/index.html`, and what its Markdown leads to and shows. */
export const labPage = (
  { lab, checks }: SiteLab,
  { labs, findTerms, version }: Course,
): { html: string; markdown: PageMarkdown } => {
  const markdown = pageMarkdown({
    source: `labs/${lab.id}/lab.md`,
    title: lab.title,
    ids: idsOf(lab),
    glossary: { page: root + GLOSSARY_PATH, find: findTerms },
  });
  const byId = new Map(checks.map((check) => [check.id, check]));
  const body = renderBlocks(lab, byId, markdown, version);
  const page = layout({
    title: `${lab.title} · ECS Workbook`,
    description: lab.summary,
    path: `labs/${lab.id}/index.html`,
    script: 'lab',
    simulator: lab.blocks.some(({ type }) => type === 'simulator'),
    version,
    bodyClass: 'lab-page',
    data: { lab: lab.id },
    content: html`
<div class="lab-grid">
${contents(markdown.headings)}
<main id="main" tabindex="-1">
<header class="lab-head">
<p class="kicker">Lab ${lab.number}</p>
<h1>${lab.title}</h1>
<p class="lead">${lab.summary}</p>
<p class="facts">About ${lab.minutes} minutes</p>
</header>
<article class="prose">
${body}
</article>
${neighbours(labs, lab)}
</main>
<aside class="side" aria-label="Your cluster and your progress" tabindex="0">
${checks.length > 0 && scoreCard(lab, checks)}
${clusterPanel}
</aside>
</div>`,
  });
  return { html: page, markdown };
};
