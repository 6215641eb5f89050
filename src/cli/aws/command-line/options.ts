import { invalidChoice, usageError } from '../usage.ts';

/** An option of the command line. */
export type OptionSpecification = {
  /** With its dashes: `--cluster`. */
  readonly option: string;
  /** Where the value goes; `--force` and `--no-force` share one. */
  readonly destination: string;
  readonly required?: boolean;
} & (
  | { readonly takes: 'value'; readonly choices?: readonly string[] }
  | { readonly takes: 'values' }
  /** The value it has when none is written. */
  | { readonly takes: 'optional value'; readonly otherwise: string }
  | { readonly takes: 'nothing'; readonly value: boolean }
);

export type OptionValue = string | string[] | boolean;

export interface ParsedOptions {
  readonly values: ReadonlyMap<string, OptionValue>;
  /** Options that are not specified, as written. */
  readonly unknown: readonly string[];
  /** Words that belong to no option, in order. */
  readonly words: readonly string[];
  /** All that was not recognised, in order: for a parser of the rest. */
  readonly rest: readonly string[];
}

/**
 * Reads options the way Python's argparse does for the AWS CLI: `--name value`, `--name=value`,
 * several values up to the next option, and names shortened while they stay unambiguous.
 */
export function parseOptions(
  specifications: readonly OptionSpecification[],
  args: readonly string[],
  { abbreviations }: { abbreviations: boolean },
): ParsedOptions {
  const byOption = new Map(specifications.map((each) => [each.option, each]));
  const values = new Map<string, OptionValue>();
  const unknown: string[] = [];
  const words: string[] = [];
  const rest: string[] = [];
  let index = 0;
  while (index < args.length) {
    const argument = args[index++] ?? '';
    if (!looksLikeOption(argument)) {
      words.push(argument);
      rest.push(argument);
      continue;
    }
    const { name, attached } = split(argument, byOption);
    const found = byOption.get(name) ?? (abbreviations ? expand(name, byOption) : undefined);
    if (found === undefined) {
      unknown.push(argument);
      rest.push(argument);
      continue;
    }
    const given = attached === undefined ? following(args, index) : [attached];
    index += attached === undefined ? taken(found, given) : 0;
    values.set(found.destination, read(found, given, attached !== undefined));
  }
  return { values, unknown, words, rest };
}

/** The required options that have no value, in order. */
export function missingOptions(
  specifications: readonly OptionSpecification[],
  values: ReadonlyMap<string, OptionValue>,
): string[] {
  return specifications
    .filter(({ required, destination }) => required === true && !values.has(destination))
    .map(({ option }) => option);
}

/** A lone dash, a negative number and anything with a space in it are values. */
function looksLikeOption(argument: string): boolean {
  if (!argument.startsWith('-') || argument === '-') return false;
  if (/^-\d+$|^-\d*\.\d+$/.test(argument)) return false;
  return argument.startsWith('--') && argument.includes('=') ? true : !argument.includes(' ');
}

function split(
  argument: string,
  byOption: ReadonlyMap<string, OptionSpecification>,
): { name: string; attached: string | undefined } {
  const equals = argument.indexOf('=');
  if (byOption.has(argument) || equals < 0) return { name: argument, attached: undefined };
  return { name: argument.slice(0, equals), attached: argument.slice(equals + 1) };
}

function expand(
  name: string,
  byOption: ReadonlyMap<string, OptionSpecification>,
): OptionSpecification | undefined {
  if (!name.startsWith('--') || name === '--') return undefined;
  const candidates = [...byOption.values()].filter(({ option }) => option.startsWith(name));
  if (candidates.length > 1) {
    const names = candidates.map(({ option }) => option).join(', ');
    throw usageError(`ambiguous option: ${name} could match ${names}`);
  }
  return candidates[0];
}

function following(args: readonly string[], from: number): string[] {
  const values: string[] = [];
  for (const argument of args.slice(from)) {
    if (looksLikeOption(argument)) break;
    values.push(argument);
  }
  return values;
}

function taken(specification: OptionSpecification, given: readonly string[]): number {
  if (specification.takes === 'values') return given.length;
  return specification.takes === 'nothing' ? 0 : Math.min(1, given.length);
}

function read(
  specification: OptionSpecification,
  given: readonly string[],
  attached: boolean,
): OptionValue {
  const { option, takes } = specification;
  if (takes === 'values') return [...given];
  if (takes === 'nothing') {
    if (attached) throw usageError(`argument ${option}: ignored explicit argument '${given[0]}'`);
    return specification.value;
  }
  const [value] = given;
  if (takes === 'optional value') return value ?? specification.otherwise;
  if (value === undefined) throw usageError(`argument ${option}: expected one argument`);
  if (specification.choices !== undefined && !specification.choices.includes(value)) {
    throw invalidChoice(option, value, specification.choices);
  }
  return value;
}
