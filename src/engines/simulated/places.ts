import type { SimulatedContainer } from './container.ts';

/** Who is reached at `ADDRESS:PORT` in the VPC, and who wants to hear of it. */
export class Places {
  readonly #containers = new Map<string, SimulatedContainer>();
  readonly #watchers = new Map<string, Set<() => void>>();

  at(place: string): SimulatedContainer | undefined {
    return this.#containers.get(place);
  }

  occupy(places: readonly string[], container: SimulatedContainer): void {
    for (const place of places) {
      this.#containers.set(place, container);
      this.#tell(place);
    }
  }

  leave(places: readonly string[], container: SimulatedContainer): void {
    for (const place of places) {
      if (this.#containers.get(place) !== container) continue;
      this.#containers.delete(place);
      this.#tell(place);
    }
  }

  /** Who is there is otherwise than before. */
  changed(places: readonly string[]): void {
    for (const place of places) this.#tell(place);
  }

  /** Calls back whenever somebody came, went or changed; the answer ends that. */
  watch(place: string, changed: () => void): () => void {
    const watchers = this.#watchers.get(place) ?? new Set();
    this.#watchers.set(place, watchers.add(changed));
    return () => {
      watchers.delete(changed);
      if (watchers.size === 0) this.#watchers.delete(place);
    };
  }

  #tell(place: string): void {
    for (const changed of this.#watchers.get(place) ?? []) changed();
  }
}
