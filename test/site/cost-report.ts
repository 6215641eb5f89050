import { billOf } from '../../src/core/cost/bill.ts';
import { breakdownOf } from '../../src/core/cost/breakdown.ts';
import type { CostReport } from '../../src/server/api.ts';
import { HOUR, instance, START, task } from '../core/cost/usages.ts';

const clusterArn = 'arn:aws:ecs:us-east-1:000000000000:cluster/demo';

/** What ran on a small cluster, as the runtime prices it; time is ten times faster there. */
export const costReport = (): CostReport => {
  const bearer = instance({ instanceType: 'm5.large', clusterArn, from: START, to: null });
  const { instanceArn } = bearer;
  const web = { service: 'web', cpu: 512, memoryMiB: 1024, to: null };
  const tasks = [
    task({ ...web, spot: true }),
    task(web),
    task({ family: 'batch', launchType: 'EC2', cpu: 64, memoryMiB: 100, instanceArn, to: null }),
    task({ family: 'ended', to: START + HOUR }),
  ];
  const usage = { tasks, instances: [bearer] };
  const now = START + 2 * HOUR;
  const period = { from: START, to: now };
  const request = { usage, period, now };
  return {
    account: '000000000000',
    cluster: null,
    now,
    since: null,
    period,
    timeScale: 10,
    usage,
    bill: billOf(request),
    breakdown: breakdownOf(request),
    scaledBill: billOf({ ...request, scale: 10 }),
  };
};
