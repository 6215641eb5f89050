import type { NormalizedSchema } from '@smithy/core/schema';
import type { OptionSpecification, OptionValue } from '../command-line/options.ts';
import { commandLineName } from '../model/names.ts';
import { members, requiredMembers } from '../model/service.ts';
import { readValue } from './read-value.ts';

/** A member of an operation's input as an option. */
export interface MemberOption {
  readonly member: string;
  readonly option: string;
  readonly required: boolean;
  readonly schema: NormalizedSchema;
}

/** The members of an input that are options, in the schema's order. */
export function memberOptions(input: NormalizedSchema): MemberOption[] {
  const required = requiredMembers(input);
  return members(input).map(([member, schema]) => ({
    member,
    option: `--${commandLineName(member)}`,
    required: required.includes(member) && !schema.isIdempotencyToken(),
    schema,
  }));
}

/** What the parser must know of each; a boolean is a pair, `--force` and `--no-force`. */
export function optionSpecifications(options: readonly MemberOption[]): OptionSpecification[] {
  return options.flatMap(({ member, option, required, schema }): OptionSpecification[] => {
    const common = { option, destination: member, required };
    if (schema.isListSchema()) return [{ ...common, takes: 'values' }];
    if (!schema.isBooleanSchema()) return [{ ...common, takes: 'value' }];
    const negative = negativeOption({ member, option });
    return [
      { ...common, takes: 'nothing', value: true },
      { option: negative, destination: member, takes: 'nothing', value: false },
    ];
  });
}

/** The AWS CLI names the opposite of these otherwise than with `no-`. */
const NEGATIVES: Readonly<Record<string, string>> = {
  enableExecuteCommand: '--disable-execute-command',
  interactive: '--non-interactive',
};

/** The option that sets a boolean member to false. */
export function negativeOption({
  member,
  option,
}: Pick<MemberOption, 'member' | 'option'>): string {
  return NEGATIVES[member] ?? option.replace(/^--/, '--no-');
}

/** The input that the options say, each read as its member's schema wants it. */
export function readMembers(
  options: readonly MemberOption[],
  values: ReadonlyMap<string, OptionValue>,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const { member, option, schema } of options) {
    const value = values.get(member);
    if (value === undefined) continue;
    input[member] =
      typeof value === 'boolean'
        ? value
        : readValue(option, member, typeof value === 'string' ? [value] : value, schema);
  }
  return input;
}
