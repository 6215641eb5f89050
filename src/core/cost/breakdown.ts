import { nameOf } from '../arn.ts';
import type { BillRequest } from './bill.ts';
import { validatePurchase } from './inputs.ts';
import { type Flow, instanceFlows, taskFlows } from './meters.ts';
import { billedSeconds } from './periods.ts';
import type { InstanceUsage, TaskUsage } from './usage.ts';

/**
 * Who caused the cost: exact dollars, at the prices of on demand and Spot, before free tier,
 * reservations and Savings Plans (which belong to the account, not to one task). Rows without
 * billed time in the period are left out.
 */
export interface Breakdown {
  readonly tasks: readonly (TaskUsage & Cost)[];
  readonly instances: readonly (Omit<InstanceUsage, 'from' | 'to'> & Cost)[];
  /** By service; tasks of none by family. Of tasks on EC2 the instances' cost is not shared out. */
  readonly services: readonly (Cost & {
    readonly clusterName: string;
    /** `service:NAME` or `family:NAME`. */
    readonly group: string;
    readonly tasks: number;
  })[];
}

interface Cost {
  /** Billed, summed over runs or tasks. */
  readonly seconds: number;
  /** 0 for a task on EC2: its instance is paid for. Null: no price is known. */
  readonly usd: number | null;
}

/** Throws `CostInputError`. */
export function breakdownOf(request: BillRequest): Breakdown {
  const { usage, period, now, purchase = {}, scale = 1, usdPerHour } = request;
  validatePurchase(purchase);
  const tasks = usage.tasks
    .map((task) => {
      const seconds = billedSeconds(task, period, now, scale);
      return { ...task, seconds, usd: usdOf(taskFlows(task, purchase), seconds) };
    })
    .filter(({ seconds }) => seconds > 0);
  const instances = new Map<string, Breakdown['instances'][number]>();
  for (const run of usage.instances) {
    const seconds = billedSeconds(run, period, now, scale);
    if (seconds === 0) continue;
    const usd = usdOf(instanceFlows(run, purchase, usdPerHour), seconds);
    const { from: _from, to: _to, ...instance } = run;
    const before = instances.get(run.instanceArn) ?? { ...instance, seconds: 0, usd: 0 };
    instances.set(run.instanceArn, {
      ...instance,
      seconds: before.seconds + seconds,
      usd: plus(before.usd, usd),
    });
  }
  return { tasks, instances: [...instances.values()], services: servicesOf(tasks) };
}

const servicesOf = (tasks: Breakdown['tasks']): Breakdown['services'] => {
  const services = new Map<string, Breakdown['services'][number]>();
  for (const { clusterArn, service, family, seconds, usd } of tasks) {
    const group = service === null ? `family:${family}` : `service:${service}`;
    const clusterName = nameOf(clusterArn);
    const before = services.get(`${clusterArn} ${group}`) ?? { tasks: 0, seconds: 0, usd: 0 };
    services.set(`${clusterArn} ${group}`, {
      clusterName,
      group,
      tasks: before.tasks + 1,
      seconds: before.seconds + seconds,
      usd: plus(before.usd, usd),
    });
  }
  return [...services.values()];
};

const usdOf = (flows: readonly Flow[] | undefined, seconds: number): number | null =>
  flows?.reduce(
    (usd, { meter, amountPerSecond }) =>
      usd + (seconds * amountPerSecond * meter.usdPerUnit) / meter.amountsPerUnit,
    0,
  ) ?? null;

const plus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;
