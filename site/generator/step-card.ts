import type { Step } from '../../src/workbook/lab.ts';
import { highlight } from './highlight.ts';
import { type Html, html } from './html.ts';

/** Of an assignment, which must not give its answer away. */
const folded = (content: Html): Html => html`<details class="solution">
<summary>One way to do it</summary>
${content}
</details>`;

/** One step: what it does and its commands; copy and run come in by script. */
export const stepCard = (step: Step, number: number): Html => {
  const commands = html`<div class="code" data-copy><pre tabindex="0" role="group" aria-label="Commands of step ${number}"><code>${highlight(step.script.replace(/\n+$/, ''), 'sh')}</code></pre></div>
<div class="step-actions" data-step-actions hidden>
<button type="button" data-run>Run<span class="visually-hidden"> step ${number}: ${step.title}</span></button>
<button type="button" class="quiet" data-run-in-terminal>Run in the terminal<span class="visually-hidden">: step ${number}, ${step.title}</span></button>
<p class="step-state" data-step-state></p>
</div>`;
  return html`
<section class="step" id="step-${step.id}" data-step="${step.id}"${step.solution && html` data-solution`} data-status="todo" aria-labelledby="step-${step.id}-title">
<div class="step-head">
<p class="step-title" id="step-${step.id}-title"><span class="step-number"><span class="visually-hidden">Step </span>${number}</span> ${step.title}</p>
${step.needs === 'docker' && html`<p class="tag" data-needs-docker>needs Docker</p>`}
${step.cleanUp && html`<p class="tag">cleans up</p>`}
</div>
${step.solution ? folded(commands) : commands}
<div data-step-note></div>
<pre class="output" data-step-output tabindex="0" role="group" aria-label="Output of step ${number}" hidden></pre>
</section>
`;
};
