import { el, setText } from '../../../widgets/dom.ts';
import type { Counts } from '../frame.ts';
import { frameAt, type Part } from './parts.ts';

const ROWS: readonly [kind: string, label: string, words: (counts: Counts) => string][] = [
  [
    'old',
    'old',
    ({ oldHealthy, oldRunning, oldPending }) => group(oldHealthy, oldRunning, oldPending),
  ],
  [
    'new',
    'new',
    ({ newHealthy, newRunning, newPending }) => group(newHealthy, newRunning, newPending),
  ],
  ['stopping', 'stopping', ({ stopping }) => String(stopping)],
  ['failed', 'failed', ({ failed }) => String(failed)],
];

const group = (healthy: number, running: number, pending: number): string =>
  [
    `${healthy} healthy`,
    ...(running > healthy ? [`${running - healthy} running`] : []),
    ...(pending > 0 ? [`${pending} pending`] : []),
  ].join(', ');

/** How many of each there are at this moment. */
export const counts = (): Part => {
  const rows = ROWS.map(([kind, label, words]) => {
    const value = el('dd');
    const element = el('div', { 'data-kind': kind }, el('dt', {}, label), value);
    return { element, value, words, kind };
  });
  return {
    element: el('dl', { class: 'sim-counts' }, ...rows.map(({ element }) => element)),
    show: (trace, at) => {
      const frame = frameAt(trace, at);
      for (const { element, value, words, kind } of rows) {
        setText(value, words(frame.counts));
        element.hidden = kind === 'failed' && trace.settings.failureRate === 0;
      }
    },
  };
};
