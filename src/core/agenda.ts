/**
 * Keys and the time each is due: a binary heap in which entries that were put again later or
 * earlier stay behind until they come up. `put` and `takeDue` cost O(log entries).
 */
export class Agenda {
  private readonly heap: { at: number; key: string }[] = [];
  private readonly due = new Map<string, number>();

  /** `at` null: the key is due no more. */
  put(key: string, at: number | null): void {
    if (at === null) {
      this.due.delete(key);
    } else if (this.due.get(key) !== at) {
      this.due.set(key, at);
      this.heap.push({ at, key });
      this.rise(this.heap.length - 1);
    }
  }

  /** The earliest time at which anything is due. */
  next(): number | undefined {
    this.dropStale();
    return this.heap[0]?.at;
  }

  /** Takes out and answers what is due by then, earliest first. */
  takeDue(now: number): string[] {
    const keys: string[] = [];
    for (let at = this.next(); at !== undefined && at <= now; at = this.next()) {
      const { key } = this.heap[0] ?? { key: '' };
      this.due.delete(key);
      keys.push(key);
    }
    return keys;
  }

  private dropStale(): void {
    for (;;) {
      const top = this.heap[0];
      if (top === undefined || this.due.get(top.key) === top.at) return;
      const last = this.heap.pop();
      if (last !== undefined && this.heap.length > 0) {
        this.heap[0] = last;
        this.sink(0);
      }
    }
  }

  /** Earlier, then by key, so that the order is defined. */
  private before(a: number, b: number): boolean {
    const left = this.heap[a];
    const right = this.heap[b];
    if (left === undefined || right === undefined) return false;
    return left.at < right.at || (left.at === right.at && left.key < right.key);
  }

  private swap(a: number, b: number): void {
    const left = this.heap[a];
    const right = this.heap[b];
    if (left === undefined || right === undefined) return;
    this.heap[a] = right;
    this.heap[b] = left;
  }

  private rise(index: number): void {
    let child = index;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.before(child, parent)) return;
      this.swap(child, parent);
      child = parent;
    }
  }

  private sink(index: number): void {
    let parent = index;
    for (;;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (this.before(child, least)) least = child;
      }
      if (least === parent) return;
      this.swap(parent, least);
      parent = least;
    }
  }
}
