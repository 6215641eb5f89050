import type { NormalizedSchema } from '@smithy/core/schema';
import { memberNames, members, requiredMembers } from '../model/service.ts';
import { CommandError, exitStatus } from '../usage.ts';
import { readScalar } from './scalar.ts';
import { joinPath } from './shorthand-types.ts';

/**
 * Checks an input against the schema before anything is sent, and answers it with dates and binary
 * values as the SDK wants them.
 *
 * @throws CommandError in the AWS CLI's words, with every problem found.
 */
export function validateInput(
  input: Readonly<Record<string, unknown>>,
  schema: NormalizedSchema,
): object {
  const problems: string[] = [];
  const checked = checkStructure(input, schema, '', problems);
  if (problems.length === 0) return checked;
  const report = ['Parameter validation failed:', ...problems].join('\n');
  throw new CommandError(report, exitStatus.usage);
}

function check(
  value: unknown,
  schema: NormalizedSchema,
  path: string,
  problems: string[],
): unknown {
  if (schema.isDocumentSchema()) return value;
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return wrongType(value, path, "<class 'list'>", problems);
    const item = schema.getValueSchema();
    return value.map((each, index) => check(each, item, `${path}[${index}]`, problems));
  }
  if (schema.isMapSchema() || schema.isStructSchema()) {
    if (!isObject(value)) return wrongType(value, path, "<class 'dict'>", problems);
    return schema.isMapSchema()
      ? checkMap(value, schema, path, problems)
      : checkStructure(value, schema, path, problems);
  }
  return checkScalar(value, schema, path, problems);
}

function checkStructure(
  value: Readonly<Record<string, unknown>>,
  schema: NormalizedSchema,
  path: string,
  problems: string[],
): object {
  const place = path === '' ? 'input' : path;
  for (const name of requiredMembers(schema)) {
    if (value[name] === undefined && !isIdempotencyToken(schema, name)) {
      problems.push(`Missing required parameter in ${place}: "${name}"`);
    }
  }
  const known = new Map(members(schema));
  const result: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    const member = known.get(name);
    if (member === undefined) {
      const names = memberNames(schema).join(', ');
      problems.push(`Unknown parameter in ${place}: "${name}", must be one of: ${names}`);
    } else if (each !== null) {
      result[name] = check(each, member, joinPath(path, name), problems);
    }
  }
  return result;
}

function checkMap(
  value: Readonly<Record<string, unknown>>,
  schema: NormalizedSchema,
  path: string,
  problems: string[],
): object {
  const item = schema.getValueSchema();
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, each]) => [key, check(each, item, joinPath(path, key), problems)]),
  );
}

function checkScalar(
  value: unknown,
  schema: NormalizedSchema,
  path: string,
  problems: string[],
): unknown {
  if (schema.isNumericSchema()) {
    return typeof value === 'number' ? value : wrongType(value, path, "<class 'int'>", problems);
  }
  if (schema.isBooleanSchema()) {
    return typeof value === 'boolean' ? value : wrongType(value, path, "<class 'bool'>", problems);
  }
  if (schema.isTimestampSchema() || schema.isBlobSchema()) {
    return typeof value === 'string' || typeof value === 'number'
      ? readScalar(String(value), schema, path)
      : value;
  }
  return typeof value === 'string' ? value : wrongType(value, path, "<class 'str'>", problems);
}

function wrongType(value: unknown, path: string, expected: string, problems: string[]): undefined {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  problems.push(
    `Invalid type for parameter ${path}, value: ${shown}, type: ${typeName(value)}, valid types: ${expected}`,
  );
  return undefined;
}

/** The names of types that the AWS CLI uses, which is written in Python. */
function typeName(value: unknown): string {
  if (Array.isArray(value)) return "<class 'list'>";
  if (typeof value === 'number') {
    return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>";
  }
  if (typeof value === 'boolean') return "<class 'bool'>";
  return typeof value === 'string' ? "<class 'str'>" : "<class 'dict'>";
}

function isIdempotencyToken(schema: NormalizedSchema, name: string): boolean {
  return schema.getMemberSchema(name).isIdempotencyToken();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
