import { el, setText } from '../../../widgets/dom.ts';
import { plural } from '../../../widgets/plural.ts';
import { nearest } from '../../range.ts';
import { titled } from '../../widget/titled.ts';
import { GOAL_RANGES, type Goal, judge } from '../goal.ts';
import type { Trace } from '../simulation.ts';

/** A goal to reach with the sliders, and how far off they are. */
export const goalForm = (
  id: string,
  change: (goal: Goal) => void,
): { readonly element: HTMLElement; show(trace: Trace, goal: Goal): void } => {
  let current: Goal | undefined;
  const field = (name: keyof Goal) => {
    const { min, max, step } = GOAL_RANGES[name];
    const input = el('input', {
      type: 'number',
      id: `${id}-goal-${name}`,
      min: String(min),
      max: String(max),
      step: String(step),
      inputmode: 'numeric',
    });
    input.addEventListener('input', () => {
      if (current === undefined || !input.validity.valid || input.value === '') return;
      change({
        ...current,
        [name]: nearest(input.valueAsNumber, GOAL_RANGES[name], current[name]),
      });
    });
    input.addEventListener('change', () => {
      if (current !== undefined) input.value = String(current[name]);
    });
    return input;
  };
  const within = field('within');
  const floor = field('floor');
  const tasks = el('span');
  const verdict = el('p', { class: 'sim-verdict', role: 'status' });
  const mark = el('strong');
  const words = el('span');
  verdict.append(mark, ' ', words);

  return {
    element: titled(
      `${id}-goal-title`,
      'A goal',
      'sim-goal',
      el(
        'p',
        { class: 'sim-goal-line' },
        el('label', { for: within.id }, 'Replace ', tasks, ' within'),
        el('span', {}, within, ' s'),
        el('label', { for: floor.id }, 'and never go below'),
        el('span', {}, floor, ' healthy.'),
      ),
      verdict,
    ),
    show: (trace, goal) => {
      current = goal;
      for (const [input, value] of [
        [within, goal.within],
        [floor, goal.floor],
      ] as const) {
        if (document.activeElement !== input) input.value = String(value);
      }
      const { desired } = trace.settings;
      setText(tasks, desired === 1 ? 'the one task' : `all ${plural(desired, 'task')}`);
      const { met, words: said } = judge(trace, goal);
      verdict.dataset.met = String(met);
      setText(mark, met ? 'Reached.' : 'Not yet.');
      setText(words, said);
    },
  };
};
