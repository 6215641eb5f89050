import { el } from '../../../widgets/dom.ts';

const ENTRIES = [
  ['old', 'old tasks'],
  ['new', 'new tasks, on top of them'],
  ['healthy', 'healthy, old and new'],
  ['limit', 'floor and ceiling'],
] as const;

/** What the chart's colours, patterns and lines mean. */
export const legend = (): HTMLElement =>
  el(
    'ul',
    { class: 'sim-legend' },
    ...ENTRIES.map(([kind, words]) =>
      el(
        'li',
        {},
        el('span', { class: `sim-swatch sim-swatch-${kind}`, 'aria-hidden': 'true' }),
        words,
      ),
    ),
  );
