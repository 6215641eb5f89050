import type { EngineEffect } from '../core/effects.ts';
import type { Observation } from '../core/observations.ts';
import type { Clock, Engine, EngineHost, EngineStatus } from '../engines/engine.ts';
import { prepareLogs } from './awslogs.ts';
import type { Logs } from './logs/open-logs.ts';
import type { Writer } from './writer.ts';

/** Milliseconds before a listing that failed is tried again; doubles up to the second number. */
const LIST_RETRY = 500;
const LIST_RETRY_MAX = 30_000;

export interface EngineLinkOptions {
  readonly engine: Engine;
  readonly writer: Writer;
  readonly logs: Logs;
  readonly clock: Clock;
  report(line: string): void;
}

/**
 * Between the writer and an engine that comes and goes. Each time the engine becomes available it
 * is first listed. Until that listing is taken in, effects are dropped (the core asks again for
 * what is missing) and observations wait: the listing is older than they are, and would otherwise
 * take a container that started meanwhile for one that vanished.
 */
export class EngineLink {
  readonly #options: EngineLinkOptions;
  #status: EngineStatus = { available: false, reason: 'The engine is not open yet.' };
  /** The engine is available and its listing is taken in. */
  #ready = false;
  /** Counts the changes of status, so that a listing from before one is not used. */
  #generation = 0;
  #held: Observation[] = [];
  #cancelRetry: () => void = () => {};
  #onListed: (() => void)[] = [];
  /** Hears of everything instead of the writer once the runtime is stopping. */
  #closing: ((observation: Observation) => void) | undefined;

  constructor(options: EngineLinkOptions) {
    this.#options = options;
  }

  get status(): EngineStatus {
    return this.#status;
  }

  readonly observe = (observation: Observation): void => {
    if (this.#closing !== undefined) this.#closing(observation);
    else if (this.#status.available && !this.#ready) this.#held.push(observation);
    else this.#options.writer.submit({ type: 'Observation', observation });
  };

  /** Available although it was: the engine may have missed something, so it is listed again. */
  readonly statusChanged: EngineHost['statusChanged'] = (status) => {
    const before = this.#status;
    this.#status = status;
    if (this.#closing !== undefined) return;
    this.#generation += 1;
    this.#ready = false;
    this.#cancelRetry();
    if (status.available) {
      if (!before.available && this.#generation > 1) {
        this.#options.report(`The ${this.#options.engine.name} engine is back.`);
      }
      void this.#list(this.#generation, LIST_RETRY);
    } else {
      this.#options.report(
        `The ${this.#options.engine.name} engine is not available: ${status.reason} ` +
          'What is known is kept; it goes on when the engine is back.',
      );
      this.#release();
      this.#listed();
    }
  };

  readonly perform = (effects: readonly EngineEffect[]): void => {
    if (!this.#ready || this.#closing !== undefined) return;
    for (const effect of effects) {
      const failure = this.#prepareLogs(effect);
      if (failure === undefined) this.#ask(effect);
      else this.#options.writer.submit({ type: 'Observation', observation: failure });
    }
  };

  /** Resolves when the first listing is taken in, or it is clear that there is none yet. */
  firstListing(): Promise<void> {
    if (this.#ready) return this.#options.writer.settled();
    if (!this.#status.available) return Promise.resolve();
    return new Promise((resolve) => this.#onListed.push(resolve));
  }

  /** From now on the engine is driven by the one who closes; observations go to `observe`. */
  takeOver(observe: (observation: Observation) => void): void {
    this.#closing = observe;
    this.#cancelRetry();
  }

  async #list(generation: number, retry: number): Promise<void> {
    const { engine, writer, clock, report } = this.#options;
    try {
      const [tasks, instances, loadBalancers] = await Promise.all([
        engine.list(),
        engine.listInstances(),
        engine.listLoadBalancers(),
      ]);
      if (generation !== this.#generation || this.#closing !== undefined) return;
      this.#ready = true;
      writer.submit({ type: 'EngineListed', tasks, instances, loadBalancers });
      this.#release();
      await writer.settled();
      this.#listed();
    } catch (error) {
      if (generation !== this.#generation || this.#closing !== undefined) return;
      report(
        `The ${engine.name} engine could not be listed: ${error instanceof Error ? error.message : error}. ` +
          `Trying again in ${retry / 1_000} s.`,
      );
      this.#listed();
      this.#cancelRetry = clock.after(retry, () => {
        void this.#list(generation, Math.min(2 * retry, LIST_RETRY_MAX));
      });
    }
  }

  #release(): void {
    const { writer } = this.#options;
    for (const observation of this.#held.splice(0)) {
      writer.submit({ type: 'Observation', observation });
    }
  }

  #listed(): void {
    for (const resolve of this.#onListed.splice(0)) resolve();
  }

  /** An engine must not throw here; one that does must not hold up the answers of commands. */
  #ask(effect: EngineEffect): void {
    const { engine, report } = this.#options;
    try {
      engine.perform(effect);
    } catch (error) {
      report(`A defect of the ${engine.name} engine: ${effect.type} of ${arnOf(effect)}: ${error}`);
    }
  }

  /** Logs that cannot be kept keep no container from starting. */
  #prepareLogs(effect: EngineEffect): Observation | undefined {
    try {
      return prepareLogs(this.#options.logs.store, effect);
    } catch (error) {
      this.#options.report(`The log stream of a container could not be made: ${error}`);
      return undefined;
    }
  }
}

const arnOf = (effect: EngineEffect): string => {
  if (effect.type === 'FilterTraffic') return effect.arn;
  if ('taskArn' in effect) return effect.taskArn;
  return 'instanceArn' in effect ? effect.instanceArn : effect.loadBalancerArn;
};
