import { createHash } from 'node:crypto';

/** A student's own names, ports and sizes: what the lab's front matter names, each with a value. */
export type Variant = Readonly<Record<string, string>>;

/** What a value is drawn from, and what somebody has who is no student. */
export type VariantKind =
  | { readonly words: readonly string[]; readonly prefix: string; readonly default: string }
  /** A whole number, both ends included. */
  | { readonly from: number; readonly to: number; readonly default: number }
  | { readonly oneOf: readonly string[]; readonly default: string };

/** By the names that checks know them by, as `context.variant.cluster`. */
export type VariantKinds = Readonly<Record<string, VariantKind>>;

/** What of a lab matters here. */
export interface VariedLab {
  readonly id: string;
  readonly variant: VariantKinds;
  readonly student?: string | undefined;
}

/**
 * The values of one student, the same at all times and everywhere; of nobody: the defaults. Spaces
 * around the student's id do not count, and capitals neither. Every value that can be drawn is as
 * likely as every other: the SHA-256 of `lab/name/student` chooses.
 *
 * @param student default: whose copy of the lab this is.
 */
export const variantOf = (
  { id, variant, student: owner }: VariedLab,
  student: string | undefined = owner,
): Variant => {
  const who = student === undefined ? '' : normalise(student);
  return Object.fromEntries(
    Object.entries(variant).map(([name, kind]) => [
      name,
      who === '' ? String(kind.default) : draw(kind, seedOf(`${id}/${name}/${who}`)),
    ]),
  );
};

const normalise = (student: string): string => student.normalize('NFC').trim().toLowerCase();

/** From 0 to 2^48 - 1: so many that the remainders of a division are evenly spread. */
const seedOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUIntBE(0, 6);

const draw = (kind: VariantKind, seed: number): string => {
  if ('words' in kind) return `${kind.prefix}${kind.words[seed % kind.words.length]}`;
  if ('oneOf' in kind) return `${kind.oneOf[seed % kind.oneOf.length]}`;
  return String(kind.from + (seed % (kind.to - kind.from + 1)));
};

/** `taskCpu` is `TASK_CPU` in the steps' shell. */
export const variableOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** What the steps' shell has of it. */
export const variablesOf = (variant: Variant): Record<string, string> =>
  Object.fromEntries(Object.entries(variant).map(([name, value]) => [variableOf(name), value]));

/** `$CLUSTER` and `${CLUSTER}`, as in the shell; a variable of no variant stays as it is. */
export const fillIn = (text: string, variant: Variant): string => {
  const variables = variablesOf(variant);
  return text.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written, braced, plain) => variables[braced ?? plain] ?? written,
  );
};
