import type { CommandName, CommandOutput } from './commands.ts';
import type { Effect } from './effects.ts';
import type { Env } from './env.ts';
import type { Input } from './input.ts';
import type { StateRecord } from './records.ts';
import type { State } from './state.ts';

/** What one input led to. `state` has taken the records in already. */
export interface StepResult {
  /** To be made durable before anything else is done. Empty: nothing changed. */
  readonly records: readonly StateRecord[];
  /** To be asked of the engine once the records are durable. */
  readonly effects: readonly Effect[];
  /** When to step again with `TimePassed` at the latest (ms since the epoch); undefined: no need. */
  readonly wakeAt?: number | undefined;
  /** What a command answers. */
  readonly output?: CommandOutput<CommandName> | undefined;
}

/**
 * The one function that moves the world. Throws `Refusal`, and then has changed nothing, when a
 * command is not valid; throws for no other reason.
 */
export function step(_state: State, _input: Input, _env: Env): StepResult {
  throw new Error('to come');
}
