import {
  DISCOUNTS,
  FARGATE_PRICES,
  FARGATE_STORAGE_INCLUDED,
  FARGATE_STORAGE_PRICE,
  FREE_TIER,
  type Price,
  PUBLIC_IPV4_PRICE,
} from '../../../src/core/cost/prices.ts';
import { type Html, html } from '../html.ts';
import { dollars, table } from './table.ts';

const UNITS: Readonly<Record<Price['unit'], string>> = {
  'vCPU-Hours': 'a vCPU and hour',
  'GB-Hours': 'a GB and hour',
  Hrs: 'an hour',
};

const { X86_64, ARM64 } = FARGATE_PRICES;

const figures: [what: string, price: Price][] = [
  ['Fargate, x86, CPU', X86_64.vCpu],
  ['Fargate, x86, memory', X86_64.memory],
  ['Fargate, Arm, CPU', ARM64.vCpu],
  ['Fargate, Arm, memory', ARM64.memory],
  [`Fargate, storage beyond ${FARGATE_STORAGE_INCLUDED} GB a task`, FARGATE_STORAGE_PRICE],
  ['A public IPv4 address in use', PUBLIC_IPV4_PRICE],
];

const percent = (share: number) => `${Math.round(share * 100)} %`;
const { fargateSpot, ec2Spot, savingsPlanFargate, savingsPlanEc2, reserved } = DISCOUNTS;

/** What things cost, and of when each figure is. */
export const prices: Html = html`
<p>Linux, us-east-1; Fargate costs the same in us-east-2. What instances cost stands with <a href="#sizes">their sizes</a>. Fargate counts by the second, a minute at least. Prices change: look before you buy.</p>
${table(
  'Prices',
  ['what', 'price', 'for', 'as of', 'source'],
  figures.map(([what, { usd, unit, asOf, source }]) => [
    what,
    dollars(usd),
    UNITS[unit],
    asOf,
    source,
  ]),
)}
${table(
  'Below on demand',
  ['how', 'discount', 'as of', 'source'],
  [
    ['Fargate Spot', `about ${percent(fargateSpot.usual)}`, fargateSpot.asOf, fargateSpot.source],
    ['EC2 Spot', `about ${percent(ec2Spot.usual)}`, ec2Spot.asOf, ec2Spot.source],
    [
      'Savings Plan, Fargate',
      `up to ${percent(savingsPlanFargate.most)}`,
      savingsPlanFargate.asOf,
      savingsPlanFargate.source,
    ],
    [
      'Savings Plan, EC2',
      `up to ${percent(savingsPlanEc2.most)}`,
      savingsPlanEc2.asOf,
      savingsPlanEc2.source,
    ],
    ['Reserved Instances', `up to ${percent(reserved.most)}`, reserved.asOf, reserved.source],
    [
      'Free tier, first year',
      `${FREE_TIER.hoursPerMonth} hours a month of ${FREE_TIER.instanceType}`,
      FREE_TIER.asOf,
      FREE_TIER.source,
    ],
  ],
)}`;
