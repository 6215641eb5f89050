import type {
  ListenerConfiguration,
  LoadBalancerConfiguration,
} from '../../core/load-balancers/configuration.ts';
import { AccessLog } from './access-log.ts';
import { HealthReports } from './health/reports.ts';
import type { Pace } from './health/watch.ts';
import type { RequestCounts } from './request-counts.ts';
import { RuleTable } from './rules/rule-table.ts';
import type { LoadBalancerDescription } from './surroundings.ts';
import type { TargetName } from './targets/target.ts';
import { TargetGroup } from './targets/target-group.ts';

type Counts = Pick<RequestCounts, 'requests' | 'errors4xx' | 'errors5xx'>;

/** Before it has been told: AWS's default. */
const IDLE_TIMEOUT_MS = 60_000;

/** A listener as it is configured now. */
export interface Listener {
  readonly configuration: ListenerConfiguration;
  readonly rules: RuleTable;
}

/** What a load balancer knows; everything that serves looks here, at every request. */
export class Balancer {
  readonly log = new AccessLog();
  readonly reports = new HealthReports();
  /** In the access log: `app/NAME/ID`. */
  readonly name: string;
  readonly #network: LoadBalancerDescription['network'];
  readonly #pace: Pace | undefined;
  #idleTimeout = IDLE_TIMEOUT_MS;
  #groups = new Map<string, TargetGroup>();
  /** By port. */
  #listeners = new Map<number, Listener>();

  /** `pace`: of the health checks; default: that of this machine. */
  constructor(
    { loadBalancerArn, network }: Pick<LoadBalancerDescription, 'loadBalancerArn' | 'network'>,
    pace?: Pace,
  ) {
    this.#pace = pace;
    this.name = loadBalancerArn.replace(/^.*:loadbalancer\//, '');
    this.#network = network;
  }

  /** In milliseconds. */
  get idleTimeout(): number {
    return this.#idleTimeout;
  }

  /** As they are configured, by port. */
  get listeners(): ReadonlyMap<number, Listener> {
    return this.#listeners;
  }

  /** How many requests came, in all and to each target that got one. */
  get counts(): Counts & { targets: (Counts & TargetName)[] } {
    const targets = [...this.#groups.values()]
      .flatMap((group) => group.targets)
      .filter(({ counts }) => counts.requests > 0)
      .map(({ name, counts }) => ({ ...name, ...counts }));
    return { ...this.log.counts, targets };
  }

  group(targetGroupArn: string): TargetGroup | undefined {
    return this.#groups.get(targetGroupArn);
  }

  /**
   * Listeners, groups and targets that stay go on as if nothing had happened. Throws for conditions
   * that cannot be read, and is then as it was.
   */
  configure(configuration: LoadBalancerConfiguration): void {
    const listeners = new Map<number, Listener>();
    for (const listener of configuration.listeners) {
      const before = this.#listeners.get(listener.port)?.rules;
      const rules = new RuleTable(listener, before);
      listeners.set(listener.port, { configuration: listener, rules });
    }
    this.#listeners = listeners;
    this.#idleTimeout = configuration.idleTimeout;

    const groups = this.#groups;
    this.#groups = new Map();
    for (const group of configuration.targetGroups) {
      const known = groups.get(group.targetGroupArn);
      groups.delete(group.targetGroupArn);
      known?.configure(group);
      this.#groups.set(
        group.targetGroupArn,
        known ?? new TargetGroup(group, this.#network, this.reports, this.#pace),
      );
    }
    for (const gone of groups.values()) gone.leave();
  }
}
