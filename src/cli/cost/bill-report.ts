import { nameOf } from '../../core/arn.ts';
import type { Bill } from '../../core/cost/bill.ts';
import type { Breakdown } from '../../core/cost/breakdown.ts';
import type { CostReport } from '../../server/api.ts';
import { columns, duration, money } from './columns.ts';

/** Before rounding: a lesson costs fractions of a cent. */
const exact = ({ lines }: Bill): number =>
  lines.reduce((sum, { quantity, usdPerUnit }) => sum + quantity * usdPerUnit, 0);

/** Rows of tasks that are shown; the rest is summed up. */
const SHOWN = 20;
const UNKNOWN = 'unknown';

/** The bill for people, as AWS's page lists it, and who caused it. */
export const billReport = (
  report: Pick<CostReport, 'account' | 'cluster' | 'period' | 'now' | 'since' | 'timeScale'>,
  bill: Bill,
  breakdown: Breakdown,
  scaledBill: Bill | null,
): string =>
  [
    heading(report),
    billTable(bill),
    services(breakdown),
    tasks(breakdown),
    instances(breakdown),
    remarks(report, bill, scaledBill),
  ]
    .filter((part) => part !== '')
    .join('\n\n');

const heading = ({ account, cluster, period, now }: Parameters<typeof billReport>[0]): string => {
  const whose =
    cluster === null ? `account ${account}` : `cluster ${cluster} of account ${account}`;
  const until = Math.min(period.to, now);
  return `What AWS would have charged ${whose}, ${day(period.from)} to ${day(until)} (UTC)`;
};

const day = (time: number): string =>
  Number.isFinite(time) ? new Date(time).toISOString().slice(0, 16).replace('T', ' ') : UNKNOWN;

export const billTable = ({ services, lines, totalUsd }: Bill): string => {
  const rows = services.flatMap(({ service, usd }) => [
    [service, '', '', money(usd), ''],
    ...lines
      .filter((line) => line.service === service)
      .map((line) => [
        `  ${line.usageType}`,
        line.quantity.toFixed(3),
        line.unit,
        money(line.usd),
        line.description,
      ]),
  ]);
  return columns([...rows, ['Total', '', '', money(totalUsd), '']], [1, 3]).join('\n');
};

const costOf = (usd: number | null): string => (usd === null ? UNKNOWN : money(usd, 4));

const services = ({ services }: Breakdown): string =>
  services.length === 0
    ? 'No task ran in this time.'
    : [
        'By service',
        ...columns(
          [
            ['cluster', 'service or family', 'tasks', 'task time', 'cost'],
            ...services.map(({ clusterName, group, tasks, seconds, usd }) => [
              clusterName,
              group,
              String(tasks),
              duration(seconds),
              costOf(usd),
            ]),
          ],
          [2, 3, 4],
        ),
      ].join('\n');

const tasks = ({ tasks }: Breakdown): string => {
  if (tasks.length === 0) return '';
  const dearest = tasks.toSorted((a, b) => (b.usd ?? 0) - (a.usd ?? 0) || b.seconds - a.seconds);
  const left = dearest.slice(SHOWN);
  return [
    'By task',
    ...columns(
      [
        ['task', 'family', 'on', 'vCPU', 'GB', 'billed', 'cost'],
        ...dearest
          .slice(0, SHOWN)
          .map((task) => [
            nameOf(task.taskArn),
            task.family,
            whereOf(task),
            String(task.cpu / 1024),
            String(Number((task.memoryMiB / 1024).toFixed(3))),
            duration(task.seconds) + (task.to === null ? ' and on' : ''),
            task.launchType === 'FARGATE' ? costOf(task.usd) : 'paid with its instance',
          ]),
      ],
      [3, 4, 5, 6],
    ),
    ...(left.length === 0
      ? []
      : [
          `and ${left.length} more: ${money(
            left.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
            4,
          )}`,
        ]),
  ].join('\n');
};

const whereOf = ({ launchType, spot, architecture, instanceArn }: Breakdown['tasks'][number]) => {
  if (launchType !== 'FARGATE') return instanceArn === null ? launchType : nameOf(instanceArn);
  return `Fargate${spot ? ' Spot' : ''}${architecture === 'ARM64' ? ' Arm' : ''}`;
};

const instances = ({ instances }: Breakdown): string =>
  instances.length === 0
    ? ''
    : [
        'By instance',
        ...columns(
          [
            ['instance', 'type', 'zone', 'cluster', 'billed', 'cost'],
            ...instances.map((one) => [
              nameOf(one.instanceArn),
              one.instanceType + (one.spot ? ' Spot' : ''),
              one.availabilityZone,
              one.clusterArn === null ? '' : nameOf(one.clusterArn),
              duration(one.seconds),
              costOf(one.usd),
            ]),
          ],
          [4, 5],
        ),
      ].join('\n');

const remarks = (
  { since, period, timeScale }: Parameters<typeof billReport>[0],
  bill: Bill,
  scaledBill: Bill | null,
): string =>
  [
    ...bill.notes,
    ...(since !== null && since > period.from
      ? [
          `Complete since ${day(since)}: the journal was shortened, what ended before may be missing.`,
        ]
      : []),
    ...(scaledBill === null
      ? []
      : [
          `Time runs ${timeScale} times faster here, and real seconds are billed. Without that the same lesson would cost ${money(exact(scaledBill), 4)}, and this ${money(exact(bill), 4)}.`,
        ]),
    'Not metered here: EBS volumes, CloudWatch, data transfer, ECR, load balancers.',
    'Prices of 2024, us-east-1 and us-east-2; look at AWS before you rely on one.',
  ]
    .map((line) => `* ${line}`)
    .join('\n');
