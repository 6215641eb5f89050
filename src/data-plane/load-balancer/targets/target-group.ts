import type { TargetGroupConfiguration } from '../../../core/load-balancers/configuration.ts';
import type { HealthReports } from '../health/reports.ts';
import type { Pace } from '../health/watch.ts';
import type { LoadBalancerDescription } from '../surroundings.ts';
import { leastOutstanding } from './least-outstanding.ts';
import { slowStartShare } from './slow-start.ts';
import { bySource } from './source-hash.ts';
import { shortHash, Target } from './target.ts';
import { usableTargets } from './usable.ts';
import { nextTurn } from './weighted-round-robin.ts';

/** The targets of a group, and which of them is next. */
export class TargetGroup {
  /** Names it in cookies. */
  readonly key: string;
  readonly #network: LoadBalancerDescription['network'];
  readonly #reports: HealthReports;
  readonly #pace: Pace | undefined;
  #configuration: TargetGroupConfiguration;
  #targets = new Map<string, Target>();
  /** Worked out when somebody asks, until something changes. */
  #usable: readonly Target[] | undefined;
  #chosen = 0;

  constructor(
    configuration: TargetGroupConfiguration,
    network: LoadBalancerDescription['network'],
    reports: HealthReports,
    pace?: Pace,
  ) {
    this.#pace = pace;
    this.#network = network;
    this.#reports = reports;
    this.#configuration = configuration;
    this.key = shortHash(configuration.targetGroupArn);
    this.configure(configuration);
  }

  get configuration(): TargetGroupConfiguration {
    return this.#configuration;
  }

  get targets(): readonly Target[] {
    return [...this.#targets.values()];
  }

  /** Those who may get new requests. */
  get usable(): readonly Target[] {
    this.#usable ??= usableTargets([...this.#targets.values()]);
    return this.#usable;
  }

  /** The next target by the group's algorithm, other than `except`; undefined: there is none. */
  choose(except?: Target): Target | undefined {
    const members =
      except === undefined ? this.usable : this.usable.filter((target) => target !== except);
    if (this.#configuration.algorithm === 'least_outstanding_requests')
      return leastOutstanding(members, this.#chosen++);
    const { slowStart } = this.#configuration;
    const now = performance.now();
    return nextTurn(members, ({ slowStartedAt }) => slowStartShare(slowStartedAt, slowStart, now));
  }

  /** The one that this address always comes to. */
  chooseBySource(sourceIp: string, except?: Target): Target | undefined {
    return bySource(
      this.usable.filter((target) => target !== except),
      sourceIp,
    );
  }

  /** Targets that stay keep their health and what is under way to them. */
  configure(configuration: TargetGroupConfiguration): void {
    this.#configuration = configuration;
    const before = this.#targets;
    this.#targets = new Map();
    for (const target of configuration.targets) {
      const key = `${target.id} ${target.port}`;
      const known = before.get(key);
      before.delete(key);
      known?.configure(configuration, target);
      this.#targets.set(
        key,
        known ??
          new Target(
            configuration,
            target,
            this.#network,
            this.#reports,
            (changed) => this.#stateChanged(changed),
            this.#pace,
          ),
      );
    }
    for (const gone of before.values()) gone.leave();
    this.#usable = undefined;
  }

  leave(): void {
    for (const target of this.#targets.values()) target.leave();
  }

  /**
   * AWS: a target that becomes healthy enters slow start when there is a healthy one that is not in
   * it, and leaves it when it becomes unhealthy.
   */
  #stateChanged(target: Target): void {
    this.#usable = undefined;
    target.slowStartedAt = undefined;
    const { slowStart } = this.#configuration;
    if (slowStart === 0 || target.health.state !== 'healthy') return;
    const now = performance.now();
    const full = ({ slowStartedAt }: Target) => slowStartShare(slowStartedAt, slowStart, now) === 1;
    if (this.usable.some((other) => other !== target && full(other))) target.slowStartedAt = now;
  }
}
