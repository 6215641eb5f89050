import { announce } from './announce.ts';
import { askForToken } from './ask-for-token.ts';
import { all, one, setText } from './dom.ts';
import type { ProgressStore } from './progress.ts';
import { runStep, type StepEnd } from './run-step.ts';
import { onRuntime } from './runtime.ts';
import { terminalText } from './terminal-text.ts';
import { setToken, token } from './token.ts';

const words: Record<string, string> = {
  todo: '',
  running: 'Running',
  done: 'Done',
  failed: 'Ended with an error',
  passedOver: 'Passed over',
};

/** Run buttons: all steps of a lab share one shell, so one runs at a time. */
export const watchSteps = (lab: string, progress: ProgressStore): void => {
  const cards = all('[data-step]').map((element) => card(element));
  let running = false;

  const settleButtons = () => {
    // Not `disabled`: the button that was pressed must keep the focus.
    for (const { button } of cards) button?.setAttribute('aria-disabled', String(running));
  };

  const run = async (step: StepCard) => {
    if (running) return;
    if (token() === undefined) return step.askForToken(false, () => run(step));
    running = true;
    settleButtons();
    step.begin(cards.slice(0, cards.indexOf(step)).some(({ status }) => status() === 'todo'));
    const end = await runStep(lab, step.id, step.output);
    running = false;
    settleButtons();
    step.end(end);
    if (end.type === 'unauthorized') {
      setToken(undefined);
      return step.askForToken(true, () => run(step));
    }
    if (end.type !== 'lost') progress.stepEnded(step.id, end.type);
    await progress.refresh();
  };

  for (const step of cards) step.button?.addEventListener('click', () => void run(step));
  onRuntime((state) => {
    const { type } = state;
    const without = state.type === 'up' && !state.status.docker;
    for (const tag of all('[data-needs-docker]')) {
      setText(tag, without ? 'needs Docker: passed over here' : 'needs Docker');
    }
    for (const { actions } of cards) {
      if (actions !== undefined) actions.hidden = type !== 'up' && type !== 'away';
    }
  });
  progress.subscribe(({ steps }) => {
    for (const step of cards) {
      if (step.status() !== 'running') step.show(steps[step.id]?.status ?? 'todo');
    }
  });
};

type StepCard = ReturnType<typeof card>;

const card = (element: HTMLElement) => {
  const id = element.dataset.step ?? '';
  const state = one('[data-step-state]', element);
  const output = one('[data-step-output]', element);
  const note = one('[data-step-note]', element);
  const button = one('[data-run]', element);
  const title = one('.step-title', element)?.textContent?.trim() ?? id;
  let text = '';

  const show = (status: string, detail?: string) => {
    // How it ended here says more than the runtime's bare status.
    if (element.dataset.status === status && detail === undefined) return;
    element.dataset.status = status;
    setText(state, detail ?? words[status] ?? status);
  };

  return {
    id,
    button,
    actions: one('[data-step-actions]', element),
    status: () => element.dataset.status ?? 'todo',
    show,
    begin: (earlierNotRun: boolean) => {
      text = '';
      note?.replaceChildren();
      show('running', earlierNotRun ? 'Running (steps above have not been run yet)' : 'Running');
      if (output !== undefined) {
        output.hidden = false;
        output.textContent = '';
      }
    },
    output: (more: string) => {
      text += more;
      if (output === undefined) return;
      const atEnd = output.scrollHeight - output.scrollTop - output.clientHeight < 40;
      output.textContent = terminalText(text);
      if (atEnd) output.scrollTop = output.scrollHeight;
    },
    end: (end: StepEnd) => {
      const detail = sentence(end);
      show(end.type === 'lost' || end.type === 'unauthorized' ? 'todo' : end.type, detail);
      if (output !== undefined && text.trim() === '') output.hidden = true;
      announce('step', `${title}: ${detail}`);
    },
    askForToken: (refused: boolean, onToken: () => void) => {
      const form = askForToken(refused, () => {
        note?.replaceChildren();
        onToken();
        button?.focus();
      });
      note?.replaceChildren(form);
      one('input', form)?.focus();
    },
  };
};

const sentence = (end: StepEnd): string => {
  switch (end.type) {
    case 'done':
      return 'Done';
    case 'failed':
      return `Ended with exit status ${end.code}`;
    case 'passedOver':
      return `Passed over: ${end.reason}`;
    case 'unauthorized':
      return 'Not run';
    case 'lost':
      return end.message;
  }
};
