import { setImmediate as nextTurn } from 'node:timers/promises';
import { Ledger, type Usage } from '../core/cost/usage.ts';
import type { ControlPlane } from './control-plane.ts';

/** Commits folded before others have their turn. */
const TURN = 500;

/** What ran, from the journal, of which each commit is read once. */
export class UsageHistory {
  readonly #controlPlane: Pick<ControlPlane, 'history'>;
  readonly #ledger = new Ledger();
  #reading: Promise<void> = Promise.resolve();

  constructor(controlPlane: Pick<ControlPlane, 'history'>) {
    this.#controlPlane = controlPlane;
  }

  /** Complete from then on (ms since the epoch); undefined: since ever. */
  get since(): number | undefined {
    return this.#ledger.since;
  }

  /** Until now, in one account or in one cluster of it (by name). */
  async usage(account: string, cluster?: string): Promise<Usage> {
    // One after the other, since a commit must not be folded twice at once.
    const reading = this.#reading.then(() => this.#read());
    this.#reading = reading.catch(() => undefined);
    await reading;
    return this.#ledger.usage(account, cluster);
  }

  async #read(): Promise<void> {
    let read = 0;
    for (const commit of this.#controlPlane.history(this.#ledger.sequence + 1)) {
      this.#ledger.fold(commit);
      read += 1;
      if (read % TURN === 0) await nextTurn();
    }
  }
}

const histories = new WeakMap<object, UsageHistory>();

/** The one of that control plane, so that whoever asks shares what was read. */
export const usageHistoryOf = (controlPlane: Pick<ControlPlane, 'history'>): UsageHistory => {
  const known = histories.get(controlPlane) ?? new UsageHistory(controlPlane);
  histories.set(controlPlane, known);
  return known;
};
