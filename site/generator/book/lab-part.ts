import { posix } from 'node:path';
import type { Block, Lab, Quiz, Step } from '../../../src/workbook/lab.ts';
import type { SiteLab } from '../../build.ts';
import { codeBlock } from '../code-block.ts';
import { type Html, html } from '../html.ts';
import { type Heading, type PageMarkdown, pageMarkdown } from '../markdown.ts';
import { simulatorPath } from '../simulator-card.ts';
import { variantCard } from '../variant-card.ts';

/** A lab as a chapter of the book. */
export interface LabPart {
  readonly lab: Lab;
  readonly headings: readonly Heading[];
  readonly body: Html;
  /** The right answers to its questions, for the end of the book. */
  readonly answers: Html;
}

/** Where a place of another page is in the book: labs are chapters of it, the rest lies beside it. */
const addressIn =
  (lab: Lab) =>
  (address: string): string => {
    const [to = '', fragment] = address.split('#');
    const path = posix.join('labs', lab.id, to === '' ? 'index.html' : to);
    const id = /^labs\/([^/]+)\/index\.html$/.exec(path)?.[1];
    if (id === undefined) return `../${path}${fragment === undefined ? '' : `#${fragment}`}`;
    return `#${id}${fragment === undefined || fragment === '' ? '' : `-${fragment}`}`;
  };

const letter = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index);

const question = (quiz: Quiz, number: number, markdown: PageMarkdown): Html => html`
<div class="book-quiz">
<p><strong>Question ${number}.</strong> ${markdown.inline(quiz.question, quiz.line)}</p>
<ol type="A">${quiz.choices.map(({ text }) => html`<li>${markdown.inline(text, quiz.line)}</li>`)}</ol>
</div>
`;

const commandsOf = ({ script }: Step): Html => codeBlock(script, 'sh', 'Commands');

const answer = (quiz: Quiz, number: number, markdown: PageMarkdown): Html => {
  const index = quiz.choices.findIndex(({ correct }) => correct);
  const explanation = quiz.choices[index]?.explanation ?? '';
  return html`<li><strong>${number}: ${letter(index)}.</strong> ${markdown.inline(explanation, quiz.line)}</li>\n`;
};

export const labPart = ({ lab, checks }: SiteLab): LabPart => {
  const markdown = pageMarkdown({
    source: `labs/${lab.id}/lab.md`,
    title: lab.title,
    ids: [],
    within: { idPrefix: `${lab.id}-`, lower: 1, address: addressIn(lab) },
  });
  const steps = lab.blocks.filter((block) => block.type === 'step');
  const solutions = steps.filter(({ solution }) => solution);
  const quizzes = lab.blocks.filter((block) => block.type === 'quiz');

  const render = (block: Block): Html => {
    switch (block.type) {
      case 'prose':
        return markdown.block(block.markdown, block.line);
      case 'step':
        return html`<div class="book-step" id="${lab.id}-step-${block.id}"><p class="step-title"><span class="step-number">${steps.indexOf(block) + 1}</span> ${block.title}</p>
${block.solution ? html`<p class="note">One way to do it is among the <a href="#answers">answers</a>.</p>` : commandsOf(block)}</div>\n`;
      case 'check': {
        const check = checks.find(({ id }) => id === block.id);
        return html`<p class="book-check" id="${lab.id}-check-${block.id}">${check?.title} <span class="points">${check?.points} points</span></p>\n`;
      }
      case 'quiz':
        return question(block, quizzes.indexOf(block) + 1, markdown);
      case 'variant':
        return variantCard(lab);
      case 'simulator':
        return html`<p class="note">Here the page of the lab has <a href="../${simulatorPath(block.name)}#simulator=${block.name}&amp;preset=${block.preset}">a simulator</a>.</p>\n`;
    }
  };

  return {
    lab,
    body: html`${lab.blocks.map(render)}`,
    headings: markdown.headings,
    answers: html`<ol class="book-answers">${quizzes.map((quiz, index) => answer(quiz, index + 1, markdown))}</ol>
${solutions.map((step) => html`<p><strong>${step.title}.</strong> One way to do it:</p>\n${commandsOf(step)}`)}`,
  };
};
