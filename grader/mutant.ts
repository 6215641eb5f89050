import { contradictionsOfMutants, FaultyList } from './faults.ts';

/** What a mutant may do to a solved cluster. */
export interface Mutation {
  /** Runs commands in the lab's shell, after its steps; rejects when one fails. */
  readonly sh: (script: string) => Promise<void>;
  /** Changes a file in the folder where the steps ran; rejects when that changes nothing. */
  readonly edit: (file: string, change: (text: string) => string) => Promise<void>;
}

/** A solved cluster with one realistic mistake in it, which one check must catch. */
export interface Mutant {
  readonly id: string;
  /** What the student did wrong, as a sentence without a full stop. */
  readonly title: string;
  /** Id of the check that must fail; no other may, though those that depend on it are blocked. */
  readonly caughtBy: string;
  readonly apply: (mutation: Mutation) => Promise<void>;
  /**
   * Scripts of steps that the student did in another way, or not at all (empty), by the steps' ids.
   * For what no command can take back afterwards, such as the past.
   */
  readonly instead?: Readonly<Record<string, string>> | undefined;
  /** Puts it right again, so that the next mutant need not solve the lab anew. */
  readonly undo?: ((mutation: Mutation) => Promise<void>) | undefined;
}

/** One mutant of a lab. */
export const mutant = (options: Mutant): Mutant => options;

type Told = Pick<Mutant, 'id' | 'title' | 'caughtBy'>;
/** One after the other. */
type Commands = string | readonly string[];

const script = (commands: Commands): string => [commands].flat().join('\n');

/** A mistake that commands make, and others put right. */
export const mistake = ({
  made,
  putRight,
  ...told
}: Told & { readonly made: Commands; readonly putRight?: Commands }): Mutant => ({
  ...told,
  apply: ({ sh }) => sh(script(made)),
  ...(putRight && { undo: ({ sh }) => sh(script(putRight)) }),
});

/** Steps that were done in another way, or left out (''): by a student who does nothing else. */
export const doneOtherwise = (options: Told & Required<Pick<Mutant, 'instead'>>): Mutant => ({
  ...options,
  apply: async () => {},
});

export interface ChangedFile extends Told {
  readonly file: string;
  readonly change: (text: string) => string;
  /** What makes use of the changed file. */
  readonly run: Commands;
  /** The same with the file as it was; default: `run`. */
  readonly runAgain?: Commands;
}

/** A changed file; undone by the file as it was. */
export const changedFile = ({
  file,
  change,
  run,
  runAgain = run,
  ...told
}: ChangedFile): Mutant => {
  let original = '';
  return {
    ...told,
    apply: async ({ sh, edit }) => {
      await edit(file, (text) => {
        original = text;
        return change(text);
      });
      await sh(script(run));
    },
    undo: async ({ sh, edit }) => {
      await edit(file, () => original);
      await sh(script(runAgain));
    },
  };
};

/** The mutants of a lab. Throws `FaultyList` when two have one id. */
export const defineMutants = (...mutants: readonly Mutant[]): readonly Mutant[] => {
  const faults = contradictionsOfMutants(mutants);
  if (faults.length > 0) throw new FaultyList(faults, mutants);
  return mutants;
};
