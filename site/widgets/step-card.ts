import type { StepRun } from '../../src/server/api.ts';
import { KeptOutput } from '../../src/workbook/kept-output.ts';
import { announce } from './announce.ts';
import { askForToken } from './ask-for-token.ts';
import { el, one, setText } from './dom.ts';
import type { StepEnd } from './run-step.ts';
import { terminalText } from './terminal-text.ts';
import { when } from './when.ts';

export type StepCard = ReturnType<typeof stepCard>;

/** What a step shows: how it stands, when that was, and what it printed. */
export const stepCard = (element: HTMLElement) => {
  const id = element.dataset.step ?? '';
  const state = one('[data-step-state]', element);
  const output = one('[data-step-output]', element);
  const note = one('[data-step-note]', element);
  const button = one('[data-run]', element);
  const title = one('.step-title', element)?.textContent?.trim() ?? id;
  const time = el('p', { class: 'step-when' });
  state?.after(time);
  let printed = new KeptOutput();
  let drawing = 0;
  /** What is shown of a run, to draw it anew only when it is another. */
  let drawn: string | undefined;
  let beganAt = 0;
  /** A run that began then was lost: older ones say nothing of how things stand. */
  let lostSince = 0;

  const set = (status: string, words: string) => {
    element.dataset.status = status;
    setText(state, words);
  };

  const draw = () => {
    drawing = 0;
    if (output === undefined) return;
    const atEnd = output.scrollHeight - output.scrollTop - output.clientHeight < 40;
    output.textContent = terminalText(printed.text);
    if (atEnd) output.scrollTop = output.scrollHeight;
  };

  const print = (text: string) => {
    printed.add(text);
    // However much comes, the page draws it once a frame.
    drawing ||= requestAnimationFrame(draw);
  };

  const showOutput = (text: string) => {
    cancelAnimationFrame(drawing);
    printed = new KeptOutput().add(text);
    draw();
    if (output !== undefined) output.hidden = text.trim() === '';
  };

  return {
    id,
    title,
    element,
    button,
    actions: one('[data-step-actions]', element),
    note: (...content: (Node | string)[]) => note?.replaceChildren(...content),
    isRunning: () => element.dataset.status === 'running',
    /** How it last ran, if it ever did; `doubt`: why that may no longer be so. */
    show: (run: StepRun | undefined, text: () => string | undefined, doubt: string) => {
      const key = JSON.stringify([run, doubt]);
      if (key === drawn || (run?.endedAt ?? 0) < lostSince) return;
      drawn = key;
      lostSince = 0;
      set(run?.status ?? 'todo', run === undefined ? '' : sentence(run));
      setText(time, run?.endedAt === undefined ? doubt : `${when(run.endedAt)}${doubt}`);
      showOutput(text() ?? '');
    },
    begin: (words: string, startedAt: number) => {
      beganAt = startedAt;
      drawn = undefined;
      note?.replaceChildren();
      set('running', words);
      setText(time, '');
      showOutput('');
      if (output !== undefined) output.hidden = false;
    },
    print,
    /** All of the run that is kept. */
    printed: () => printed.text,
    end: (end: StepEnd) => {
      cancelAnimationFrame(drawing);
      draw();
      const isOver = end.type !== 'lost' && end.type !== 'unauthorized';
      const words =
        end.type === 'lost'
          ? end.message
          : end.type === 'unauthorized'
            ? 'Not run'
            : sentence(runOf(end));
      set(isOver ? end.type : 'todo', words);
      if (end.type === 'lost') lostSince = beganAt;
      if (output !== undefined && printed.text.trim() === '') output.hidden = true;
      announce('step', `${title}: ${words}`);
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

/** As it is kept, without its time. */
export const runOf = (end: Exclude<StepEnd, { type: 'lost' | 'unauthorized' }>): StepRun => {
  const { type: status, ...how } = end;
  return { status, ...how };
};

const sentence = ({ status, code, reason }: StepRun): string => {
  if (status === 'done') return 'Done';
  if (status === 'failed') {
    return code === undefined ? 'Ended with an error' : `Ended with exit status ${code}`;
  }
  return reason === undefined ? 'Passed over' : `Passed over: ${reason}`;
};
