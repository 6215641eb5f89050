import { el, setText } from './dom.ts';
import { type Counts, gaugeOf } from './gauge.ts';

/** How many tasks there are between the floor and the ceiling of the rolling rule, also in words. */
export const gaugeView = (): { readonly element: HTMLElement; update(counts: Counts): void } => {
  const track = el('div', { class: 'gauge-track', 'aria-hidden': 'true' });
  for (const name of ['live', 'running', 'healthy']) track.append(el('i', { class: name }));
  for (const name of ['floor', 'desired', 'ceiling']) track.append(el('b', { class: name }));
  const words = el('p', { class: 'gauge-words' });
  return {
    element: el('div', { class: 'gauge' }, track, words),
    update: (counts) => {
      for (const [name, part] of Object.entries(gaugeOf(counts)))
        track.style.setProperty(`--${name}`, `${part}%`);
      const { healthyCount, floor, ceiling } = counts;
      setText(words, `floor ${floor}, ${healthyCount} ready, ceiling ${ceiling}`);
    },
  };
};
