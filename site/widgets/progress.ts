import type { GradeReport } from '../../grader/result.ts';
import type { Progress, StepRun } from '../../src/server/api.ts';
import { mergeProgress, whenSolved } from '../../src/workbook/merge-progress.ts';
import { one } from './dom.ts';
import { explainDamage } from './explain-damage.ts';
import { forgetOutput, forgetOutputs, keepOutput, recallOutput } from './keep-output.ts';
import { type KeptProgress, keepProgress, recallProgress, scoreOf } from './keep-progress.ts';
import { persistentFetch } from './persistent-fetch.ts';
import { endpoint, onRuntime, runtimeState } from './runtime.ts';

/** Progress of a lab as the runtime has it; undefined when it does not answer. */
export const fetchProgress = (lab: string): Promise<Progress | undefined> =>
  get(`labs/${lab}/progress`);

/** What the steps last printed, as the runtime has it. */
export const fetchOutputs = (lab: string): Promise<Record<string, string> | undefined> =>
  get(`labs/${lab}/outputs`);

const get = async <T>(path: string): Promise<T | undefined> => {
  const response = await persistentFetch(endpoint(path));
  return response?.ok ? response.json().catch(() => undefined) : undefined;
};

/** The browser's and the runtime's, the newer of each: what was done in a terminal counts here too. */
export const merge = ({ score, ...kept }: KeptProgress, runtime: Progress): KeptProgress => {
  const { report } = runtime;
  const merged = { ...kept, solvedAt: undefined, ...mergeProgress(kept, runtime) };
  if (report !== undefined) return { ...merged, score: scoreOf(report) };
  const isOlder = Date.parse(score?.gradedAt ?? '') <= (merged.resetAt ?? 0);
  return score === undefined || isOlder ? merged : { ...merged, score };
};

/** What the runtime that answers now says besides. */
export interface Live {
  readonly running: Progress['running'];
  /** Does it know how that step ran? If not, its data folder is another one, or was emptied. */
  knows(step: string): boolean;
}

type Listener = (progress: KeptProgress, live: Live | undefined) => void;

export interface ProgressStore {
  subscribe(listener: Listener): void;
  answer(quiz: string, choice: number): void;
  stepEnded(step: string, run: StepRun, output: string): void;
  /** What the step printed when it last ran. */
  output(step: string): string | undefined;
  graded(report: GradeReport): void;
  /** Forgets how a step ran, in this browser. */
  forget(step: string): void;
  /** Forgets the lab in this browser. */
  clear(): void;
  /** Takes over what the runtime knows. */
  refresh(): Promise<void>;
}

/** Progress of one lab: kept in the browser, and by the runtime when it is there. */
export const progressStore = (lab: string): ProgressStore => {
  let current = recallProgress(lab, explainDamage);
  let live: Live | undefined;
  const listeners = new Set<Listener>();

  const become = (next: KeptProgress) => {
    current = next;
    keepProgress(lab, next);
    for (const listener of listeners) listener(next, live);
  };

  const sendAnswer = async (quiz: string, choice: number) => {
    // A question that the lab no longer has stays with the browser.
    if (runtimeState().type !== 'up' || one(`[data-quiz="${CSS.escape(quiz)}"]`) === undefined)
      return;
    // Kept in the browser already; sent again when the runtime is back.
    await persistentFetch(endpoint(`labs/${lab}/quiz/${encodeURIComponent(quiz)}`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ choice }),
    });
  };

  const takeOutputs = async ({ steps }: Progress) => {
    const newer = Object.entries(steps).filter(
      ([step, { endedAt = 0 }]) => endedAt > (recallOutput(lab, step)?.endedAt ?? 0),
    );
    if (newer.length === 0) return;
    const outputs = (await fetchOutputs(lab)) ?? {};
    for (const [step, { endedAt = 0 }] of newer) {
      keepOutput(lab, step, { endedAt, text: outputs[step] ?? '' });
    }
  };

  const refresh = async () => {
    const known = await fetchProgress(lab);
    if (known === undefined) return;
    await takeOutputs(known);
    live = { running: known.running, knows: (step) => known.steps[step] !== undefined };
    if ((known.resetAt ?? 0) > (current.resetAt ?? 0)) forgetOutputs(lab);
    become(merge(current, known));
    for (const [quiz, choice] of Object.entries(current.quiz)) {
      if (known.quiz[quiz] !== choice) await sendAnswer(quiz, choice);
    }
  };

  let wasUp = false;
  onRuntime(({ type }) => {
    if (type === 'up' && !wasUp) void refresh();
    wasUp = type === 'up';
  });

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      listener(current, live);
    },
    answer: (quiz, choice) => {
      become({
        ...current,
        quiz: { ...current.quiz, [quiz]: choice },
        answeredAt: { ...current.answeredAt, [quiz]: Date.now() },
      });
      void sendAnswer(quiz, choice);
    },
    stepEnded: (step, run, text) => {
      keepOutput(lab, step, { endedAt: run.endedAt ?? 0, text });
      become({ ...current, steps: { ...current.steps, [step]: run } });
    },
    output: (step) => recallOutput(lab, step)?.text,
    graded: (report) => become({ ...current, ...whenSolved(report), score: scoreOf(report) }),
    forget: (step) => {
      forgetOutput(lab, step);
      const { [step]: _, ...steps } = current.steps;
      become({ ...current, steps, forgotten: { ...current.forgotten, [step]: Date.now() } });
    },
    clear: () => {
      forgetOutputs(lab);
      become({ steps: {}, quiz: {}, resetAt: Date.now() });
    },
    refresh,
  };
};
