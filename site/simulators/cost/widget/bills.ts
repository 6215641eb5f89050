import type { Estimate } from '../../../../src/core/cost/estimate.ts';
import type { BillLine } from '../../../../src/core/cost/lines.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { titled } from '../../widget/titled.ts';
import { money, percent, SIDES, sourceInWords, sumInWords } from '../words.ts';

/** A bill line by line: what each is made of, where its price comes from, and its share. */
export const billTable = (
  title: string,
): {
  readonly element: HTMLElement;
  show(lines: readonly BillLine[], totalUsd: number): void;
} => {
  const body = el('tbody');
  const total = el('td');
  const element = el(
    'table',
    { class: 'cost-bill' },
    el('caption', { class: 'visually-hidden' }, title),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'Line of the bill'),
        el('th', { scope: 'col' }, 'Share'),
        el('th', { scope: 'col' }, 'Dollars'),
      ),
    ),
    body,
    el('tfoot', {}, el('tr', {}, el('th', { scope: 'row' }, 'Total'), el('td'), total)),
  );
  return {
    element,
    show: (lines, totalUsd) => {
      setText(total, money(totalUsd));
      body.replaceChildren(
        ...lines.map((line) =>
          el(
            'tr',
            {},
            el(
              'th',
              { scope: 'row' },
              el('code', { class: 'cost-part-of-line' }, line.usageType),
              el('span', { class: 'cost-part-of-line' }, sumInWords(line)),
              el('small', { class: 'cost-part-of-line' }, sourceInWords(line)),
            ),
            el('td', {}, totalUsd === 0 ? '–' : percent(line.usd / totalUsd)),
            el('td', {}, money(line.usd)),
          ),
        ),
      );
    },
  };
};

/** Both bills of a month, side by side. */
export const bills = (id: string) => {
  const side = (which: keyof typeof SIDES) => {
    const table = billTable(`A month on ${SIDES[which]}, line by line`);
    const bought = el('p', { class: 'sim-story' });
    const element = titled(
      `${id}-${which}-title`,
      SIDES[which],
      'cost-side sim-settings',
      bought,
      table.element,
    );
    return { element, bought, table };
  };
  const [fargate, ec2] = [side('fargate'), side('ec2')];
  return {
    element: el('div', { class: 'cost-sides' }, fargate.element, ec2.element),
    show: (estimate: Estimate, instanceType: string) => {
      const cheaper = Math.min(estimate.fargate.usd, estimate.ec2.usd);
      for (const [{ element, table }, { lines, usd }] of [
        [fargate, estimate.fargate],
        [ec2, estimate.ec2],
      ] as const) {
        table.show(lines, usd);
        element.toggleAttribute('data-cheaper', usd === cheaper);
      }
      const { size } = estimate.fargate;
      const { instanceHours, tasksPerInstance } = estimate.ec2;
      setText(
        fargate.bought,
        `${hours(estimate.taskHours)} of tasks, each of ${size.cpu / 1024} vCPU and ${size.memoryMiB / 1024} GB.`,
      );
      setText(
        ec2.bought,
        `${hours(instanceHours)} of ${instanceType}, ${tasksPerInstance} such tasks on each.`,
      );
    },
  };
};

const hours = (count: number): string =>
  `${count.toLocaleString('en', { maximumFractionDigits: 1 })} hours`;
