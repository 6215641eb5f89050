import { instanceTypeOf } from '../../../../src/core/ec2/instance-types.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { plural } from '../../../widgets/plural.ts';
import { ABOUT } from '../about.ts';
import {
  INSTANCE_TYPE_NAMES,
  LAUNCH_TYPES,
  MEMORY_SIZES,
  MODES,
  RANGES,
  type Settings,
} from '../settings.ts';

interface Field {
  readonly element: HTMLElement;
  show(settings: Settings): void;
}

/** Reads what a person chose into the settings. */
type Choose = (change: Partial<Settings>) => void;

const typeInWords = (name: string): string => {
  const { vcpus = 0, memoryMiB = 0, maxNetworkInterfaces = 0 } = instanceTypeOf(name) ?? {};
  return `${name}: ${vcpus} vCPU, ${memoryMiB / 1024} GiB, ${maxNetworkInterfaces} interfaces`;
};

/** All that can be chosen; `change` hears each choice. */
export const choices = (id: string, change: (settings: Settings) => void): Field => {
  let current: Settings | undefined;
  const choose: Choose = (changed) => {
    if (current !== undefined) change({ ...current, ...changed });
  };
  const fields = [
    modeRadios(id, choose),
    select(id, 'launchType', 'Launch type', LAUNCH_TYPES, (type) => type, choose),
    select(id, 'instanceType', 'Instance type', INSTANCE_TYPE_NAMES, typeInWords, choose),
    slider(id, 'instances', 'Instances', (count) => plural(count, 'instance'), choose),
    slider(id, 'copies', 'Copies', (count) => plural(count, 'task'), choose),
    select(id, 'memoryMiB', 'Memory of a task', MEMORY_SIZES, (size) => `${size} MiB`, choose),
    trunkingBox(id, choose),
  ];
  return {
    element: el('div', { class: 'net-choices' }, ...fields.map(({ element }) => element)),
    show: (settings) => {
      current = settings;
      for (const { show } of fields) show(settings);
    },
  };
};

/** On Fargate there are no instances to choose. */
const NOT_ON_FARGATE: ReadonlySet<keyof Settings> = new Set([
  'instanceType',
  'instances',
  'trunking',
]);

const isIdle = (name: keyof Settings, { launchType }: Settings): boolean =>
  launchType === 'FARGATE' && NOT_ON_FARGATE.has(name);

const modeRadios = (id: string, choose: Choose): Field => {
  const radios = MODES.map((mode) => {
    const input = el('input', { type: 'radio', name: `${id}-mode`, value: mode });
    input.addEventListener('change', () => choose({ mode }));
    return { mode, input, element: el('label', {}, input, ABOUT[mode].title) };
  });
  return {
    element: el(
      'fieldset',
      { class: 'net-modes' },
      el('legend', {}, 'Network mode'),
      ...radios.map(({ element }) => element),
    ),
    show: (settings) => {
      for (const { mode, input } of radios) input.checked = mode === settings.mode;
    },
  };
};

const select = <N extends 'launchType' | 'instanceType' | 'memoryMiB'>(
  id: string,
  name: N,
  label: string,
  values: readonly Settings[N][],
  inWords: (value: Settings[N]) => string,
  choose: Choose,
): Field => {
  const input = el(
    'select',
    { id: `${id}-${name}` },
    ...values.map((value) => el('option', { value: String(value) }, inWords(value))),
  );
  input.addEventListener('change', () => {
    const value = values[input.selectedIndex];
    if (value !== undefined) choose({ [name]: value });
  });
  return {
    element: el('div', { class: 'net-field' }, el('label', { for: input.id }, label), input),
    show: (settings) => {
      input.value = String(settings[name]);
      input.disabled = isIdle(name, settings);
    },
  };
};

const slider = (
  id: string,
  name: 'instances' | 'copies',
  label: string,
  inWords: (value: number) => string,
  choose: Choose,
): Field => {
  const { min, max, step } = RANGES[name];
  const input = el('input', {
    type: 'range',
    id: `${id}-${name}`,
    min: String(min),
    max: String(max),
    step: String(step),
  });
  const output = el('output', { for: input.id });
  input.addEventListener('input', () => choose({ [name]: input.valueAsNumber }));
  return {
    element: el(
      'div',
      { class: 'sim-slider' },
      el('label', { for: input.id }, label),
      output,
      input,
    ),
    show: (settings) => {
      input.value = String(settings[name]);
      input.disabled = isIdle(name, settings);
      const words = inWords(settings[name]);
      input.setAttribute('aria-valuetext', words);
      setText(output, words);
    },
  };
};

const trunkingBox = (id: string, choose: Choose): Field => {
  const input = el('input', { type: 'checkbox', id: `${id}-trunking` });
  input.addEventListener('change', () => choose({ trunking: input.checked }));
  return {
    element: el(
      'div',
      { class: 'net-check' },
      input,
      el('label', { for: input.id }, 'ENI trunking (awsvpcTrunking)'),
    ),
    show: (settings) => {
      input.checked = settings.trunking;
      input.disabled = isIdle('trunking', settings);
    },
  };
};
