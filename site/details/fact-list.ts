import { el, setText } from '../widgets/dom.ts';
import { keyedList, type View } from '../widgets/keyed-list.ts';
import type { Fact } from './facts.ts';

const COPIED = /^arn:|^\d+\.\d+\.\d+\.\d+$|^[a-z]+-[0-9a-f]{8,}$/;

const factView = ({ name, value: first }: Fact): View<Fact> => {
  const words = el('span', { dir: 'auto' });
  const copy = el(
    'button',
    { type: 'button', class: 'quiet copy-fact', 'aria-label': `Copy ${name}` },
    'Copy',
  );
  let value = first;
  copy.addEventListener('click', async () => {
    const copied = await navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    );
    copy.textContent = copied ? 'Copied' : 'Select it';
    setTimeout(() => {
      copy.textContent = 'Copy';
    }, 2_000);
  });
  return {
    element: el('div', {}, el('dt', {}, name), el('dd', {}, words, ' ', copy)),
    update: (fact) => {
      value = fact.value;
      setText(words, value);
      copy.hidden = !COPIED.test(value);
    },
  };
};

/** A list of facts; those that stay keep their place. */
export const factList = (): {
  readonly element: HTMLElement;
  update(facts: readonly Fact[]): void;
} => {
  const element = el('dl', { class: 'facts' });
  return { element, update: keyedList<Fact>(element, ({ name }) => name, factView) };
};
