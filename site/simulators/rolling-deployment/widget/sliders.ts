import { healthyFloor, taskCeiling } from '../../../../src/core/services/plan.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { plural } from '../../../widgets/plural.ts';
import { instancesFor } from '../capacity.ts';
import { RANGES, type SettingName, type Settings } from '../settings.ts';

interface Slider {
  readonly name: Exclude<SettingName, 'seed'>;
  readonly label: string;
  /** The value with its unit, and what follows from it. */
  readonly value: (settings: Settings) => string;
}

const SLIDERS: readonly Slider[] = [
  { name: 'desired', label: 'Desired tasks', value: ({ desired }) => plural(desired, 'task') },
  {
    name: 'minimumHealthyPercent',
    label: 'Minimum healthy percent',
    value: ({ desired, minimumHealthyPercent: min }) =>
      `${min} %: floor ${healthyFloor(desired, min)}`,
  },
  {
    name: 'maximumPercent',
    label: 'Maximum percent',
    value: ({ desired, maximumPercent: max }) => `${max} %: ceiling ${taskCeiling(desired, max)}`,
  },
  {
    name: 'capacity',
    label: 'Capacity',
    value: ({ capacity }) =>
      `${plural(capacity, 'task')} on ${plural(instancesFor(capacity).length, 'instance')}`,
  },
  { name: 'startTime', label: 'Start time', value: ({ startTime }) => `${startTime} s` },
  { name: 'healthTime', label: 'Health time', value: ({ healthTime }) => `${healthTime} s` },
  {
    name: 'failureRate',
    label: 'Failure rate',
    value: ({ failureRate }) => `${failureRate} % of new tasks`,
  },
];

/** What can be chosen; `change` hears every move of a slider. */
export const sliders = (
  id: string,
  change: (settings: Settings) => void,
): { readonly element: HTMLElement; show(settings: Settings): void } => {
  let current: Settings | undefined;
  const set = (values: Partial<Settings>) => {
    if (current !== undefined) change({ ...current, ...values });
  };

  const rows = SLIDERS.map(({ name, label, value }) => {
    const { min, max, step } = RANGES[name];
    const inputId = `${id}-${name}`;
    const input = el('input', {
      type: 'range',
      id: inputId,
      min: String(min),
      max: String(max),
      step: String(step),
    });
    const output = el('output', { for: inputId });
    input.addEventListener('input', () => set({ [name]: input.valueAsNumber }));
    const show = (settings: Settings) => {
      input.value = String(settings[name]);
      const words = value(settings);
      input.setAttribute('aria-valuetext', words);
      setText(output, words);
    };
    const element = el(
      'div',
      { class: 'sim-slider' },
      el('label', { for: inputId }, label),
      output,
      input,
    );
    return { element, show };
  });

  const another = el('button', { type: 'button', class: 'quiet' }, 'Let others fail');
  another.addEventListener('click', () => {
    const { min, max } = RANGES.seed;
    if (current !== undefined) set({ seed: current.seed === max ? min : current.seed + 1 });
  });

  return {
    element: el('div', { class: 'sim-sliders' }, ...rows.map(({ element }) => element), another),
    show: (settings) => {
      current = settings;
      for (const { show } of rows) show(settings);
      another.hidden = settings.failureRate === 0 || settings.failureRate === 100;
    },
  };
};
