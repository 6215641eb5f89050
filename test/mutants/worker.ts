import { AssertionError } from 'node:assert';
import { parentPort } from 'node:worker_threads';
import { AGAINST_THE_ORACLE } from '../core/placement/against-the-oracle.ts';
import { playHistory } from '../simulation/history.ts';
import { SCENARIOS } from '../simulation/scenarios.ts';
import { Violation } from '../simulation/violation.ts';

/** Runs in a worker, in a program that may have a mistake in it. */

export interface Hunt {
  /** Histories to be played before anything else. */
  readonly seeds: readonly number[];
  /** Is placement compared with the oracle? */
  readonly oracle: boolean;
  /** Tables of the scenarios to be played, as they should be, by name. */
  readonly tables: ReadonlyMap<string, string>;
  /** So many histories are played last, from seed 1. */
  readonly histories: number;
}

/** The rule that was seen to be broken. */
export interface Caught {
  readonly by: 'history' | 'scenario' | 'oracle';
  /** Name of the invariant, the table or the property. */
  readonly rule: string;
  readonly details: string;
  readonly seed?: number;
}

export interface Hunted {
  readonly caught: Caught | undefined;
  /** Histories that were played. */
  readonly histories: number;
  /** What broke down without breaking a rule. It does not count: no rule saw it. */
  readonly breakdowns: readonly string[];
}

/** Invariants of the histories that say only that something broke down. */
const BREAKDOWNS = ['step throws', 'a defect of the simulation'];

/** Of each property; the seed makes it the same each time. */
const ORACLE_RUNS = { numRuns: 300, seed: 1 };

class Hunter {
  histories = 0;
  readonly breakdowns: string[] = [];

  async hunt({ seeds, oracle, tables, histories }: Hunt): Promise<Caught | undefined> {
    const all = Array.from({ length: histories }, (_, n) => n + 1);
    return (
      (await this.play(seeds)) ??
      (oracle ? this.oracle() : undefined) ??
      (await this.scenarios(tables)) ??
      (await this.play(all.filter((seed) => !seeds.includes(seed))))
    );
  }

  private async play(seeds: readonly number[]): Promise<Caught | undefined> {
    for (const seed of seeds) {
      const caught = await this.history(seed);
      if (caught !== undefined) return caught;
    }
    return undefined;
  }

  private async history(seed: number): Promise<Caught | undefined> {
    const { failure } = await playHistory(seed);
    this.histories += 1;
    if (failure === undefined) return undefined;
    const { invariant: rule, details } = failure;
    if (!BREAKDOWNS.includes(rule)) return { by: 'history', rule, details, seed };
    this.breakdowns.push(`history ${seed}: ${details}`);
    return undefined;
  }

  private oracle(): Caught | undefined {
    for (const { name, check } of AGAINST_THE_ORACLE) {
      const { error, report } = check(ORACLE_RUNS);
      if (error instanceof AssertionError) {
        return { by: 'oracle', rule: name, details: error.message };
      }
      if (report !== '') this.breakdowns.push(`oracle: ${report}`);
    }
    return undefined;
  }

  private async scenarios(tables: ReadonlyMap<string, string>): Promise<Caught | undefined> {
    for (const { name, play } of SCENARIOS.filter((one) => tables.has(one.name))) {
      try {
        const table = await play();
        if (table !== tables.get(name)) return { by: 'scenario', rule: name, details: table };
      } catch (error) {
        if (error instanceof Violation && !BREAKDOWNS.includes(error.invariant)) {
          const { invariant, details } = error;
          return { by: 'scenario', rule: `${name}: ${invariant}`, details };
        }
        this.breakdowns.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    return undefined;
  }
}

parentPort?.once('message', async (hunt: Hunt) => {
  const hunter = new Hunter();
  const caught = await hunter.hunt(hunt);
  const { histories, breakdowns } = hunter;
  parentPort?.postMessage({ caught, histories, breakdowns } satisfies Hunted);
});
