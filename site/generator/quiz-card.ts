import type { Quiz } from '../../src/workbook/lab.ts';
import { type Html, html } from './html.ts';
import type { PageMarkdown } from './markdown.ts';

/** A question whose answer and explanation are in the page, so that it works offline. */
export const quizCard = (quiz: Quiz, number: number, markdown: PageMarkdown): Html => html`
<section class="quiz" id="quiz-${quiz.id}" data-quiz="${quiz.id}">
<fieldset>
<legend><span class="visually-hidden">Question ${number}: </span>${markdown.inline(quiz.question, quiz.line)}</legend>
${quiz.choices.map(
  ({ text, correct }, index) => html`
<label class="choice" data-choice="${index}"${correct && html` data-correct`}><input type="radio" name="quiz-${quiz.id}" value="${index}"><span>${markdown.inline(text, quiz.line)}</span></label>`,
)}
</fieldset>
<button type="button" data-answer disabled>Answer</button>
<div role="status" data-explanations>
${quiz.choices.map(
  ({ correct, explanation }, index) => html`
<p class="explanation" data-explanation="${index}" data-correct="${String(correct)}" hidden><strong>${correct ? 'Right.' : 'Not quite.'}</strong> ${markdown.inline(explanation, quiz.line)}</p>`,
)}
</div>
</section>
`;
