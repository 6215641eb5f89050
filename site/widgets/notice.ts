import { announce } from './announce.ts';
import { el } from './dom.ts';

const shown = new Map<string, HTMLElement>();

/** Says something at the edge of the page until it is closed, or more is said on the same topic. */
export const notice = (topic: string, ...text: (Node | string)[]): void => {
  const close = el('button', { type: 'button', class: 'quiet' }, 'Close');
  const box = el('div', { class: 'notice' }, el('p', {}, ...text), close);
  close.addEventListener('click', () => {
    box.remove();
    shown.delete(topic);
    if (shown.size === 0) place.remove();
  });
  shown.get(topic)?.remove();
  shown.set(topic, box);
  if (!place.isConnected) document.body.append(place);
  place.append(box);
  announce(topic, box.querySelector('p')?.textContent ?? '');
};

const place = el('aside', { class: 'notices', 'aria-label': 'Notices' });
