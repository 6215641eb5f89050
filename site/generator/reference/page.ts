import { type Section, sectioned, textPage } from '../text-page.ts';
import { limits } from './limits.ts';
import { faults, modes } from './modes.ts';
import { prices } from './prices.ts';
import { sizes } from './sizes.ts';
import { states } from './states.ts';
import { timings } from './timings.ts';

/** The sections of the reference tables, for its page and the search. */
export const REFERENCE: readonly Section[] = [
  { id: 'sizes', title: 'Sizes', body: sizes },
  { id: 'limits', title: 'Limits', body: limits },
  { id: 'prices', title: 'Prices', body: prices },
  { id: 'states', title: 'States', body: states },
  { id: 'network-modes', title: 'Network modes', body: modes },
  { id: 'timings', title: 'Times and defaults', body: timings },
  { id: 'faults', title: 'Faults to cause', body: faults },
];

/** At `reference/index.html`; the figures are those that the runtime itself goes by. */
export const referencePage = (version: string): string =>
  textPage({
    path: 'reference/index.html',
    kicker: 'To look things up',
    heading: 'Reference',
    lead: 'Sizes, limits, prices, states and times, taken from the scheduler that runs your cluster, so that the two cannot disagree.',
    content: sectioned(REFERENCE),
    version,
  });
