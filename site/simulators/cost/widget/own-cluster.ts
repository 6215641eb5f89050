import type { Bill } from '../../../../src/core/cost/bill.ts';
import type { CostReport } from '../../../../src/server/api.ts';
import { announce } from '../../../widgets/announce.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { persistentFetch } from '../../../widgets/persistent-fetch.ts';
import { endpoint, onRuntime } from '../../../widgets/runtime.ts';
import { titled } from '../../widget/titled.ts';
import { ownWorkloads } from '../own-cluster.ts';
import type { Settings } from '../settings.ts';
import { exactly, money } from '../words.ts';
import { billTable } from './bills.ts';

const WITHOUT =
  'When the runtime is up (npm start), what ran on your own cluster is priced here, and what runs now becomes a workload to look at.';

const isReport = (value: unknown): value is CostReport =>
  typeof value === 'object' && value !== null && 'bill' in value && 'breakdown' in value;

/** All that ran since the runtime has a journal; undefined: there was no answer. */
const askReport = async (): Promise<CostReport | undefined> => {
  const response = await persistentFetch(endpoint('cost?month=all'), {
    timeout: 10_000,
    cache: 'no-store',
  });
  const value: unknown = response?.ok ? await response.json().catch(() => undefined) : undefined;
  return isReport(value) ? value : undefined;
};

/** Before rounding: a lesson costs fractions of a cent. */
const exact = ({ lines }: Bill): number =>
  lines.reduce((sum, { quantity, usdPerUnit }) => sum + quantity * usdPerUnit, 0);

const verdictOf = ({ bill, scaledBill, timeScale }: CostReport): string => {
  const sum = `What ran on your cluster so far would have cost ${money(bill.totalUsd)} on AWS (${exactly(exact(bill))} before each line is rounded).`;
  if (scaledBill === null) return sum;
  return `${sum} Time runs ${timeScale} times faster here, and real seconds are billed; without that it would be ${exactly(exact(scaledBill))}.`;
};

/** The bill of the student's own cluster; `choose` hears which of its services is to be priced. */
export const ownBill = (
  id: string,
  current: () => Settings,
  choose: (settings: Settings) => void,
): HTMLElement => {
  const note = el('p', { class: 'sim-story' }, WITHOUT);
  const button = el('button', { type: 'button', class: 'quiet' }, 'Price my own cluster');
  const verdict = el('p', { class: 'sim-outcome', role: 'status', hidden: '' });
  const table = billTable('What ran on your own cluster, line by line');
  const remarks = el('ul', { class: 'cost-remarks' });
  const workloads = el('div', { class: 'sim-buttons' });
  const found = el('div', { class: 'cost-own', hidden: '' }, table.element, remarks, workloads);

  const show = (report: CostReport) => {
    const { bill } = report;
    verdict.hidden = false;
    found.hidden = false;
    setText(verdict, verdictOf(report));
    table.show(bill.lines, bill.totalUsd);
    remarks.replaceChildren(...bill.notes.map((note) => el('li', {}, note)));
    workloads.replaceChildren(
      ...ownWorkloads(report, current()).map(({ title, settings }) => {
        const use = el('button', { type: 'button', class: 'quiet' }, `A month of ${title}`);
        use.addEventListener('click', () => {
          choose(settings);
          announce('workload', `The workload is now ${title}`);
        });
        return use;
      }),
    );
  };

  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    setText(note, 'Asking the runtime …');
    const report = await askReport();
    setText(note, report === undefined ? 'The runtime did not say. Try again in a moment.' : '');
    if (report !== undefined) show(report);
  });
  onRuntime(({ type }) => {
    // Not `disabled`: the focus would be lost while the runtime is away.
    button.setAttribute('aria-disabled', String(type !== 'up'));
    if (type === 'up') setText(note, '');
    else if (type === 'away') setText(note, 'The runtime is away; it is asked again by itself.');
    else setText(note, WITHOUT);
  });
  return titled(`${id}-own-title`, 'Your own cluster', 'cost-part', note, button, verdict, found);
};
