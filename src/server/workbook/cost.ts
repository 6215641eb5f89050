import type { ControlPlane } from '../../control-plane/control-plane.ts';
import { type UsageHistory, usageHistoryOf } from '../../control-plane/usage-history.ts';
import { nameOf, scopeOf } from '../../core/arn.ts';
import { billOf } from '../../core/cost/bill.ts';
import { breakdownOf } from '../../core/cost/breakdown.ts';
import { billedSeconds, monthOf, type Period, parseMonth } from '../../core/cost/periods.ts';
import type { Usage } from '../../core/cost/usage.ts';
import type { CostReport } from '../api.ts';
import { HttpError } from './http-error.ts';

/** AWS: one minute. */
const LEAST_BILLED = 60_000;

export interface CostQuestion {
  readonly account: string;
  /** Name; undefined: all clusters, and instances of none. */
  readonly cluster: string | undefined;
  /** `2026-11`, `all`; undefined: this month. */
  readonly month: string | undefined;
}

/** What ran and what it cost. */
export class CostHistory {
  readonly #controlPlane: Pick<ControlPlane, 'history' | 'now' | 'timeScale' | 'state'>;
  readonly #history: UsageHistory;

  constructor(controlPlane: Pick<ControlPlane, 'history' | 'now' | 'timeScale' | 'state'>) {
    this.#controlPlane = controlPlane;
    this.#history = usageHistoryOf(controlPlane);
  }

  /** Throws `HttpError` 400 or 404. */
  async report({ account, cluster, month }: CostQuestion): Promise<CostReport> {
    const all = await this.#history.usage(account, cluster);
    const { timeScale } = this.#controlPlane;
    const now = this.#controlPlane.now();
    if (cluster !== undefined) this.#expectCluster(account, cluster, all);
    const period = periodOf(month, all, now);
    const wasBilled = (run: Parameters<typeof billedSeconds>[0]) =>
      billedSeconds(run, period, now) > 0;
    const usage = {
      tasks: all.tasks.filter(wasBilled),
      instances: all.instances.filter(wasBilled),
    };
    const request = { usage, period, now };
    return {
      account,
      cluster: cluster ?? null,
      now,
      since: this.#history.since ?? null,
      period,
      timeScale,
      usage,
      bill: billOf(request),
      breakdown: breakdownOf(request),
      scaledBill: timeScale === 1 ? null : billOf({ ...request, scale: timeScale }),
    };
  }

  #expectCluster(account: string, cluster: string, usage: Usage): void {
    if (usage.tasks.length > 0 || usage.instances.length > 0) return;
    const names = [...this.#controlPlane.state.clusters.keys()]
      .filter((arn) => scopeOf(arn).account === account)
      .map(nameOf);
    if (names.includes(cluster)) return;
    const there = names.length === 0 ? 'It has none.' : `It has: ${names.join(', ')}.`;
    throw new HttpError(404, `Account ${account} has no cluster "${cluster}". ${there}`);
  }
}

const periodOf = (month: string | undefined, usage: Usage, now: number): Period => {
  if (month === undefined) return monthOf(now);
  if (month !== 'all') {
    const period = parseMonth(month);
    if (period !== undefined) return period;
    throw new HttpError(400, `Expected ?month= such as 2026-11, or all; found "${month}".`);
  }
  let first = now;
  for (const { from } of [...usage.tasks, ...usage.instances]) first = Math.min(first, from);
  // The least that is billed of a run may reach beyond now.
  return { from: first, to: now + LEAST_BILLED };
};
