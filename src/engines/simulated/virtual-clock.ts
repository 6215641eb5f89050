import type { Clock } from '../engine.ts';

/** A clock that only moves when told to. Timers due at the same time fire in the order they were set. */
export interface VirtualClock extends Clock {
  /** Lets `ms` go by and fires all that falls due in them, timers set meanwhile included. */
  advance(ms: number): void;
  /** Goes from timer to timer until `predicate` holds; false when `limit` ms went by without. */
  runUntil(predicate: () => boolean, limit: number): boolean;
  /** Timers that are set. */
  readonly pending: number;
  /** When the next of them is due; undefined: none is set. */
  readonly next: number | undefined;
}

interface Timer {
  readonly at: number;
  readonly sequence: number;
  callback: (() => void) | undefined;
}

const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.sequence < b.sequence);

/** `start` in milliseconds since the epoch. */
export function virtualClock(start = Date.UTC(2025, 0, 1)): VirtualClock {
  const heap: Timer[] = [];
  let now = start;
  let sequence = 0;
  let pending = 0;

  const next = (): Timer | undefined => {
    while (heap[0] && heap[0].callback === undefined) pop(heap);
    return heap[0];
  };
  const fire = (timer: Timer) => {
    pop(heap);
    now = Math.max(now, timer.at);
    const { callback } = timer;
    timer.callback = undefined;
    pending--;
    callback?.();
  };

  return {
    now: () => now,
    after(delay, callback) {
      const timer: Timer = { at: now + Math.max(0, delay), sequence: sequence++, callback };
      push(heap, timer);
      pending++;
      return () => {
        if (timer.callback === undefined) return;
        timer.callback = undefined;
        pending--;
      };
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = next(); timer && timer.at <= end; timer = next()) fire(timer);
      now = end;
    },
    runUntil(predicate, limit) {
      const end = now + limit;
      while (!predicate()) {
        const timer = next();
        if (!timer || timer.at > end) {
          now = end;
          return predicate();
        }
        fire(timer);
      }
      return true;
    },
    get pending() {
      return pending;
    },
    get next() {
      return next()?.at;
    },
  };
}

function push(heap: Timer[], timer: Timer): void {
  let index = heap.push(timer) - 1;
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (!parent || isBefore(parent, timer)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    if (!left) break;
    const child = right && isBefore(right, left) ? right : left;
    if (isBefore(last, child)) break;
    heap[index] = child;
    index = child === left ? 2 * index + 1 : 2 * index + 2;
  }
  heap[index] = last;
}
