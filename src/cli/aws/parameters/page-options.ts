import type { OptionSpecification, OptionValue } from '../command-line/options.ts';
import { limitMember, type PageOptions } from '../invoke/paginate.ts';
import { memberNames, type Operation } from '../model/service.ts';
import { CommandError, exitStatus, usageError } from '../usage.ts';

const NAMES = ['starting-token', 'page-size', 'max-items'];

/** The options that pagination adds to an operation, with their dashes; none without pages. */
export function pageOptionNames(operation: Operation): string[] {
  return operation.paginated ? NAMES.map((name) => `--${name}`) : [];
}

/** What the parser must know of them. */
export function pageSpecifications(operation: Operation): OptionSpecification[] {
  return pageOptionNames(operation).map((option) => {
    return { option, destination: option.slice(2), takes: 'value' };
  });
}

/** Members of the API that pagination takes over; they work, but help does not list them. */
export function pageMembers(operation: Operation): string[] {
  const taken: (string | undefined)[] = [operation.tokenMember, limitMember(operation)];
  return operation.paginated
    ? memberNames(operation.input).filter((name) => taken.includes(name))
    : [];
}

/**
 * How to read the pages; undefined for one call only. Naming the API's own members by hand turns
 * pagination off.
 */
export function readPageOptions(
  operation: Operation,
  values: ReadonlyMap<string, OptionValue>,
  wanted: boolean,
): PageOptions | undefined {
  if (!operation.paginated) return undefined;
  const byHand = pageMembers(operation).some((name) => values.has(name));
  const used = NAMES.filter((name) => values.has(name)).map((name) => `--${name}`);
  if (wanted && !byHand) return pageOptions(values);
  if (used.length === 0) return undefined;
  throw new CommandError(
    `Error during pagination: Cannot specify --no-paginate along with pagination arguments: ${used.join(', ')}`,
    exitStatus.usage,
  );
}

function pageOptions(values: ReadonlyMap<string, OptionValue>): PageOptions {
  const startingToken = values.get('starting-token');
  return {
    startingToken: typeof startingToken === 'string' ? startingToken : undefined,
    pageSize: wholeNumber(values, 'page-size'),
    maxItems: wholeNumber(values, 'max-items'),
  };
}

function wholeNumber(values: ReadonlyMap<string, OptionValue>, name: string): number | undefined {
  const value = values.get(name);
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw usageError(`argument --${name}: invalid int value: '${value}'`);
}
