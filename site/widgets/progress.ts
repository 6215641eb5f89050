import type { GradeReport } from '../../grader/result.ts';
import type { Progress } from '../../src/server/api.ts';
import { persistentFetch } from './persistent-fetch.ts';
import { endpoint, onRuntime, runtimeState } from './runtime.ts';
import { recall, remember } from './storage.ts';

type StepStatus = Progress['steps'][string]['status'];

/** What the browser keeps of one lab. */
export interface KeptProgress {
  readonly steps: Readonly<Record<string, { readonly status: StepStatus }>>;
  readonly quiz: Readonly<Record<string, number>>;
  /** As the checks last stood. */
  readonly score?: Score | undefined;
}

export interface Score {
  readonly earned: number;
  readonly possible: number;
  readonly passed: number;
  readonly checks: number;
}

const nothing: KeptProgress = { steps: {}, quiz: {} };

export const scoreOf = ({ earned, possible, results }: GradeReport): Score => ({
  earned,
  possible,
  passed: results.filter(({ status }) => status === 'pass').length,
  checks: results.length,
});

/** What this browser remembers of a lab. */
export const recallProgress = (lab: string): KeptProgress => {
  try {
    const kept: Partial<KeptProgress> = JSON.parse(recall(`progress/${lab}`) ?? '{}');
    return { ...nothing, ...kept };
  } catch {
    return nothing;
  }
};

/** Progress of a lab as the runtime has it; undefined when it does not answer. */
export const fetchProgress = async (lab: string): Promise<Progress | undefined> => {
  const response = await persistentFetch(endpoint(`labs/${lab}/progress`));
  return response?.ok ? response.json().catch(() => undefined) : undefined;
};

/** The browser's answers, then the runtime's: what was done in a terminal counts here too. */
export const merge = (kept: KeptProgress, runtime: Progress): KeptProgress => ({
  steps: runtime.steps,
  quiz: { ...kept.quiz, ...runtime.quiz },
  score: runtime.report === undefined ? kept.score : scoreOf(runtime.report),
});

export interface ProgressStore {
  subscribe(listener: (progress: KeptProgress) => void): void;
  answer(quiz: string, choice: number): void;
  stepEnded(step: string, status: StepStatus): void;
  graded(report: GradeReport): void;
  /** Forgets the lab in this browser. */
  clear(): void;
  /** Takes over what the runtime knows. */
  refresh(): Promise<void>;
}

/** Progress of one lab: kept in the browser, and by the runtime when it is there. */
export const progressStore = (lab: string): ProgressStore => {
  let current = recallProgress(lab);
  const listeners = new Set<(progress: KeptProgress) => void>();

  const become = (next: KeptProgress) => {
    current = next;
    remember(`progress/${lab}`, JSON.stringify(next));
    for (const listener of listeners) listener(next);
  };

  const sendAnswer = async (quiz: string, choice: number) => {
    if (runtimeState().type !== 'up') return;
    // Kept in the browser already; sent again when the runtime is back.
    await persistentFetch(endpoint(`labs/${lab}/quiz/${encodeURIComponent(quiz)}`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ choice }),
    });
  };

  const refresh = async () => {
    const known = await fetchProgress(lab);
    if (known === undefined) return;
    for (const [quiz, choice] of Object.entries(current.quiz)) {
      if (known.quiz[quiz] === undefined) await sendAnswer(quiz, choice);
    }
    become(merge(current, known));
  };

  let wasUp = false;
  onRuntime(({ type }) => {
    if (type === 'up' && !wasUp) void refresh();
    wasUp = type === 'up';
  });

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      listener(current);
    },
    answer: (quiz, choice) => {
      become({ ...current, quiz: { ...current.quiz, [quiz]: choice } });
      void sendAnswer(quiz, choice);
    },
    stepEnded: (step, status) =>
      become({ ...current, steps: { ...current.steps, [step]: { status } } }),
    graded: (report) => become({ ...current, score: scoreOf(report) }),
    clear: () => become(nothing),
    refresh,
  };
};
