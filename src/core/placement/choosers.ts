import type { Criteria } from './criteria.ts';
import type { Ledger } from './ledger.ts';
import { Tree } from './tree.ts';

/** Chooses one instance after the other. */
export interface Chooser {
  /** The best instance; undefined: none is left. */
  choose(): number | undefined;
  /** A task went to the one chosen last, which still fits another one or not. */
  taken(fits: boolean): void;
}

/** For so few tasks looking at all instances each time is quicker than to put them in order. */
const FEW = 4;

/** A chooser for `count` tasks among the candidates of the ledger. */
export function chooserFor(
  criteria: Criteria,
  ledger: Ledger,
  count: number,
  random: (n: number) => number,
): Chooser {
  if (!criteria.random && count <= FEW) return new ScanningChooser(criteria, ledger);
  const feasible = ledger.feasible();
  return criteria.random
    ? new RandomChooser(criteria, feasible, random)
    : new Tree(criteria, feasible);
}

class ScanningChooser implements Chooser {
  constructor(
    private readonly criteria: Criteria,
    private readonly ledger: Ledger,
  ) {}

  choose(): number | undefined {
    let best: number | undefined;
    for (let index = 0; index < this.ledger.candidates.length; index += 1) {
      if (best !== undefined && this.criteria.compare(index, best) >= 0) continue;
      // Only now: to compare is quicker than to ask whether it fits.
      if (this.ledger.refuses(index) === undefined) best = index;
    }
    return best;
  }

  /** The ledger knows. */
  taken(): void {}
}

class RandomChooser implements Chooser {
  private chosen = -1;

  constructor(
    private readonly criteria: Criteria,
    private readonly feasible: number[],
    private readonly random: (n: number) => number,
  ) {}

  choose(): number | undefined {
    if (this.feasible.length === 0) return undefined;
    const ties = this.criteria.tells ? this.ties() : undefined;
    const position = this.random(ties?.length ?? this.feasible.length);
    this.chosen = ties === undefined ? position : (ties[position] ?? -1);
    return this.feasible[this.chosen];
  }

  taken(fits: boolean): void {
    if (fits) return;
    const last = this.feasible.pop();
    if (last !== undefined && this.chosen < this.feasible.length) this.feasible[this.chosen] = last;
  }

  /** Positions of the best ones. */
  private ties(): number[] {
    const { feasible, criteria } = this;
    let ties: number[] = [];
    for (let position = 0; position < feasible.length; position += 1) {
      const order = criteria.compare(feasible[position] ?? 0, feasible[ties[0] ?? position] ?? 0);
      if (order < 0) ties = [];
      if (order <= 0) ties.push(position);
    }
    return ties;
  }
}
