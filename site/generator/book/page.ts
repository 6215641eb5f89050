import type { SiteLab } from '../../build.ts';
import { html } from '../html.ts';
import { textPage } from '../text-page.ts';
import { type LabPart, labPart } from './lab-part.ts';

/** What the lab's own page calls a heading of level 2. */
const CHAPTER_SECTION = 3;

const contents = ({ lab, headings }: LabPart) => html`
<li><a href="#${lab.id}">${lab.number}. ${lab.title}</a>
<ul>${headings
  .filter(({ level }) => level === CHAPTER_SECTION)
  .map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>\n`)}</ul></li>`;

const chapter = ({ lab, body }: LabPart) => html`
<section class="chapter prose" aria-labelledby="${lab.id}">
<h2 id="${lab.id}">${lab.number}. ${lab.title}</h2>
<p class="lead">${lab.summary}</p>
<p class="facts">About ${lab.minutes} minutes</p>
${body}
</section>`;

/** All labs in one page, to print or to read in one go, at `book/index.html`. */
export const bookPage = (labs: readonly SiteLab[], version: string): string => {
  const parts = labs.map(labPart);
  const withAnswers = parts.filter(({ lab }) =>
    lab.blocks.some((block) => block.type === 'quiz' || (block.type === 'step' && block.solution)),
  );
  return textPage({
    path: 'book/index.html',
    kicker: 'To print',
    heading: 'The whole book',
    lead: 'All labs in one page: print it, or save it as a PDF. The answers to the questions are at the end.',
    content: html`
<nav class="book-contents" aria-label="Contents of the book"><ul>${parts.map(contents)}
<li><a href="#answers">Answers</a></li></ul></nav>
${parts.map(chapter)}
<section class="chapter prose" aria-labelledby="answers">
<h2 id="answers">Answers</h2>
${withAnswers.map(({ lab, answers }) => html`<h3>${lab.number}. ${lab.title}</h3>\n${answers}\n`)}
</section>`,
    version,
  });
};
