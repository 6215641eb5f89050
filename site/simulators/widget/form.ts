import { el, setText } from '../../widgets/dom.ts';
import { nearest, type Range } from '../range.ts';

/** A control, and what brings it in step with the settings. */
export interface Field<S> {
  readonly element: HTMLElement;
  show(settings: S): void;
}

type Update<S> = (next: (settings: S) => S) => void;
type Maker<S> = (id: string, update: Update<S>) => Field<S>;

interface About<S, V> {
  /** Of the control's id, behind that of the simulator. */
  readonly name: string;
  readonly label: string;
  readonly get: (settings: S) => V;
  readonly set: (settings: S, value: V) => S;
  /** Means nothing just now; default never. */
  readonly idle?: ((settings: S) => boolean) | undefined;
}

/** All that can be chosen; `change` hears each choice. */
export const form = <S>(
  id: string,
  makers: readonly Maker<S>[],
  change: (settings: S) => void,
): Field<S> => {
  let current: S | undefined;
  const fields = makers.map((make) =>
    make(id, (next) => {
      if (current !== undefined) change(next(current));
    }),
  );
  return {
    element: el('div', { class: 'sim-form' }, ...fields.map(({ element }) => element)),
    show: (settings) => {
      current = settings;
      for (const { show } of fields) show(settings);
    },
  };
};

/** `words`: the value with its unit, and what follows from it. */
export const slider =
  <S>({
    name,
    label,
    range: { min, max, step },
    words,
    get,
    set,
    idle,
  }: About<S, number> & {
    readonly range: Range;
    readonly words: (settings: S) => string;
  }): Maker<S> =>
  (id, update) => {
    const input = el('input', {
      type: 'range',
      id: `${id}-${name}`,
      min: String(min),
      max: String(max),
      step: String(step),
    });
    const output = el('output', { for: input.id });
    input.addEventListener('input', () => update((settings) => set(settings, input.valueAsNumber)));
    return {
      element: el(
        'div',
        { class: 'sim-slider' },
        el('label', { for: input.id }, label),
        output,
        input,
      ),
      show: (settings) => {
        input.value = String(get(settings));
        input.disabled = idle?.(settings) ?? false;
        const said = words(settings);
        input.setAttribute('aria-valuetext', said);
        setText(output, said);
      },
    };
  };

/** Of values that change, the one that is chosen is offered too. */
export const select =
  <S, V extends string | number>({
    name,
    label,
    values,
    words = String,
    get,
    set,
    idle,
  }: About<S, V> & {
    readonly values: readonly V[];
    readonly words?: (value: V) => string;
  }): Maker<S> =>
  (id, update) => {
    const input = el('select', { id: `${id}-${name}` });
    let offered: readonly V[] = [];
    const offer = (all: readonly V[]) => {
      offered = all;
      input.replaceChildren(
        ...all.map((value) => el('option', { value: String(value) }, words(value))),
      );
    };
    offer(values);
    input.addEventListener('change', () => {
      const value = offered[input.selectedIndex];
      if (value !== undefined) update((settings) => set(settings, value));
    });
    return {
      element: labelled(input, label),
      show: (settings) => {
        const value = get(settings);
        if (!offered.includes(value)) offer([...values, value]);
        input.value = String(value);
        input.disabled = idle?.(settings) ?? false;
      },
    };
  };

/** Values out of range become the nearest; while it is being typed, a number is left as it is. */
export const number =
  <S>({
    name,
    label,
    range,
    get,
    set,
    idle,
  }: About<S, number> & { readonly range: Range }): Maker<S> =>
  (id, update) => {
    const { min, max } = range;
    const input = el('input', {
      type: 'number',
      id: `${id}-${name}`,
      min: String(min),
      max: String(max),
      step: 'any',
      inputmode: 'decimal',
    });
    let shown = 0;
    input.addEventListener('input', () => {
      if (input.value === '' || !input.validity.valid) return;
      update((settings) => set(settings, nearest(input.valueAsNumber, range, get(settings))));
    });
    input.addEventListener('change', () => {
      update((settings) => set(settings, nearest(input.valueAsNumber, range, get(settings))));
      input.value = String(shown);
    });
    return {
      element: labelled(input, label),
      show: (settings) => {
        shown = get(settings);
        if (document.activeElement !== input) input.value = String(shown);
        input.disabled = idle?.(settings) ?? false;
      },
    };
  };

export const checkbox =
  <S>({ name, label, get, set, idle }: About<S, boolean>): Maker<S> =>
  (id, update) => {
    const input = el('input', { type: 'checkbox', id: `${id}-${name}` });
    input.addEventListener('change', () => update((settings) => set(settings, input.checked)));
    return {
      element: el('div', { class: 'sim-check' }, input, el('label', { for: input.id }, label)),
      show: (settings) => {
        input.checked = get(settings);
        input.disabled = idle?.(settings) ?? false;
      },
    };
  };

export const radios =
  <S, V extends string>({
    name,
    label,
    values,
    words,
    get,
    set,
  }: About<S, V> & {
    readonly values: readonly V[];
    readonly words: (value: V) => string;
  }): Maker<S> =>
  (id, update) => {
    const all = values.map((value) => {
      const input = el('input', { type: 'radio', name: `${id}-${name}`, value });
      input.addEventListener('change', () => update((settings) => set(settings, value)));
      return { value, input, element: el('label', {}, input, words(value)) };
    });
    return {
      element: el(
        'fieldset',
        { class: 'sim-radios' },
        el('legend', {}, label),
        ...all.map(({ element }) => element),
      ),
      show: (settings) => {
        for (const { value, input } of all) input.checked = value === get(settings);
      },
    };
  };

const labelled = (input: HTMLElement, label: string): HTMLElement =>
  el('div', { class: 'sim-field' }, el('label', { for: input.id }, label), input);
