import type { Effect } from '../../../src/core/effects.ts';
import type { Input } from '../../../src/core/input.ts';
import type { StateRecord } from '../../../src/core/records.ts';
import type { State } from '../../../src/core/state.ts';
import { CircuitBreakers } from './circuit-breaker.ts';
import { checkDaemons } from './daemons.ts';
import { checkDeployments } from './deployments.ts';
import { checkEagerness } from './eagerness.ts';
import { Failures } from './failures.ts';
import { checkFaults } from './faults.ts';
import { checkIndexes } from './indexes.ts';
import { checkInstances } from './instances.ts';
import { Ledger } from './ledger.ts';
import { Lifecycle } from './lifecycle.ts';
import { checkLimbo } from './limbo.ts';
import { checkPlacement } from './placement.ts';
import { checkRecords } from './records.ts';
import { Rollbacks } from './rollbacks.ts';
import { checkScaleIn } from './scale-in.ts';
import { Shifts } from './shifts.ts';
import { checkSteadiness } from './steadiness.ts';
import { Targets } from './targets.ts';
import { Told } from './told.ts';
import { Verdicts } from './verdicts.ts';

/** One step, after it was taken. */
export interface Stepped {
  readonly state: State;
  readonly input: Input;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly records: readonly StateRecord[];
  readonly effects: readonly Effect[];
}

/** Indexes are worked out anew after so many steps, and at every start. */
const INDEXES_EVERY = 50;

/**
 * What must hold after every step. Worked out from tasks, container instances and task
 * definitions alone, by code that shares nothing with what it checks.
 */
export class Invariants {
  readonly #ledger: Ledger;
  #lifecycle = new Lifecycle();
  readonly #breakers = new CircuitBreakers();
  readonly #rollbacks = new Rollbacks();
  readonly #failures: Failures;
  readonly #verdicts: Verdicts;
  readonly #targets: Targets;
  readonly #told: Told;
  readonly #shifts = new Shifts();
  #steps = 0;

  constructor(timeScale: number) {
    this.#ledger = new Ledger(timeScale);
    this.#failures = new Failures(timeScale);
    this.#verdicts = new Verdicts(timeScale);
    this.#targets = new Targets(timeScale);
    this.#told = new Told(timeScale);
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** What was not durable is forgotten. */
  restarted(state: State, now: number): void {
    checkIndexes(state);
    this.#lifecycle = new Lifecycle();
    for (const task of state.tasks.values()) this.#lifecycle.known(task);
    this.#ledger.restart(state, now);
    this.#breakers.restart(state);
    this.#rollbacks.restart(state);
    this.#failures.restart(state);
    this.#verdicts.restart(state);
    this.#targets.restart(state);
    this.#told.restart();
    this.#shifts.restart(state);
  }

  stepped(step: Stepped): void {
    checkRecords(step);
    checkFaults(step);
    this.#lifecycle.check(step);
    checkPlacement(this.#ledger, step);
    checkScaleIn(this.#ledger, step);
    const changes = this.#ledger.take(step);
    checkDeployments(this.#ledger, step, changes);
    checkInstances(this.#ledger, step, changes);
    this.#breakers.check(step);
    this.#rollbacks.check(step);
    this.#failures.check(step, changes);
    this.#verdicts.check(this.#ledger, step, changes);
    this.#targets.check(this.#ledger, step, changes);
    this.#told.check(step);
    this.#shifts.check(step, changes);
    checkDaemons(this.#ledger, step, changes);
    checkEagerness(this.#ledger, step, changes);
    checkSteadiness(this.#ledger, step);
    checkLimbo(this.#ledger, step);
    this.#steps += 1;
    if (this.#steps % INDEXES_EVERY === 0) checkIndexes(step.state);
  }
}
