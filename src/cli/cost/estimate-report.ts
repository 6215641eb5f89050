import type { Design, Estimate } from '../../core/cost/estimate.ts';
import { columns, money } from './columns.ts';

/** The estimate for people: the two ways side by side, and where they cross. */
export const estimateReport = (design: Design, estimate: Estimate): string => {
  const { fargate, ec2, breakEven, taskHours } = estimate;
  const { vCpu, memoryGB } = design.workload;
  return [
    `A task of ${vCpu} vCPU and ${memoryGB} GB, ${hours(taskHours)} task hours a month`,
    '',
    ...columns([
      ['', 'Fargate', `EC2, ${design.instanceType}`],
      [
        'bought',
        `${fargate.size.cpu / 1024} vCPU, ${fargate.size.memoryMiB / 1024} GB a task`,
        `${ec2.instancesAtPeak} instance${ec2.instancesAtPeak === 1 ? '' : 's'}, ${ec2.tasksPerInstance} tasks on each at most`,
      ],
      ['hours a month', `${hours(taskHours)} of tasks`, `${hours(ec2.instanceHours)} of instances`],
      ['an hour of one', money(fargate.usdPerTaskHour, 6), money(ec2.usdPerInstanceHour, 6)],
      ['paid for, not used', idleOf(fargate.idle), idleOf(ec2.idle)],
      ['a month', money(fargate.usd), money(ec2.usd)],
    ]),
    '',
    ...breakEvenLines(breakEven),
    'Prices of 2024, us-east-1. EC2 without its EBS volumes, its load balancer and your time.',
  ].join('\n');
};

const breakEvenLines = ({
  utilisation,
  firstTasks,
  alwaysFromTasks,
  hoursPerDay,
}: Estimate['breakEven']): string[] => {
  if (utilisation === null)
    return ['Fargate is never dearer: even a full instance costs as much as its tasks there.'];
  return [
    `EC2 is cheaper where more than ${percent(utilisation)} of the places on instances are taken, over time.`,
    firstTasks === alwaysFromTasks
      ? `Around the clock that is from ${firstTasks} tasks on.`
      : `Around the clock that may be from ${firstTasks} tasks on, and always is from ${alwaysFromTasks}.`,
    hoursPerDay === null
      ? 'So many tasks as here, on instances that are always on: not even around the clock.'
      : `So many tasks as here, on instances that are always on: above ${hoursPerDay.toFixed(1)} hours a day.`,
  ];
};

const idleOf = ({ cpu, memory }: Estimate['ec2']['idle']): string =>
  `${percent(cpu)} of vCPU, ${percent(memory)} of memory`;

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

const hours = (count: number): string => count.toLocaleString('en', { maximumFractionDigits: 1 });
