import type { HookEffect } from '../../core/effects.ts';
import type { HookAnswer, HookObservation } from '../../core/observations.ts';
import { readAnswer } from './answer.ts';
import { isLoopback, type LambdaFunctions, urlOf } from './targets.ts';

export interface HookCallerOptions {
  /** Where the functions are that hooks name by ARN. */
  readonly lambdas: LambdaFunctions;
  /** Milliseconds within which a target must answer; work that takes longer says IN_PROGRESS. */
  readonly timeout?: number | undefined;
  observe(observation: HookObservation): void;
}

/** Long enough for a health check, short enough not to be taken for a hang. */
const TIMEOUT = 60_000;

/** Asks the targets of lifecycle hooks, as Lambda would be invoked: POST of the event, JSON back. */
export class HookCaller {
  readonly #options: HookCallerOptions;
  /** Ids of the hooks that are being asked: whoever asks once more hears the same answer. */
  readonly #underWay = new Set<string>();
  readonly #closing = new AbortController();

  constructor(options: HookCallerOptions) {
    this.#options = options;
  }

  perform(effect: HookEffect): void {
    const { hookId, serviceDeploymentArn } = effect;
    if (this.#underWay.has(hookId) || this.#closing.signal.aborted) return;
    this.#underWay.add(hookId);
    void this.#ask(effect).then((answer) => {
      this.#underWay.delete(hookId);
      // Whoever comes back after a restart asks again.
      if (this.#closing.signal.aborted) return;
      this.#options.observe({ type: 'HookAnswered', serviceDeploymentArn, hookId, answer });
    });
  }

  close(): void {
    this.#closing.abort();
  }

  async #ask({ hookTargetArn, event }: HookEffect): Promise<HookAnswer> {
    const { lambdas, timeout = TIMEOUT } = this.#options;
    const target = urlOf(hookTargetArn, lambdas);
    if ('unknown' in target) return unable(hookTargetArn, target.unknown);
    if (!isLoopback(target.url))
      return unable(hookTargetArn, `${target.url} is not on this machine`);
    const late = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(event),
        redirect: 'error',
        signal: AbortSignal.any([late, this.#closing.signal]),
      });
      return await readAnswer(hookTargetArn, response);
    } catch (error) {
      return unable(
        hookTargetArn,
        late.aborted
          ? `no answer from ${target.url} within ${timeout / 1000} s`
          : `${target.url} could not be reached: ${wordsOf(error)}`,
      );
    }
  }
}

const unable = (arn: string, why: string): HookAnswer => ({
  failure: `ECS was unable to invoke hook target ${arn} due to ${why}.`,
});

/** What fetch says of itself is only that it failed. */
const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};
