import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { IPty } from '@lydell/node-pty';
import { SerializeAddon } from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import type { TerminalShell } from '../../workbook/run-steps.ts';
import { hangUp } from './hang-up.ts';
import type { TerminalLimits } from './limits.ts';
import type { TerminalMessage } from './messages.ts';
import { Viewer } from './viewer.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How commands that were typed came out. */
export type RunEnd =
  /** Nothing was typed: this program is in the way. */
  | { readonly type: 'busy'; readonly program: string }
  /** 0: no command failed; else the status of one that did. Undefined: this shell does not say. */
  | { readonly type: 'ended'; readonly code: number | undefined };

/** Marks that turn the order of what follows around: a line must read as it will run. */
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Number of the terminal's mode. */
const BRACKETED_PASTE = 2004;
/** Milliseconds between two looks for the prompt. */
const LOOK = 20;

/**
 * One shell on a pty, and its screen, kept here: a page that comes later, or comes back, sees what
 * was printed before.
 */
export class TerminalSession {
  /** When the last page went; undefined: a page shows it. */
  unwatchedSince: number | undefined = performance.now();
  readonly #viewers = new Set<Viewer>();
  readonly #screen;
  readonly #serialize = new SerializeAddon();
  #hungUp: Promise<void> | undefined;
  /** Who waits for the next prompt, or for the end of the shell. */
  #waiting: (() => void)[] = [];

  constructor(
    readonly pty: IPty,
    readonly shell: TerminalShell,
    { columns, rows }: Size,
    readonly limits: TerminalLimits,
    onEnd: () => void,
  ) {
    this.#screen = new headless.Terminal({
      cols: columns,
      rows,
      scrollback: limits.scrollback,
      allowProposedApi: true,
    });
    this.#screen.loadAddon(this.#serialize);
    // Links have no place in the page; titles, colours and the clipboard are not kept here anyway.
    this.#screen.parser.registerOscHandler(8, () => true);
    // With its prompt bash turns bracketed paste on, and off when it has read what to do.
    this.#screen.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => {
      if (modes.includes(BRACKETED_PASTE)) this.#wake();
      return false;
    });
    // Programs ask terminals who they are and where the cursor is: answered once, here, not by pages.
    this.#screen.onData((answer) => pty.write(answer));
    pty.onData((data) => this.#print(data));
    pty.onExit(({ exitCode }) => {
      onEnd();
      void this.end(`The shell ended (exit status ${exitCode}).`);
    });
  }

  /** Shows the screen to a page, and then all that comes. */
  watch(send: (message: TerminalMessage) => void, fresh: boolean): Viewer {
    const viewer = new Viewer(send, this.limits.undrawn, () => ({
      type: 'screen',
      screen: this.#serialize.serialize({ scrollback: this.limits.scrollback }),
      columns: this.#screen.cols,
      rows: this.#screen.rows,
      fresh: false,
    }));
    this.#viewers.add(viewer);
    this.unwatchedSince = undefined;
    viewer.show(fresh);
    return viewer;
  }

  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size === 0) this.unwatchedSince = performance.now();
  }

  input(data: string): void {
    if (this.#hungUp === undefined) this.pty.write(data);
  }

  /** As large as the page that is looked at; the others follow. */
  resize({ columns, rows }: Size, by?: Viewer): void {
    const { cols, rows: had } = this.#screen;
    if (this.#hungUp !== undefined || (cols === columns && had === rows)) return;
    this.pty.resize(columns, rows);
    this.#screen.resize(columns, rows);
    for (const viewer of this.#viewers)
      if (viewer !== by) viewer.send({ type: 'size', columns, rows });
  }

  /** Types commands at the prompt and runs them. Resolves when the prompt is back. */
  async run(script: string): Promise<RunEnd> {
    const { pty, shell } = this;
    if (pty.process !== shell.program) return { type: 'busy', program: pty.process };
    const end = performance.now() + this.limits.prompt;
    while (shell.bracketedPaste && !this.#takesPastes && performance.now() < end) await delay(LOOK);
    const text = script.trimEnd().replaceAll('\u001b', '').replaceAll('\n', '\r');
    const { failureFile } = shell;
    if (failureFile === undefined || !this.#takesPastes) {
      this.input(`${text}\r`);
      return { type: 'ended', code: undefined };
    }
    await rm(failureFile, { force: true });
    const prompt = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.input(`\u001b[200~${text}\u001b[201~\r`);
    await prompt;
    if (this.#hungUp !== undefined) return { type: 'ended', code: undefined };
    return { type: 'ended', code: Number(await readFile(failureFile, 'utf8').catch(() => 0)) };
  }

  /** Of the screen as it is now: the object that xterm.js gives does not follow. */
  get #takesPastes(): boolean {
    return this.#screen.modes.bracketedPasteMode;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Ends the shell and all that runs in it; pages are told why, unless they will see it themselves. */
  end(message?: string): Promise<void> {
    this.#hungUp ??= hangUp(this.pty.pid, this.limits.grace);
    if (message !== undefined)
      for (const { send } of this.#viewers) send({ type: 'ended', message });
    this.#viewers.clear();
    this.#wake();
    return this.#hungUp;
  }

  /**
   * A piece at a time: the next is read when this one is on the screen, so that a program that
   * prints without end neither fills memory nor keeps the runtime from other work.
   */
  #print(data: string): void {
    const text = data.replace(DIRECTION_MARKS, '');
    this.pty.pause();
    this.#screen.write(text, () => {
      for (const viewer of this.#viewers) viewer.output(text);
      if (this.#hungUp === undefined) this.pty.resume();
    });
  }
}
