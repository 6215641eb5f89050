import type { NormalizedSchema } from '@smithy/core/schema';
import { readScalar } from './scalar.ts';
import type { ShorthandValue } from './shorthand.ts';

/**
 * Gives shorthand's words the types of the schema: numbers and booleans, and a list where the
 * schema wants one but a single value was written. What the schema does not know stays as it is,
 * for the validation to report.
 */
export function applySchema(
  value: ShorthandValue,
  schema: NormalizedSchema,
  path: string,
): unknown {
  if (schema.isListSchema()) {
    const items = Array.isArray(value) ? value : [value];
    const item = schema.getValueSchema();
    return items.map((each, index) => applySchema(each, item, `${path}[${index}]`));
  }
  if (typeof value === 'string') return readScalar(value, schema, path);
  if (Array.isArray(value)) return value;
  const typed = Object.entries(value).map(([key, each]) => {
    const member = memberSchema(schema, key);
    return [key, member === undefined ? each : applySchema(each, member, joinPath(path, key))];
  });
  return Object.fromEntries(typed);
}

function memberSchema(schema: NormalizedSchema, key: string): NormalizedSchema | undefined {
  if (schema.isMapSchema()) return schema.getValueSchema();
  if (!schema.isStructSchema()) return undefined;
  for (const [name, member] of schema.structIterator()) if (name === key) return member;
  return undefined;
}

/** The path of a member as the AWS CLI writes it: `containerDefinitions[0].name`. */
export function joinPath(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`;
}
