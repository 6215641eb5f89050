import { undoOf } from '../../src/workbook/undo-step.ts';
import { announce } from './announce.ts';
import { addCopyButtons } from './copy.ts';
import { el, one } from './dom.ts';
import type { ProgressStore } from './progress.ts';
import { forgetStep } from './run-step.ts';
import { runtimeState } from './runtime.ts';
import type { StepCard } from './step-card.ts';
import { setToken, token } from './token.ts';

/** A button at a step that ran, to forget how: nothing that the step made is touched. */
export const watchForget = (lab: string, step: StepCard, progress: ProgressStore): void => {
  const button = el(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': `Forget how it went: ${step.title}` },
    'Forget how it went',
  );
  button.hidden = true;
  step.actions?.append(button);

  const forget = async () => {
    const isUp = runtimeState().type === 'up';
    if (isUp && token() === undefined) return step.askForToken(false, () => void forget());
    const end = isUp ? await forgetStep(lab, step.id) : undefined;
    if (end?.type === 'unauthorized') {
      setToken(undefined);
      return step.askForToken(true, () => void forget());
    }
    if (end?.type === 'lost') return step.note(el('p', { class: 'note' }, end.message));
    // The button goes, and the focus must not go with it.
    step.button?.focus();
    progress.forget(step.id);
    step.note(afterwards(one('.code code', step.element)?.textContent ?? ''));
    announce('step', `${step.title}: forgotten. What it made stays.`);
  };

  button.addEventListener('click', () => void forget());
  progress.subscribe(({ steps }) => {
    button.hidden = steps[step.id] === undefined;
  });
};

const afterwards = (script: string): HTMLElement => {
  const undo = undoOf(script);
  const said = 'Forgotten here: how it went and what it printed. What it made stays. ';
  if (undo.length === 0) {
    return el(
      'p',
      { class: 'note' },
      `${said}“Start the lab over” removes all that the lab makes.`,
    );
  }
  const code = el(
    'div',
    { class: 'code', 'data-copy': '' },
    el(
      'pre',
      { tabindex: '0', role: 'group', 'aria-label': 'Commands that undo it' },
      el('code', {}, undo.join('\n')),
    ),
  );
  const box = el(
    'div',
    { class: 'note' },
    el('p', {}, `${said}To take that away too, run this:`),
    code,
  );
  addCopyButtons(box);
  return box;
};
