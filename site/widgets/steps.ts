import { all, setText } from './dom.ts';
import { watchForget } from './forget-step.ts';
import type { ProgressStore } from './progress.ts';
import { followStep, runStep, type StepEnd } from './run-step.ts';
import { onRuntime } from './runtime.ts';
import { runOf, type StepCard, stepCard } from './step-card.ts';
import { setToken, token } from './token.ts';
import { when } from './when.ts';

/** Run buttons: all steps of a lab share one shell, so one runs at a time. */
export const watchSteps = (lab: string, progress: ProgressStore): void => {
  const cards = all('[data-step]').map((element) => stepCard(element));
  let running = false;

  const settleButtons = () => {
    // Not `disabled`: the button that was pressed must keep the focus.
    for (const { button } of cards) button?.setAttribute('aria-disabled', String(running));
  };

  const watch = async (
    step: StepCard,
    words: string,
    run: () => Promise<StepEnd>,
    startedAt = Date.now(),
  ) => {
    running = true;
    settleButtons();
    step.begin(words, startedAt);
    const end = await run();
    running = false;
    settleButtons();
    step.end(end);
    if (end.type !== 'lost' && end.type !== 'unauthorized') {
      progress.stepEnded(step.id, { ...runOf(end), endedAt: Date.now() }, step.printed());
    }
    return end;
  };

  const run = async (step: StepCard) => {
    if (running) return;
    if (token() === undefined) return step.askForToken(false, () => run(step));
    const isTodo = ({ element: { dataset } }: StepCard) =>
      dataset.status === 'todo' && dataset.solution === undefined;
    const words = cards.slice(0, cards.indexOf(step)).some(isTodo)
      ? 'Running (steps above have not been run yet)'
      : 'Running';
    const end = await watch(step, words, () => runStep(lab, step.id, step.print));
    if (end.type === 'unauthorized') {
      setToken(undefined);
      return step.askForToken(true, () => run(step));
    }
    await progress.refresh();
  };

  /** One that runs since before the page was opened, or since before the runtime was out of sight. */
  const follow = async (step: StepCard, startedAt: number) => {
    const run = () => followStep(lab, step.id, step.print);
    await watch(step, `Running since ${when(startedAt).slice(3)}`, run, startedAt);
    await progress.refresh();
  };

  for (const step of cards) {
    step.button?.addEventListener('click', () => void run(step));
    watchForget(lab, step, progress);
  }
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
  progress.subscribe(({ steps }, live) => {
    for (const step of cards) {
      if (step.isRunning()) continue;
      if (step.id === live?.running?.step && !running) {
        void follow(step, live.running.startedAt);
        continue;
      }
      const isUnknown = live !== undefined && steps[step.id] !== undefined && !live.knows(step.id);
      const doubt = isUnknown ? ', and the runtime that answers now does not know of it' : '';
      step.show(steps[step.id], () => progress.output(step.id), doubt);
    }
  });
};
