import { announce } from './announce.ts';
import { all, one, setText } from './dom.ts';
import { plural } from './plural.ts';
import type { ProgressStore } from './progress.ts';
import { isRight } from './quiz.ts';
import { resetLab } from './run-step.ts';
import { runtimeState } from './runtime.ts';
import { scoreWords } from './score-words.ts';

/** The card that sums up checks, steps and questions, and can start the lab over. */
export const watchScore = (lab: string, progress: ProgressStore): void => {
  const line = one('[data-score]');
  const more = one('[data-score-more]');
  const steps = all('[data-step]:not([data-solution])');
  const questions = all('[data-quiz]').length;
  const bar = document.querySelector<HTMLProgressElement>('[data-score-bar]');

  progress.subscribe(({ score, steps: ran, quiz }) => {
    if (score !== undefined) {
      setText(
        line,
        `${score.passed} of ${plural(score.checks, 'check')}, ${score.earned} of ${plural(score.possible, 'point')}`,
      );
      if (bar !== null) {
        bar.max = Math.max(1, score.possible);
        bar.value = score.earned;
      }
    }
    const right = Object.entries(quiz).filter(([id, choice]) => isRight(id, choice)).length;
    // Steps that the lab no longer has stay with the progress and count no more.
    const done = steps.filter(({ dataset: { step = '' } }) => {
      const run = ran[step];
      return run !== undefined && run.status !== 'failed';
    }).length;
    setText(more, scoreWords({ done, steps: steps.length, right, questions }));
  });
  watchReset(lab, progress);
};

/** Before anything is done. */
const whatItDoes = (removes: string): string => {
  const forgets = 'how the steps went, what they printed and what you answered';
  if (runtimeState().type !== 'up') {
    return `This forgets ${forgets}, in this browser. The runtime is not there: your cluster and its own notes stay.`;
  }
  const removed =
    removes === '' ? '' : `removes from your account: ${removes}, with all that is in them; `;
  return `This ${removed}empties the folder in which the steps ran, with what you changed there; and forgets ${forgets}. It cannot be undone; the start page can save your progress to a file before.`;
};

const watchReset = (lab: string, progress: ProgressStore) => {
  const button = one('[data-reset]');
  if (button === undefined) return;
  const label = button.textContent ?? '';
  const says = one('[data-reset-says]');
  let asked = false;
  const calm = () => {
    asked = false;
    button.textContent = label;
    if (says !== undefined) says.hidden = true;
  };
  button.hidden = false;
  button.addEventListener('blur', calm);
  button.addEventListener('click', async () => {
    if (!asked) {
      asked = true;
      button.textContent = 'Forget steps and answers? Press again';
      const words = whatItDoes(button.dataset.removes ?? '');
      setText(says, words);
      if (says !== undefined) says.hidden = false;
      announce('reset', `${button.textContent}. ${words}`);
      return;
    }
    calm();
    const end = runtimeState().type === 'up' ? await resetLab(lab) : undefined;
    if (end === undefined || end.type === 'done') progress.clear();
    button.textContent =
      end === undefined || end.type === 'done'
        ? 'Started over'
        : end.type === 'unauthorized'
          ? 'Not done: this needs the token, see any Run button'
          : 'Not done: the runtime does not answer';
    announce('reset', button.textContent);
  });
};
