// What the student works out, computed from the same prices as the runtime's bills.
import {
  type Answer,
  estimateOf,
  FARGATE_PRICES,
  sumOfCents,
  toCents,
} from '../../grader/library.ts';
import { instanceType } from './names.ts';

const { vCpu, memory } = FARGATE_PRICES.X86_64;

const { fargate, ec2, breakEven } = estimateOf({
  workload: { vCpu: 0.25, memoryGB: 0.5, day: [{ hours: 24, copies: 2 }] },
  instanceType,
});

const roundTheClock = (usdPerHour: number, hours = 730): number => toCents(usdPerHour * hours);

export const months: readonly Answer[] = [
  {
    key: 'fargate-month',
    what: 'dollars for a month (730 hours) of two cats on Fargate',
    value: fargate.usd,
    as: 'dollars',
    slips: [
      {
        value: roundTheClock(2 * 0.25 * vCpu.usd),
        hint: 'That is the vCPU alone. The bill has a second line, for the memory: 0.5 GB a cat.',
      },
      {
        value: roundTheClock(fargate.usdPerTaskHour),
        hint: 'That is one cat. On Fargate every cat is paid for by itself.',
      },
      {
        value: roundTheClock(2 * fargate.usdPerTaskHour, 720),
        hint: 'That is a month of 30 days. AWS calculates with 730 hours, a twelfth of a year.',
      },
    ],
  },
  {
    key: 'ec2-month',
    what: `dollars for a month (730 hours) of two cats on a ${instanceType}`,
    value: ec2.usd,
    as: 'dollars',
    slips: [
      {
        value: roundTheClock(2 * ec2.usdPerInstanceHour),
        hint: 'That is a machine for each cat. Three of them fit on one.',
      },
      {
        value: roundTheClock((ec2.usdPerInstanceHour * 2) / 3),
        hint: 'That is the share that the cats take up. The machine is paid for as a whole.',
      },
    ],
  },
];

export const lineCrossing: Answer = {
  key: 'ec2-from',
  what: `number of cats, around the clock, from which on a ${instanceType} is cheaper than Fargate`,
  value: breakEven.firstTasks ?? Number.NaN,
  as: 'count',
  slips: [
    {
      value: 1,
      hint: 'One cat costs $0.0123 an hour on Fargate, and the machine $0.0208 with one cat or with three.',
    },
    {
      value: ec2.tasksPerInstance,
      hint: 'That is how many fit. The machine need not be full to be cheaper: divide its price by that of a cat.',
    },
  ],
};

const lines = [59.396 * vCpu.usd, 178.188 * memory.usd];

export const courseBill: Answer = {
  key: 'course-bill',
  what: 'total of the real bill in dollars',
  value: sumOfCents(lines.map(toCents)),
  as: 'dollars',
  slips: [
    {
      value: toCents(lines.reduce((sum, usd) => sum + usd)),
      hint: 'A cent too much: AWS rounds each line of a bill to cents first, then adds the lines.',
    },
  ],
};
