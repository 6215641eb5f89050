import type { NormalizedSchema } from '@smithy/core/schema';
import { members } from '../model/service.ts';
import { skeleton } from '../parameters/skeleton.ts';

/** The type of a member in a word. */
export function typeWord(schema: NormalizedSchema): string {
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isStructSchema()) return 'structure';
  if (schema.isNumericSchema()) return 'number';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isTimestampSchema()) return 'timestamp';
  return schema.isBlobSchema() ? 'blob' : 'string';
}

/** How to write a structure in shorthand syntax; nothing for what is too deep for it to help. */
export function shorthandOutline(schema: NormalizedSchema): string[] {
  if (!isNested(schema)) return listOfScalars(schema);
  const several = schema.isListSchema();
  const text = shorthand(several ? schema.getValueSchema() : schema, 0);
  return text === undefined ? [] : ['Shorthand syntax:', `    ${text}${several ? ' ...' : ''}`];
}

/** How to write a structure in JSON. */
export function jsonOutline(schema: NormalizedSchema): string[] {
  if (!isNested(schema)) return [];
  const document = JSON.stringify(skeleton(schema), null, 2).split('\n');
  return ['JSON syntax:', ...document.map((line) => `    ${line}`)];
}

const DEEPEST = 2;

function shorthand(schema: NormalizedSchema, depth: number): string | undefined {
  if (schema.isListSchema()) {
    const item = shorthand(schema.getValueSchema(), depth);
    return item === undefined ? undefined : `[${item},${item}]`;
  }
  if (!isNested(schema)) return typeWord(schema);
  if (depth > DEEPEST) return undefined;
  const entries = schema.isMapSchema()
    ? ['KeyName1', 'KeyName2'].map((key) => [key, schema.getValueSchema()] as const)
    : members(schema);
  const parts: string[] = [];
  for (const [name, member] of entries) {
    const value = shorthand(member, depth + 1);
    if (value === undefined) return undefined;
    parts.push(`${name}=${value}`);
  }
  return depth === 0 ? parts.join(',') : `{${parts.join(',')}}`;
}

function listOfScalars(schema: NormalizedSchema): string[] {
  return schema.isListSchema() ? ['Syntax:', '    "string" "string" ...'] : [];
}

/** Structures and maps, and lists of them. */
function isNested(schema: NormalizedSchema): boolean {
  if (schema.isListSchema()) return isNested(schema.getValueSchema());
  return schema.isStructSchema() || schema.isMapSchema();
}
