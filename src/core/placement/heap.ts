/** A binary heap whose top alone may change. */
export class Heap<T> {
  private items: T[];

  constructor(
    private readonly isBefore: (a: T, b: T) => boolean,
    items: readonly T[] = [],
  ) {
    this.items = [];
    this.fill(items);
  }

  /** Puts in these instead of what it had. O(items). */
  fill(items: readonly T[]): void {
    this.items = [...items];
    for (let at = (this.items.length >> 1) - 1; at >= 0; at -= 1) this.sink(at);
  }

  top(): T | undefined {
    return this.items[0];
  }

  /** The top has another rank now, or is to go. O(log items). */
  topChanged(stays: boolean): void {
    if (!stays) {
      const last = this.items.pop();
      if (last !== undefined && this.items.length > 0) this.items[0] = last;
    }
    this.sink(0);
  }

  private sink(from: number): void {
    const { items, isBefore } = this;
    const item = items[from];
    if (item === undefined) return;
    let at = from;
    for (;;) {
      const left = items[2 * at + 1];
      if (left === undefined) break;
      const right = items[2 * at + 2];
      const useRight = right !== undefined && isBefore(right, left);
      const child = useRight ? right : left;
      if (!isBefore(child, item)) break;
      items[at] = child;
      at = 2 * at + (useRight ? 2 : 1);
    }
    items[at] = item;
  }
}
