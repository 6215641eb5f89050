import { FAULTS } from '../../../src/core/faults/faults.ts';
import { ABOUT } from '../../simulators/network-modes/about.ts';
import { type Html, html } from '../html.ts';
import { simulatorPath } from '../simulator-card.ts';
import { code, duration, table } from './table.ts';

const list = (items: readonly string[]): Html =>
  html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

/** How tasks get their network. */
export const modes: Html = html`
<p>With your own numbers in <a href="../${simulatorPath('network-modes')}">the explorer</a>.</p>
${table(
  'Network modes',
  ['mode', 'what it is', 'for it', 'against it'],
  Object.values(ABOUT).map(({ title, what, merits, drawbacks }) => [
    title,
    what,
    list(merits),
    list(drawbacks),
  ]),
)}`;

/** What one may break on purpose. */
export const faults: Html = html`
<p>On the page of a lab, by <code>npm run fault</code>, or by the runtime’s interface. Times are divided by the time scale.</p>
${table(
  'Faults',
  ['fault', 'what it does', 'to', 'lasts', 'where to look'],
  Object.entries(FAULTS).map(([name, { summary, targets, duration: lasts, look }]) => [
    code(name),
    summary,
    targets.join(', '),
    lasts === null ? '–' : duration(lasts),
    look,
  ]),
)}`;
