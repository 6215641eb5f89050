import type { IdSource } from '../../src/core/env.ts';

/** All that is left to chance in a history; the same seed gives the same draws. */
export class Random {
  #state: number;

  /** `stream` keeps draws for one purpose apart from those for another. */
  constructor(seed: number, stream: string) {
    let hash = 0x811c9dc5 ^ (seed >>> 0);
    for (const character of `${seed} ${stream}`) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    this.#state = hash >>> 0;
  }

  /** 0 ≤ n < 1. */
  fraction(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `n` − 1. */
  below(n: number): number {
    return Math.floor(this.fraction() * n);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** One of several that are there for sure. */
  oneOf<T>(first: T, ...others: readonly T[]): T {
    return this.pick([first, ...others]) ?? first;
  }

  /** By weight; keys with weight 0 are never drawn. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.fraction() * total;
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    throw new Error('Nothing to draw from: all weights are 0');
  }

  /** Milliseconds: mostly short, now and then long. */
  pause(): number {
    return this.below(this.oneOf(1, 1, 40, 400, 9_000, 9_000, 45_000, 45_000, 240_000));
  }

  ids(): IdSource {
    const digit = (base: number) => this.below(base).toString(base);
    const word = (length: number, base: number) =>
      Array.from({ length }, () => digit(base)).join('');
    return {
      hex: (length) => word(length, 16),
      digits: (length) => `${1 + this.below(9)}${word(length - 1, 10)}`,
    };
  }
}
