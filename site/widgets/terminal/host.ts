import type { RuntimeState } from '../runtime.ts';

/** What the page gives its terminal, whose script is one of its own. */
export interface TerminalHost {
  /** Null: the start page. */
  readonly lab: string | null;
  token(): string | undefined;
  forgetToken(): void;
  askForToken(refused: boolean, onToken: () => void): HTMLElement;
  runtimeState(): RuntimeState;
  onRuntime(listener: (state: RuntimeState) => void): void;
  /** Asks whether the runtime is still there. */
  probe(): Promise<void>;
  announce(topic: string, sentence: string): void;
  /** A step that was run in the terminal has ended; how is kept with the progress of the lab. */
  stepEnded(): void;
  /** The reader has closed the panel. */
  onClose(): void;
}

export interface TerminalPanel {
  readonly element: HTMLElement;
  /** Shows the panel and connects. */
  open(): void;
  close(): void;
  focus(): void;
  /** Gives the focus back to where it was. */
  leave(): void;
  /** Types the commands of a step at the prompt, and runs them. */
  run(script: string, step: string): void;
}

export type MountTerminal = (host: TerminalHost) => TerminalPanel;

/** Sent to the document by the terminal's script, with a `MountTerminal`, when it has been loaded. */
export const READY = 'workbook-terminal-ready';

/** Whether these keys go to the terminal, and from it back to the page. */
export const isShortcut = ({ ctrlKey, altKey, metaKey, code }: KeyboardEvent): boolean =>
  ctrlKey && !altKey && !metaKey && code === 'Backquote';
