import type { ListedInstance } from '../../../core/observations.ts';
import type { Addresses } from '../addresses.ts';
import { Deferred } from '../known-containers.ts';

/** A container that stands for an EC2 instance, as far as we have seen it. */
export interface KnownInstance extends ListedInstance {
  /** Docker's. */
  readonly id: string;
  /** There also while it is stopped, unlike what `ListedInstance` promises. */
  readonly privateIpAddress: string;
}

/** What was seen of instances. All of it can be found again in Docker. */
export class KnownInstances {
  readonly #byArn = new Map<string, KnownInstance>();
  /** Being ended; resolved once that has been told. */
  readonly #ending = new Map<string, Deferred<void>>();
  readonly #addresses: Addresses;
  /** Counts what was done to instances, so that a list from before it is not believed. */
  #moment = 0;
  readonly #changed = new Map<string, number>();
  /** Containers whose ports were mapped by us, so that nobody tidies them away. */
  readonly mapped = new Set<string>();

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  get moment(): number {
    return this.#moment;
  }

  set(instance: KnownInstance): void {
    this.#byArn.set(instance.instanceArn, instance);
    this.#addresses.note(instance.instanceArn, instance.privateIpAddress);
    this.#change(instance.instanceArn);
  }

  all(): KnownInstance[] {
    return [...this.#byArn.values()];
  }

  /** Undefined also while it is being ended. */
  running(instanceArn: string): KnownInstance | undefined {
    const known = this.#byArn.get(instanceArn);
    return known?.status === 'RUNNING' && !this.#ending.has(instanceArn) ? known : undefined;
  }

  /** Takes in all that Docker listed, asked at `moment`; answers those that were running and are not. */
  listed(found: readonly KnownInstance[], moment: number): string[] {
    const byArn = new Map(found.map((instance) => [instance.instanceArn, instance]));
    const lost: string[] = [];
    for (const instanceArn of new Set([...this.#byArn.keys(), ...byArn.keys()])) {
      const younger = (this.#changed.get(instanceArn) ?? 0) > moment;
      if (younger || this.#ending.has(instanceArn)) continue;
      const now = byArn.get(instanceArn);
      if (this.running(instanceArn) !== undefined && now?.status !== 'RUNNING')
        lost.push(instanceArn);
      else if (now === undefined) this.forget(instanceArn);
      else this.set(now);
    }
    return lost;
  }

  forget(instanceArn: string): void {
    this.#byArn.delete(instanceArn);
    this.#addresses.release(instanceArn);
    this.#change(instanceArn);
  }

  /** From now on what ends on it ends with it. */
  ending(instanceArn: string): void {
    if (!this.#ending.has(instanceArn)) this.#ending.set(instanceArn, new Deferred());
  }

  /** Its end has been told, or did not come about. */
  ended(instanceArn: string): void {
    this.#ending.get(instanceArn)?.resolve();
    this.#ending.delete(instanceArn);
    this.#change(instanceArn);
  }

  /** Resolves when no end of that instance is still to be told. */
  async told(instanceArn: string | undefined): Promise<void> {
    await this.#ending.get(instanceArn ?? '')?.promise;
  }

  #change(instanceArn: string): void {
    this.#moment++;
    this.#changed.set(instanceArn, this.#moment);
  }
}
