import type { TerminalMessage } from './messages.ts';

/**
 * One page that shows a terminal. A page that draws more slowly than the shell prints (or is hidden,
 * and slowed down by its browser) never holds the shell up, nor fills memory: it misses output, and
 * gets the whole screen anew when it has drawn what it was sent.
 */
export class Viewer {
  #undrawn = 0;
  #behind = false;

  constructor(
    readonly send: (message: TerminalMessage) => void,
    /** Characters. */
    readonly limit: number,
    /** The screen as it is now. */
    readonly screen: () => TerminalMessage & { readonly type: 'screen' },
  ) {}

  output(data: string): void {
    if (this.#behind) return;
    this.send({ type: 'output', data });
    this.#undrawn += data.length;
    this.#behind = this.#undrawn > this.limit;
  }

  show(fresh: boolean): void {
    const message = this.screen();
    this.#behind = false;
    this.send({ ...message, fresh });
    this.#undrawn += message.screen.length;
  }

  drawn(characters: number): void {
    this.#undrawn = Math.max(0, this.#undrawn - characters);
    if (this.#behind && this.#undrawn < this.limit / 4) this.show(false);
  }
}
