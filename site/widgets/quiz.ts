import { all, one } from './dom.ts';
import type { ProgressStore } from './progress.ts';

const showChoice = (quiz: HTMLElement, choice: number) => {
  for (const explanation of all('[data-explanation]', quiz)) {
    explanation.hidden = explanation.dataset.explanation !== String(choice);
  }
  for (const label of all('[data-choice]', quiz)) {
    const chosen = label.dataset.choice === String(choice);
    if (chosen) label.dataset.state = label.hasAttribute('data-correct') ? 'right' : 'wrong';
    else delete label.dataset.state;
    const input = one('input', label);
    if (chosen && input instanceof HTMLInputElement) input.checked = true;
  }
};

const clear = (quiz: HTMLElement) => {
  for (const explanation of all('[data-explanation]', quiz)) explanation.hidden = true;
  for (const label of all('[data-choice]', quiz)) {
    delete label.dataset.state;
    const input = one('input', label);
    if (input instanceof HTMLInputElement) input.checked = false;
  }
};

/** Whether the choice kept for that question is the right one. */
export const isRight = (id: string, choice: number): boolean =>
  one(`[data-quiz="${CSS.escape(id)}"] [data-choice="${choice}"]`)?.hasAttribute('data-correct') ??
  false;

/** Questions: choose, answer, read why; choose again as often as one likes. */
export const watchQuizzes = (progress: ProgressStore): void => {
  for (const quiz of all('[data-quiz]')) {
    const id = quiz.dataset.quiz ?? '';
    const button = one('[data-answer]', quiz);
    if (!(button instanceof HTMLButtonElement)) continue;
    const chosen = () => {
      const input = quiz.querySelector('input:checked');
      return input instanceof HTMLInputElement ? Number(input.value) : undefined;
    };
    quiz.addEventListener('change', () => {
      button.disabled = chosen() === undefined;
    });
    button.addEventListener('click', () => {
      const choice = chosen();
      if (choice !== undefined) progress.answer(id, choice);
    });
    let shown: number | undefined;
    progress.subscribe(({ quiz: answers }) => {
      const kept = answers[id];
      // An older version of the lab had more choices: the answer stays, and nothing is chosen here.
      const isThere = one(`[data-choice="${kept}"]`, quiz) !== undefined;
      const choice = isThere ? kept : undefined;
      if (choice === shown) return;
      shown = choice;
      button.disabled = choice === undefined;
      if (choice === undefined) clear(quiz);
      else showChoice(quiz, choice);
    });
  }
};
