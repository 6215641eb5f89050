export interface TerminalLimits {
  /** Shells at a time; for one more, the one that no page has shown for the longest time ends. */
  readonly sessions: number;
  /** Pages that show one, all in all. */
  readonly connections: number;
  /** Lines kept above the screen. */
  readonly scrollback: number;
  /** Bytes of one message from a page: a large paste. */
  readonly message: number;
  /** Characters on the way to a page that has not drawn them; then it gets no more until it has. */
  readonly undrawn: number;
  /** Milliseconds, of real time: for the first message; */
  readonly handshake: number;
  /** until a shell that no page shows ends; */
  readonly unwatched: number;
  /** for programs that were hung up on, before they are killed; */
  readonly grace: number;
  /** for a shell to show its prompt before commands are typed into it all the same. */
  readonly prompt: number;
}

export const TERMINAL_LIMITS: TerminalLimits = {
  sessions: 8,
  connections: 32,
  scrollback: 2_000,
  message: 1024 * 1024,
  undrawn: 512 * 1024,
  handshake: 10_000,
  unwatched: 60 * 60_000,
  grace: 2_000,
  prompt: 5_000,
};
