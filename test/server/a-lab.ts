import type { Progress } from '../../src/server/api.ts';
import type { ProgressKeeper } from '../../src/server/workbook/lab-tools.ts';
import type { Lab } from '../../src/workbook/lab.ts';
import { makesNothing } from '../workbook/makes-nothing.ts';

/** A lab with two steps. */
export const aLab: Lab = {
  id: 'a-lab',
  number: 1,
  title: 'A lab',
  summary: 'A lab.',
  minutes: 1,
  timeScale: 1,
  images: [],
  variant: {},
  makes: makesNothing,
  folder: '/nowhere',
  blocks: ['one', 'two'].map((id, index) => ({
    type: 'step',
    id,
    title: id,
    script: `echo ${id}`,
    needs: id === 'two' ? 'docker' : undefined,
    cleanUp: false,
    solution: false,
    line: index,
  })),
};

/** Progress that is kept in memory only. */
export const progressInMemory = (): ProgressKeeper => {
  let progress: Progress = { lab: 'a-lab', steps: {}, quiz: {} };
  let outputs: Record<string, string> = {};
  const change = async (more: Partial<Progress>) => {
    progress = { ...progress, ...more };
    return progress;
  };
  return {
    read: async () => progress,
    outputs: async () => outputs,
    step: (id, status, { output = '', ...how } = {}) => {
      outputs = { ...outputs, [id]: output };
      return change({ steps: { ...progress.steps, [id]: { status, endedAt: 1, ...how } } });
    },
    forget: (id) => {
      const { [id]: _, ...steps } = progress.steps;
      return change({ steps });
    },
    quiz: (id, choice) => change({ quiz: { ...progress.quiz, [id]: choice } }),
    report: (report) => change({ report }),
    import: ({ steps, quiz }) => change({ steps, quiz }),
    reset: () => change({ steps: {}, quiz: {} }),
  };
};
