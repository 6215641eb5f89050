import {
  missingOptions,
  type OptionSpecification,
  type OptionValue,
  parseOptions,
} from '../command-line/options.ts';
import {
  limitMember,
  mergePages,
  type PageOptions,
  type Pages,
  paginate,
} from '../invoke/paginate.ts';
import type { PlainObject } from '../invoke/plain.ts';
import { commandLineName } from '../model/names.ts';
import { memberNames, type Operation } from '../model/service.ts';
import { format } from '../output/print.ts';
import { compileQuery, type Query } from '../output/query.ts';
import { readInputDocument } from '../parameters/input-document.ts';
import {
  memberOptions,
  optionSpecifications,
  readMembers,
} from '../parameters/operation-options.ts';
import { skeleton } from '../parameters/skeleton.ts';
import { validateInput } from '../parameters/validate.ts';
import type { Session } from '../session.ts';
import { CommandError, exitStatus, unknownOptions, usageError } from '../usage.ts';

const SKELETON = 'generate-cli-skeleton';
const PAGE_OPTIONS = ['--starting-token', '--page-size', '--max-items'];

/** Runs one operation of the API: reads its options, calls it, prints the response. */
export async function runOperation(
  session: Session,
  operation: Operation,
  args: readonly string[],
): Promise<void> {
  const { options, configuration, surroundings } = session;
  const values = parse(operation, args);
  if (values.has(SKELETON)) {
    const schema = values.get(SKELETON) === 'output' ? operation.output : operation.input;
    surroundings.print(`${JSON.stringify(skeleton(schema), null, 4)}\n`);
    return;
  }
  const query = await compileQuery(options.query);
  const input = readInput(operation, values);
  if (!paginates(session, operation, values)) {
    const response = await session.call(operation, input);
    await print(session, operation, query, response);
    return;
  }
  const call = (page: object): Promise<PlainObject> => session.call(operation, page);
  const pages = await paginate(operation, { ...input }, pageOptions(values), call);
  if (configuration.output === 'text') await printPages(session, operation, query, pages);
  else await print(session, operation, query, mergePages(pages));
}

/** The input that options and `--cli-input-json` say; options win. Exported for the waiters. */
export function readInput(operation: Operation, values: ReadonlyMap<string, OptionValue>): object {
  const document = readInputDocument(values);
  const members = readMembers(memberOptions(operation.input), values);
  return validateInput({ ...document, ...members }, operation.input);
}

/** Parses the options of an operation and refuses what it does not have. */
export function parse(
  operation: Operation,
  args: readonly string[],
): ReadonlyMap<string, OptionValue> {
  const specifications = operationSpecifications(operation);
  const known = specifications.map(({ option }) => option);
  const { values, unknown, words } = parseOptions(specifications, args, { abbreviations: true });
  const standIn = values.has('cli-input-json') || values.has(SKELETON);
  const missing = standIn ? [] : missingOptions(specifications, values);
  if (missing.length > 0) {
    throw usageError(`the following arguments are required: ${missing.join(', ')}`);
  }
  if (unknown.length + words.length > 0) throw unknownOptions([...unknown, ...words], known);
  return values;
}

function operationSpecifications(operation: Operation): OptionSpecification[] {
  const own = optionSpecifications(memberOptions(operation.input));
  const common: OptionSpecification[] = [
    valueOption('cli-input-json'),
    {
      option: '--generate-cli-skeleton',
      destination: SKELETON,
      takes: 'optional value',
      otherwise: 'input',
    },
  ];
  const pages = operation.paginated ? PAGE_OPTIONS.map((each) => valueOption(each.slice(2))) : [];
  return [...own, ...common, ...pages];
}

function valueOption(name: string): OptionSpecification {
  return { option: `--${name}`, destination: name, takes: 'value' };
}

/** Naming the API's own page members by hand turns the command's pagination off. */
function paginates(
  { options }: Session,
  operation: Operation,
  values: ReadonlyMap<string, OptionValue>,
): boolean {
  if (!operation.paginated) return false;
  const byHand = ['nextToken', limitMember(operation) ?? ''].some((each) => values.has(each));
  if (options.paginate && !byHand) return true;
  const used = PAGE_OPTIONS.filter((each) => values.has(each.slice(2)));
  if (used.length === 0) return false;
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

async function print(
  { configuration, surroundings }: Session,
  operation: Operation,
  query: Query,
  response: PlainObject,
): Promise<void> {
  const { output } = configuration;
  surroundings.print(
    await format(query(response), output, operation.name, surroundings.terminalWidth),
  );
}

/** Text is printed page by page, the query applied to each, as the AWS CLI does. */
async function printPages(
  session: Session,
  operation: Operation,
  query: Query,
  { pages, resumeToken }: Pages,
): Promise<void> {
  for (const page of pages) await print(session, operation, query, page);
  if (resumeToken === undefined) return;
  await print(session, operation, query, { NextToken: { NextToken: resumeToken } });
}

/** The options of an operation that its help lists beside those of its input. */
export function pageOptionNames(operation: Operation): string[] {
  return operation.paginated ? PAGE_OPTIONS : [];
}

/** Members that pagination takes over, which help does not list. */
export function hiddenMembers(operation: Operation): string[] {
  if (!operation.paginated) return [];
  return memberNames(operation.input).filter(
    (name) =>
      name === 'nextToken' ||
      commandLineName(name) === commandLineName(limitMember(operation) ?? ''),
  );
}
