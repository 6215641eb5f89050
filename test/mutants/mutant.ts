/** One deliberate mistake in a rule of placement or deployment. */
export interface Mutant {
  readonly name: string;
  /** Under `src/core/`. */
  readonly file: string;
  /** Must be there exactly once; the mutants move with the code or fail loudly. */
  readonly original: string;
  readonly replacement: string;
  /** A history that is known to catch it: it is played first. Any other may do as well. */
  readonly seed: number | undefined;
}

type Entry = readonly [name: string, original: string, replacement: string, seed?: number];

/** Mutants of that file. */
export const of = (file: string, ...mutants: readonly Entry[]): Mutant[] =>
  mutants.map(([name, original, replacement, seed]) => ({
    name,
    file,
    original,
    replacement,
    seed,
  }));
