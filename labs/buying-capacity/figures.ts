// What the student works out, computed from the same prices as the runtime's bills.
import { type Answer, estimateOf, toCents } from '../../grader/library.ts';

/** Five small cats around the clock. */
const design = {
  workload: { vCpu: 0.25, memoryGB: 0.5, day: [{ hours: 24, copies: 5 }] },
  instanceType: 't3.small',
};
const onSpot = { ...design, spotShare: 3 / 5 };
const plan = { usdPerHour: 0.019, discount: { fargate: 0.2, ec2: 0.2 } };

const onDemand = estimateOf(design).fargate;
const withSpot = estimateOf(onSpot).fargate.usd;
const withPlan = estimateOf({ ...onSpot, purchase: { savingsPlan: plan } }).fargate.usd;

/** Dollars for a month of so many cats on demand. */
const month = (count: number, usdPerCatHour = onDemand.usdPerTaskHour): number =>
  toCents(count * usdPerCatHour * 730);

export const estimates: readonly Answer[] = [
  {
    key: 'on-demand',
    what: 'dollars for a month (730 hours) of five cats on Fargate, on demand',
    value: onDemand.usd,
    as: 'dollars',
    slips: [{ value: month(1), hint: 'That is one cat. There are five.' }],
  },
  {
    key: 'with-spot',
    what: 'dollars for a month of two cats on demand and three on Spot, 70 % cheaper',
    value: withSpot,
    as: 'dollars',
    slips: [
      {
        value: month(2 + 3 * 0.7),
        hint: '70 % is what Spot takes off. What is left to pay is 30 %.',
      },
      {
        value: month(5 * 0.3),
        hint: 'Two of the five are not on Spot: see the base and the weights.',
      },
    ],
  },
];

export const planned: Answer = {
  key: 'with-plan',
  what: `dollars for a month of the same, with a Savings Plan of $${plan.usdPerHour} an hour at 20 % off`,
  value: withPlan,
  as: 'dollars',
  slips: [
    {
      value: toCents(withSpot * 0.8),
      hint: 'A Savings Plan does not make Spot any cheaper. It covers the two on demand.',
    },
    {
      value: toCents(withSpot + plan.usdPerHour * 730),
      hint: 'You pay for the plan, and then no longer for what it covers.',
    },
    {
      value: month(2 * 0.8 + 3 * 0.3),
      hint: 'Nearly. The plan covers $0.019 an hour at its own prices, so a little of the two cats is left over at the full price.',
    },
  ],
};
