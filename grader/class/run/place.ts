import type { Source } from './job.ts';

/** Where one student's work is. */
export interface Place {
  /** Changes when the roster leads elsewhere, or what was handed in is another. */
  readonly key: string;
  /** Makes it ready to be looked at; `problem`: why it cannot be. */
  readonly open: (signal: AbortSignal) => Promise<OpenPlace | { readonly problem: string }>;
}

export interface OpenPlace {
  readonly source: Source;
  /** What somebody should know of it, a sentence each. */
  readonly notices?: readonly string[] | undefined;
  readonly close?: (() => Promise<void>) | undefined;
}

/** Somewhere that is ready as it is. */
export const readyPlace = (source: Source): Place => ({
  key: JSON.stringify(source),
  open: async () => ({ source }),
});
