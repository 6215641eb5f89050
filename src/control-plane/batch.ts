import type { CommandName, CommandOutput } from '../core/commands.ts';
import type { Effect } from '../core/effects.ts';
import type { Input } from '../core/input.ts';
import type { Commit } from './control-plane.ts';

type Output = CommandOutput<CommandName>;

/** An input that waits for its turn, and who wants to know what became of it. */
export interface Entry {
  readonly input: Input;
  readonly answer?: ((output: Output) => void) | undefined;
  readonly refuse?: ((error: unknown) => void) | undefined;
}

/** What a run of steps led to, not yet durable. Nobody hears of it before it is. */
export class Batch {
  readonly commits: Commit[] = [];
  readonly effects: Effect[] = [];
  readonly #outcomes: { readonly tell: () => void; readonly entry: Entry }[] = [];

  succeeded(entry: Entry, output: Output | undefined): void {
    const tell = () => {
      if (output !== undefined) entry.answer?.(output);
    };
    this.#outcomes.push({ tell, entry });
  }

  refused(entry: Entry, refusal: Error): void {
    this.#outcomes.push({ tell: () => entry.refuse?.(refusal), entry });
  }

  /** It is durable: everyone hears what became of their command. */
  answer(): void {
    for (const { tell } of this.#outcomes) tell();
  }

  /** It could not be made durable. */
  refuse(error: Error): void {
    for (const { entry } of this.#outcomes) entry.refuse?.(error);
  }
}
