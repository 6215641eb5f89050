import type { TerminalShell } from '../../workbook/run-steps.ts';
import type { TerminalLimits } from './limits.ts';
import { NoTerminal, openSession } from './open-session.ts';
import type { Size, TerminalSession } from './session.ts';

interface Entry {
  readonly session: Promise<TerminalSession>;
  /** Once it is open. */
  opened?: TerminalSession;
}

/** Milliseconds between two looks for shells that no page shows any more. */
const SWEEP = 30_000;

/** The terminals of this runtime: one an account and lab, and one an account for the start page. */
export class Terminals {
  readonly #entries = new Map<string, Entry>();
  readonly #limits: TerminalLimits;
  readonly #shellOf: (lab: string | null, account: string) => Promise<TerminalShell>;
  readonly #sweep: NodeJS.Timeout;

  constructor(
    limits: TerminalLimits,
    shellOf: (lab: string | null, account: string) => Promise<TerminalShell>,
  ) {
    this.#limits = limits;
    this.#shellOf = shellOf;
    this.#sweep = setInterval(() => this.#endUnwatched(), Math.min(SWEEP, limits.unwatched));
    this.#sweep.unref();
  }

  /** The terminal, and whether its shell was started just now. Throws `NoTerminal` or of labs. */
  async open(
    lab: string | null,
    account: string,
    size: Size,
  ): Promise<{ readonly session: TerminalSession; readonly fresh: boolean }> {
    const key = keyOf(lab, account);
    const known = this.#entries.get(key);
    if (known !== undefined) return { session: await known.session, fresh: false };
    this.#makeRoom();
    const entry: Entry = {
      session: this.#shellOf(lab, account).then((shell) =>
        openSession(shell, size, this.#limits, () => this.#forget(entry)),
      ),
    };
    this.#entries.set(key, entry);
    try {
      entry.opened = await entry.session;
      return { session: entry.opened, fresh: true };
    } catch (error) {
      this.#forget(entry);
      throw error;
    }
  }

  async end(lab: string, account: string, message: string): Promise<void> {
    const entry = this.#entries.get(keyOf(lab, account));
    if (entry !== undefined) await this.#end(entry, message);
  }

  /** Pages are told nothing: that their connection breaks tells them to try again. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    await Promise.all([...this.#entries.values()].map((entry) => this.#end(entry)));
  }

  #forget(entry: Entry): void {
    for (const [key, each] of this.#entries) if (each === entry) this.#entries.delete(key);
  }

  async #end(entry: Entry, message?: string): Promise<void> {
    this.#forget(entry);
    const session = await entry.session.catch(() => undefined);
    await session?.end(message);
  }

  /** Throws when there are as many as there may be and all are looked at. */
  #makeRoom(): void {
    if (this.#entries.size < this.#limits.sessions) return;
    const [longest] = this.#unwatched().toSorted((a, b) => a.since - b.since);
    if (longest === undefined)
      throw new NoTerminal(
        `${this.#limits.sessions} terminals are open in pages already, and there may be no more. Close one of them (type exit in it), then open this one again.`,
      );
    void this.#end(longest.entry, 'The shell was ended to make room for another.');
  }

  #endUnwatched(): void {
    for (const { entry, since } of this.#unwatched())
      if (performance.now() - since >= this.#limits.unwatched)
        void this.#end(entry, 'The shell was ended: no page had shown it for a long time.');
  }

  #unwatched(): { readonly entry: Entry; readonly since: number }[] {
    return [...this.#entries.values()].flatMap((entry) => {
      const since = entry.opened?.unwatchedSince;
      return since === undefined ? [] : [{ entry, since }];
    });
  }
}

const keyOf = (lab: string | null, account: string): string => `${account}/${lab ?? ''}`;
