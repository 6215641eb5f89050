import { el, one } from '../dom.ts';
import { onRuntime } from '../runtime.ts';

/** This script; the time line lies beside it and is of the same build. */
const own = document.currentScript;

const beside = (name: string): string => {
  const address = new URL(own instanceof HTMLScriptElement ? own.src : '', location.href);
  return new URL(name + address.search, address).href;
};

/** Offers the time line where there is a runtime; its script is fetched once it is wanted. */
export const offerTimeline = (): void => {
  const before = one('[data-cluster-empty]');
  if (before === undefined) return;
  const button = el(
    'button',
    { type: 'button', class: 'quiet', 'aria-expanded': 'false' },
    'Look back',
  );
  const place = el('div', {}, button);
  place.hidden = true;
  place.dataset.timeline = '';
  before.before(place);
  onRuntime(({ type }) => {
    if (type === 'up') place.hidden = false;
  });

  const open = (): void => {
    button.removeEventListener('click', open);
    const style = el('link', { rel: 'stylesheet', href: beside('timeline-theme.css') });
    const script = el('script', { src: beside('timeline.js') });
    const failed = (): void => {
      button.textContent = 'The time line could not be fetched. Try again';
      button.addEventListener('click', open);
    };
    // With its style from the first moment on.
    style.addEventListener('load', () => document.head.append(script));
    for (const element of [style, script]) element.addEventListener('error', failed);
    document.head.append(style);
  };
  button.addEventListener('click', open);
};
