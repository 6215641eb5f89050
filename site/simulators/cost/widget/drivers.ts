import { driversOf } from '../../../../src/core/cost/drivers.ts';
import type { Estimate } from '../../../../src/core/cost/estimate.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { titled } from '../../widget/titled.ts';
import { designOf, type Settings } from '../settings.ts';
import { change, changeInWords, pricesInWords } from '../words.ts';

/** What moves the bills, and how far. */
export const drivers = (id: string) => {
  const body = el('tbody');
  const prices = el('p', { class: 'cost-source' });
  const heads = ['A change', 'Fargate, a month', 'EC2, a month'];
  return {
    element: titled(
      `${id}-drivers-title`,
      'What drives the bill',
      'cost-part',
      el(
        'table',
        { class: 'cost-drivers' },
        el('caption', { class: 'visually-hidden' }, 'What one change adds to each bill'),
        el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
        body,
      ),
      prices,
    ),
    show: (settings: Settings, estimate: Estimate) => {
      setText(prices, pricesInWords(estimate, settings));
      body.replaceChildren(
        ...driversOf(designOf(settings)).map((driver) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, changeInWords(driver)),
            el('td', {}, change(driver.fargateUsd)),
            el('td', {}, change(driver.ec2Usd)),
          ),
        ),
      );
    },
  };
};
