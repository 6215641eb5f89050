import type {
  TargetConfiguration,
  TargetGroupConfiguration,
  TargetHealth,
} from '../../core/load-balancers/configuration.ts';
import type { Clock } from '../engine.ts';
import type { Places } from './places.ts';

/**
 * One target as the health checks of its load balancer see it: a check each `interval`, the first
 * one at once. AWS: a new target is healthy after one success; from then on so many in a row count
 * as its thresholds say. Nothing is done check by check: when the verdict will change is known in
 * advance, as long as nobody comes or goes and the container's behaviour does not turn.
 */
export class SimulatedTarget {
  readonly #firstCheck: number;
  readonly #clock: Clock;
  readonly #places: Places;
  readonly #changed: (target: SimulatedTarget) => void;
  #group: TargetGroupConfiguration;
  #target: TargetConfiguration;
  #health: TargetHealth | undefined;
  /** What the checks of the run under way find, and since when. */
  #isWell = false;
  #since: number;
  #cancel: () => void = () => {};
  #unwatch: () => void = () => {};

  constructor(
    clock: Clock,
    places: Places,
    group: TargetGroupConfiguration,
    target: TargetConfiguration,
    changed: (target: SimulatedTarget) => void,
  ) {
    this.#clock = clock;
    this.#places = places;
    this.#group = group;
    this.#target = target;
    this.#changed = changed;
    this.#firstCheck = clock.now();
    this.#since = clock.now();
    this.configure(group, target);
  }

  /** Undefined: not known yet. */
  get health(): TargetHealth | undefined {
    return this.#health;
  }

  configure(group: TargetGroupConfiguration, target: TargetConfiguration): void {
    this.#group = group;
    this.#target = target;
    this.#unwatch();
    this.#unwatch = this.#places.watch(this.#place, () => this.#look());
    this.#look();
  }

  forget(): void {
    this.#cancel();
    this.#unwatch();
  }

  get #place(): string {
    const { host, port } = this.#target;
    return `${host}:${this.#group.healthCheck.port ?? port}`;
  }

  #look(): void {
    const now = this.#clock.now();
    const { isWell, until } = this.#places.at(this.#place)?.wellness() ?? ABSENT;
    if (isWell !== this.#isWell) this.#since = now;
    this.#isWell = isWell;
    const verdictAt = this.#verdictAt();
    if (verdictAt <= now) this.#decide();
    const next = Math.min(until, verdictAt > now ? verdictAt : Number.POSITIVE_INFINITY);
    this.#cancel();
    this.#cancel =
      next === Number.POSITIVE_INFINITY
        ? () => {}
        : this.#clock.after(next - now, () => this.#look());
  }

  /** When the checks of this run are enough to change the verdict, if it lasts. */
  #verdictAt(): number {
    const { interval, healthyThreshold, unhealthyThreshold } = this.#group.healthCheck;
    const state = this.#health?.state;
    if (state === (this.#isWell ? 'healthy' : 'unhealthy')) return Number.POSITIVE_INFINITY;
    const threshold = this.#isWell ? healthyThreshold : unhealthyThreshold;
    const needed = this.#isWell && state === undefined ? 1 : threshold;
    const before = Math.ceil((this.#since - this.#firstCheck) / interval);
    return this.#firstCheck + (before + needed - 1) * interval;
  }

  #decide(): void {
    const { targetGroupArn, healthCheck } = this.#group;
    const { id, port } = this.#target;
    const target = { targetGroupArn, id, port };
    if (this.#isWell) this.#health = { ...target, state: 'healthy' };
    else {
      const answers = healthCheck.protocol === 'HTTP' && this.#places.at(this.#place);
      this.#health = { ...target, state: 'unhealthy', ...(answers ? ANSWERS_BADLY : SILENT) };
    }
    this.#changed(this);
  }
}

const ABSENT = { isWell: false, until: Number.POSITIVE_INFINITY };
const SILENT = {
  reason: 'Target.FailedHealthChecks',
  description: 'Health checks failed',
} as const;
const ANSWERS_BADLY = {
  reason: 'Target.ResponseCodeMismatch',
  description: 'Health checks failed with these codes: [503]',
} as const;
