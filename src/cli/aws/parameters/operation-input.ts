import {
  missingOptions,
  type OptionSpecification,
  type OptionValue,
  parseOptions,
} from '../command-line/options.ts';
import type { Operation } from '../model/service.ts';
import { unknownOptions, usageError } from '../usage.ts';
import { readInputDocument } from './input-document.ts';
import { memberOptions, optionSpecifications, readMembers } from './operation-options.ts';
import { pageOptionNames, pageSpecifications } from './page-options.ts';
import { validateInput } from './validate.ts';

const SKELETON: OptionSpecification = {
  option: '--generate-cli-skeleton',
  destination: 'generate-cli-skeleton',
  takes: 'optional value',
  otherwise: 'input',
};
const DOCUMENT: OptionSpecification = {
  option: '--cli-input-json',
  destination: 'cli-input-json',
  takes: 'value',
};

/** Parses the options of an operation and refuses what it does not have and what is missing. */
export function parseOperationOptions(
  operation: Operation,
  args: readonly string[],
): ReadonlyMap<string, OptionValue> {
  // `--page-size` is the AWS CLI's own, also where a member of the API has that name.
  const taken = pageOptionNames(operation);
  const members = optionSpecifications(memberOptions(operation.input));
  const specifications = [
    ...members.filter(({ option }) => !taken.includes(option)),
    ...[DOCUMENT, SKELETON],
    ...pageSpecifications(operation),
  ];
  const { values, unknown, words } = parseOptions(specifications, args, { abbreviations: true });
  const standIn = values.has(DOCUMENT.destination) || values.has(SKELETON.destination);
  const missing = standIn ? [] : missingOptions(specifications, values);
  if (missing.length > 0) {
    throw usageError(`the following arguments are required: ${missing.join(', ')}`);
  }
  if (unknown.length + words.length > 0) {
    const known = specifications.map(({ option }) => option);
    throw unknownOptions([...unknown, ...words], known);
  }
  return values;
}

/** Which outline was asked for instead of a call, if one was. */
export function wantedSkeleton(
  values: ReadonlyMap<string, OptionValue>,
): 'input' | 'output' | undefined {
  const wanted = values.get(SKELETON.destination);
  if (wanted === undefined || wanted === 'input' || wanted === 'output') return wanted;
  throw usageError(
    `argument ${SKELETON.option}: invalid choice: '${String(wanted)}' (choose from input, output)`,
  );
}

/** The input that the options and `--cli-input-json` say, checked; options win. */
export function readInput(
  operation: Operation,
  values: ReadonlyMap<string, OptionValue>,
): Readonly<Record<string, unknown>> {
  const document = readInputDocument(values);
  const members = readMembers(memberOptions(operation.input), values);
  return { ...validateInput({ ...document, ...members }, operation.input) };
}
