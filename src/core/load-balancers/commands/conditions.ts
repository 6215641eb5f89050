import type { ListenerRuleCondition } from '../../model/index.ts';
import type { ConditionInput } from '../commands.ts';
import { validationError } from './errors.ts';
import { LIMITS } from './limits.ts';

const LONGEST_VALUE = 128;
const LONGEST_NAME = 40;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The conditions of a rule, checked as AWS checks them; throws ValidationError. */
export function conditionsFrom(given: readonly ConditionInput[] = []): ListenerRuleCondition[] {
  if (given.length === 0) throw validationError('A condition must be specified');
  const conditions = given.map(conditionFrom);
  for (const { field } of conditions) {
    // A rule holds when all of its conditions do, so two of these would clash.
    if (field === 'http-header' || field === 'query-string') continue;
    if (conditions.filter((other) => other.field === field).length > 1)
      throw validationError(`A rule can only have one '${field}' condition`);
  }
  checkNumber(
    'values',
    conditions.reduce((sum, { values }) => sum + values.length, 0),
    LIMITS.conditionValues,
  );
  const wildcards = conditions.flatMap(patternsOf).join('').match(/[*?]/g) ?? [];
  checkNumber('wildcards', wildcards.length, LIMITS.conditionWildcards);
  return conditions;
}

function checkNumber(what: string, count: number, most: number): void {
  if (count > most) throw validationError(`A rule can only have '${most}' condition ${what}`);
}

/** Values in which `*` and `?` stand for others. */
const patternsOf = (condition: ListenerRuleCondition): string[] => {
  switch (condition.field) {
    case 'host-header':
    case 'path-pattern':
    case 'http-header':
      return [...condition.values];
    case 'query-string':
      return condition.values.map(({ key = '', value }) => key + value);
    default:
      return [];
  }
};

/** Which configuration belongs to which field. */
const CONFIGURATIONS = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
} as const;

type Field = keyof typeof CONFIGURATIONS;

const isField = (name: string): name is Field => Object.hasOwn(CONFIGURATIONS, name);

function conditionFrom(given: ConditionInput): ListenerRuleCondition {
  const { Field: field } = given;
  if (!field) throw validationError('A condition field must be specified');
  if (!isField(field)) {
    throw validationError(
      `Condition field '${field.slice(0, 100)}' must be one of '[${Object.keys(CONFIGURATIONS).join(', ')}]'`,
    );
  }
  const stray = Object.entries(CONFIGURATIONS).find(
    ([other, name]) => other !== field && given[name] !== undefined,
  );
  if (stray !== undefined)
    throw validationError(`The '${stray[1]}' field is not compatible with '${field}'`);
  if (field === 'query-string') return queryString(given);
  const values = valuesOf(field, given);
  for (const value of values) checkLength(field, value, LONGEST_VALUE);
  switch (field) {
    case 'http-header': {
      const { HttpHeaderName: name = '' } = given.HttpHeaderConfig ?? {};
      checkHeaderName(name);
      checkEach(field, values, /^[\x20-\x7e]+$/, 'printable ASCII characters');
      return { field, httpHeaderName: name, values };
    }
    case 'host-header':
      checkEach(
        field,
        values,
        /^[A-Za-z0-9.*?-]*\.[A-Za-z]+$/,
        "letters, digits, '-', '.', '*' and '?', with a '.' and only letters after the last one",
      );
      break;
    case 'path-pattern':
      checkEach(
        field,
        values,
        /^[A-Za-z0-9_.$/~"'@:+&*?-]+$/,
        `letters, digits and any of _-.$/~"'@:+&*?`,
      );
      break;
    case 'http-request-method':
      for (const value of values) checkLength(field, value, LONGEST_NAME);
      checkEach(field, values, /^[A-Z_-]+$/, 'A-Z, hyphen and underscore');
      break;
    case 'source-ip':
      for (const value of values) checkBlock(value);
  }
  return { field, values };
}

/** `Values` beside the field is the old way, for hosts and paths only. */
function valuesOf(field: Exclude<Field, 'query-string'>, given: ConditionInput): readonly string[] {
  const configuration = given[CONFIGURATIONS[field]];
  const { Values: old } = given;
  if (old !== undefined && field !== 'host-header' && field !== 'path-pattern')
    throw validationError(`The 'Values' field is not compatible with '${field}'`);
  if (old !== undefined && configuration !== undefined) {
    throw validationError(
      `You cannot provide both Values and '${CONFIGURATIONS[field]}' for a condition of type '${field}'`,
    );
  }
  if (configuration === undefined && field !== 'host-header' && field !== 'path-pattern')
    throw validationError(`A '${CONFIGURATIONS[field]}' must be specified with '${field}'`);
  return atLeastOne(configuration?.Values ?? old);
}

function atLeastOne<Value>(values: readonly Value[] = []): readonly Value[] {
  if (values.length === 0) throw validationError('A condition value must be specified');
  return values;
}

function queryString({ QueryStringConfig, Values }: ConditionInput): ListenerRuleCondition {
  const field = 'query-string';
  if (Values !== undefined)
    throw validationError(`The 'Values' field is not compatible with '${field}'`);
  if (QueryStringConfig === undefined)
    throw validationError(`A 'QueryStringConfig' must be specified with '${field}'`);
  const values = atLeastOne(QueryStringConfig.Values).map(({ Key: key, Value: value }) => {
    if (!value) throw validationError("A 'Value' must be specified in 'QueryStringKeyValuePair'");
    checkLength(field, value, LONGEST_VALUE);
    checkLength(field, key ?? value, LONGEST_VALUE);
    return { key, value };
  });
  return { field, values };
}

function checkLength(field: Field, value: string, most: number): void {
  if (value === '') throw validationError('A condition value must be specified');
  if (value.length > most)
    throw validationError(`The '${field}' value is too long; the limit is '${most}'`);
}

function checkEach(
  field: Field,
  values: readonly string[],
  pattern: RegExp,
  allowed: string,
): void {
  const wrong = values.find((value) => !pattern.test(value));
  if (wrong === undefined) return;
  throw validationError(`The '${field}' value '${wrong}' is not valid. Allowed: ${allowed}.`);
}

function checkHeaderName(name: string): void {
  if (name.length > LONGEST_NAME)
    throw validationError(`The 'HttpHeaderName' value is too long; the limit is '${LONGEST_NAME}'`);
  if (!TOKEN.test(name))
    throw validationError(`The 'HttpHeaderName' value '${name}' is not the name of a header`);
  if (name.toLowerCase() === 'host')
    throw validationError("Use a 'host-header' condition instead of the header 'Host'");
}

function checkBlock(value: string): void {
  const [address = '', bits, ...rest] = value.split('/');
  const most = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1;
  if (rest.length === 0 && /^\d{1,3}$/.test(bits ?? '') && Number(bits) <= most) return;
  throw validationError(
    `The 'source-ip' value '${value}' is not valid. Expected a CIDR block, as 192.0.2.0/24 or 2001:db8::/32.`,
  );
}

export const isIpv4 = (text: string): boolean =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(text) &&
  text.split('.').every((byte) => String(Number(byte)) === byte && Number(byte) <= 255);

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const number = halves.length === 2 ? groups.length <= 7 : groups.length === 8;
  return number && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
}
