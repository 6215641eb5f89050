import type { TargetHealth } from '../../../core/load-balancers/configuration.ts';

/** What is known of targets' health, for those who follow it. */
export class HealthReports {
  readonly #current = new Map<string, TargetHealth>();
  readonly #followers = new Set<(health: TargetHealth) => void>();

  /** Of every target that has one. */
  get current(): Iterable<TargetHealth> {
    return this.#current.values();
  }

  tell(health: TargetHealth): void {
    const key = keyOf(health);
    if (JSON.stringify(this.#current.get(key)) === JSON.stringify(health)) return;
    this.#current.set(key, health);
    for (const follower of this.#followers) follower(health);
  }

  /** Of a target that is checked no more. */
  forget(target: Pick<TargetHealth, 'targetGroupArn' | 'id' | 'port'>): void {
    this.#current.delete(keyOf(target));
  }

  /** Calls for every change from now on, until what it answers is called. */
  follow(follower: (health: TargetHealth) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

/** Names a target among all of a load balancer. */
export const keyOf = (target: Pick<TargetHealth, 'targetGroupArn' | 'id' | 'port'>): string =>
  `${target.targetGroupArn} ${target.id} ${target.port}`;
