import { healthyFloor, taskCeiling } from '../../../../src/core/services/plan.ts';
import { el } from '../../../widgets/dom.ts';
import { plural } from '../../../widgets/plural.ts';
import { type Field, form, slider } from '../../widget/form.ts';
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
export const sliders = (id: string, change: (settings: Settings) => void): Field<Settings> => {
  let current: Settings | undefined;
  const { element, show } = form<Settings>(
    id,
    SLIDERS.map(({ name, label, value }) =>
      slider({
        name,
        label,
        range: RANGES[name],
        words: value,
        get: (settings) => settings[name],
        set: (settings, chosen) => ({ ...settings, [name]: chosen }),
      }),
    ),
    change,
  );
  const another = el('button', { type: 'button', class: 'quiet' }, 'Let others fail');
  another.addEventListener('click', () => {
    const { min, max } = RANGES.seed;
    if (current === undefined) return;
    change({ ...current, seed: current.seed === max ? min : current.seed + 1 });
  });
  element.append(another);

  return {
    element,
    show: (settings) => {
      current = settings;
      show(settings);
      another.hidden = settings.failureRate === 0 || settings.failureRate === 100;
    },
  };
};
