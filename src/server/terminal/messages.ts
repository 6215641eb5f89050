/** A page speaks to a terminal in JSON, a text message each; the first one must be `open`. */
export type TerminalRequest =
  | {
      readonly type: 'open';
      /** The one that `npm start` prints. Never in the address: addresses are written to logs. */
      readonly token: string;
      /** 12 digits; whose lab it is. */
      readonly account: string;
      /** Null: the terminal of the start page. */
      readonly lab: string | null;
      readonly columns: number;
      readonly rows: number;
    }
  /** Keys pressed, or text pasted. */
  | { readonly type: 'input'; readonly data: string }
  /** The page that is looked at has room for so much. */
  | { readonly type: 'size'; readonly columns: number; readonly rows: number }
  /** Types commands at the prompt, as one paste, and runs them. `step`: those of this step of the lab. */
  | { readonly type: 'run'; readonly script: string; readonly step?: string | undefined }
  /** So many characters of screens and outputs have been drawn since the last time. */
  | { readonly type: 'drawn'; readonly characters: number };

export type TerminalMessage =
  /** All that is on the screen, and what scrolled out of it; to be drawn on an empty one. */
  | {
      readonly type: 'screen';
      readonly screen: string;
      readonly columns: number;
      readonly rows: number;
      /** A shell that was started for this page. */
      readonly fresh: boolean;
    }
  | { readonly type: 'output'; readonly data: string }
  /** Another page, looked at since, has another size. */
  | { readonly type: 'size'; readonly columns: number; readonly rows: number }
  /** Nothing was typed: that program is at work in the terminal. */
  | { readonly type: 'busy'; readonly program: string }
  /** The prompt is back: the step's last run is kept with the progress of the lab. */
  | { readonly type: 'stepEnded'; readonly step: string; readonly code: number }
  /** The shell is gone; why, for people. */
  | { readonly type: 'ended'; readonly message: string }
  /** There is no terminal; `token`: it is missing or wrong. */
  | { readonly type: 'refused'; readonly reason: 'token' | 'other'; readonly message: string };

/** Where the runtime's terminals are. */
export const TERMINAL_PATH = '/_workbook/terminal';
