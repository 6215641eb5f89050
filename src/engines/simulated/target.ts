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
  /** Where it is checked. */
  #place = '';
  #health: TargetHealth | undefined;
  /** What checks find now; all of them since then pass, or fail. */
  #finding: Finding = SILENT;
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
    const place = `${target.host}:${group.healthCheck.port ?? target.port}`;
    if (place !== this.#place) {
      this.#unwatch();
      this.#place = place;
      this.#unwatch = this.#places.watch(place, () => this.#look());
    }
    this.#look();
  }

  forget(): void {
    this.#cancel();
    this.#unwatch();
  }

  #look(): void {
    const now = this.#clock.now();
    const container = this.#places.at(this.#place);
    const { isWell, answersAfter, until } = container?.wellness() ?? ABSENT;
    const before = this.#finding;
    const isHeard = (answersAfter ?? Number.POSITIVE_INFINITY) < this.#group.healthCheck.timeout;
    this.#finding = this.#find(isHeard, isWell);
    if (this.#finding.state !== before.state) this.#since = now;
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
    const { state, reason } = this.#finding;
    const known = this.#health;
    const checkFrom = (time: number, nth = 1) =>
      this.#firstCheck + (Math.ceil((time - this.#firstCheck) / interval) + nth - 1) * interval;
    if (known?.state === state)
      // An unhealthy target shows why its last check failed.
      return known.reason === reason ? Number.POSITIVE_INFINITY : checkFrom(this.#clock.now());
    if (state === 'unhealthy') return checkFrom(this.#since, unhealthyThreshold);
    return checkFrom(this.#since, known === undefined ? 1 : healthyThreshold);
  }

  #find(answers: boolean, isWell: boolean): Finding {
    if (answers && isWell) return { state: 'healthy' };
    return answers && this.#group.healthCheck.protocol === 'HTTP' ? ANSWERS_BADLY : SILENT;
  }

  #decide(): void {
    const { targetGroupArn } = this.#group;
    const { id, port } = this.#target;
    this.#health = { targetGroupArn, id, port, ...this.#finding };
    this.#changed(this);
  }
}

type Finding = Pick<TargetHealth, 'state' | 'reason' | 'description'>;

const ABSENT = { isWell: false, answersAfter: undefined, until: Number.POSITIVE_INFINITY };
const SILENT: Finding = {
  state: 'unhealthy',
  reason: 'Target.FailedHealthChecks',
  description: 'Health checks failed',
};
const ANSWERS_BADLY: Finding = {
  state: 'unhealthy',
  reason: 'Target.ResponseCodeMismatch',
  description: 'Health checks failed with these codes: [503]',
};
