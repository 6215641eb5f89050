import { el } from '../../widgets/dom.ts';
import { type Presets, settingsOf } from '../preset.ts';
import { linkButton } from './link-button.ts';
import { presetButtons } from './preset-buttons.ts';

interface Contents<S> {
  readonly presets: Presets<S>;
  readonly same: (a: S, b: S) => boolean;
  /** An example was chosen. */
  readonly choose: (settings: S) => void;
  /** Of what is shown. */
  readonly hash: () => string;
  /** The address asks for something; it may be for another. */
  readonly reopen: (hash: string) => void;
  /** What is to be seen, and beside it what can be chosen. */
  readonly stage: readonly Node[];
  readonly side: readonly Node[];
  readonly below?: readonly Node[];
  /** What a copied link reopens. */
  readonly linked: string;
}

/** The place of a simulator on a page. */
export interface Place<S> {
  /** By which addresses name it. */
  readonly name: string;
  /** What ids of its elements begin with. */
  readonly id: string;
  /** As the page asks for them. */
  readonly initial: S;
}

export const placeOf = <S>({ dataset }: HTMLElement, presets: Presets<S>): Place<S> => {
  const name = dataset.simulator ?? '';
  return { name, id: `sim-${name}`, initial: settingsOf(presets, dataset.preset) };
};

/** What all simulators have about them: examples, the two columns, the link, and the address. */
export const frame = <S>(
  element: HTMLElement,
  { presets, same, choose, hash, reopen, stage, side, below = [], linked }: Contents<S>,
): { show(settings: S): void; noteAddress(): void } => {
  const ownPage = document.body.classList.contains('simulator-page');
  const untouched = hash();
  const chooser = presetButtons(presets, same, choose);
  element.replaceChildren(
    chooser.element,
    el(
      'div',
      { class: 'sim-grid' },
      el('div', { class: 'sim-stage' }, ...stage),
      el('div', { class: 'sim-side' }, ...side),
    ),
    ...(below.length === 0 ? [] : [el('div', { class: 'sim-below' }, ...below)]),
    linkButton(linked, hash),
  );
  element.dataset.ready = '';
  addEventListener('hashchange', () => reopen(location.hash));
  return {
    show: chooser.show,
    /** The address of a page of its own always leads back to what it shows. */
    noteAddress: () => {
      const now = hash();
      if (ownPage && location.hash !== now && !(location.hash === '' && now === untouched))
        history.replaceState(history.state, '', now);
    },
  };
};
