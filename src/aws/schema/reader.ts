import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef } from '@smithy/types';
import { ShapeProblem, wrongType } from './problem.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Turns parsed JSON into the shape of a schema; throws `ShapeProblem`. */
export type Read = (value: unknown) => unknown;

/**
 * Compiles readers from the SDK's schemas: types and required members are checked, `null` counts
 * as absent, unknown members are dropped. The value given is never changed.
 */
export function readerCompiler(vocabulary: Vocabulary): (schema: $SchemaRef) => Read {
  const structures = new Map<unknown, Read>();

  const compile = (schema: NormalizedSchema, place: string): Read => {
    if (schema.isUnitSchema()) return () => ({});
    if (schema.isStructSchema()) return structureOnce(schema);
    if (schema.isListSchema()) return listOf(compile(schema.getValueSchema(), place));
    if (schema.isMapSchema()) return mapOf(compile(schema.getValueSchema(), place));
    if (schema.isStringSchema()) return stringOf(vocabulary.enums[place]);
    if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema())
      return vocabulary.fractions.has(place) ? readNumber : readInteger;
    if (schema.isBooleanSchema()) return readBoolean;
    if (schema.isTimestampSchema()) return readTimestamp;
    if (schema.isBlobSchema()) return readBlob;
    return (value) => value;
  };

  const compileMember = (schema: NormalizedSchema, place: string): Read => {
    const read = compile(schema, place);
    const instead = vocabulary.unsupported?.[place];
    return instead === undefined ? read : unsupportedUnlessEmpty(read, instead);
  };

  /** Structures may contain themselves: each is compiled once, when it is first read. */
  const structureOnce = (schema: NormalizedSchema): Read => {
    const key = schema.getSchema();
    let read = structures.get(key);
    if (read === undefined) {
      let members: Read | undefined;
      read = (value) => {
        members ??= structureOf(schema, compileMember);
        return members(value);
      };
      structures.set(key, read);
    }
    return read;
  };

  return (schema) => compile(NormalizedSchema.of(schema), '');
}

function structureOf(
  schema: NormalizedSchema,
  compile: (schema: NormalizedSchema, place: string) => Read,
): Read {
  const structure = schema.getName() ?? '';
  const required = requiredCount(schema);
  const members = [...schema.structIterator()].map(([name, member], index) => ({
    name,
    required: index < required,
    read: compile(member, `${structure}.${name}`),
  }));
  return (value) => {
    if (!isRecord(value)) throw wrongType('an object', value);
    const result: Record<string, unknown> = {};
    for (const { name, required, read } of members) {
      const given = value[name];
      if (given !== undefined && given !== null) result[name] = within(name, read, given);
      else if (required) within(name, missing, undefined);
    }
    return result;
  };
}

/** Required members come first in a structure's schema; the seventh element counts them. */
function requiredCount(schema: NormalizedSchema): number {
  const definition = schema.getSchema();
  return Array.isArray(definition) && typeof definition[6] === 'number' ? definition[6] : 0;
}

const listOf =
  (read: Read): Read =>
  (value) => {
    if (!Array.isArray(value)) throw wrongType('a list', value);
    return value.map((item, index) => within(index, read, item));
  };

const mapOf =
  (read: Read): Read =>
  (value) => {
    if (!isRecord(value)) throw wrongType('an object', value);
    const entries = Object.entries(value).filter(([, item]) => item !== null);
    // `fromEntries` and not assignment: a key may be `__proto__`.
    return Object.fromEntries(entries.map(([key, item]) => [key, within(key, read, item)]));
  };

function stringOf(members: Readonly<Record<string, string>> | undefined): Read {
  const valid = members === undefined ? undefined : new Set(Object.values(members));
  return (value) => {
    if (typeof value !== 'string') throw wrongType('a string', value);
    if (valid === undefined || valid.has(value)) return value;
    const detail = `'${value.slice(0, 100)}' is not one of: ${[...valid].join(', ')}`;
    throw new ShapeProblem('NotInEnum', detail);
  };
}

const readInteger: Read = (value) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw wrongType('an integer', value);
};

const readNumber: Read = (value) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrongType('a number', value);
};

const readBoolean: Read = (value) => {
  if (typeof value === 'boolean') return value;
  throw wrongType('a boolean', value);
};

/** Seconds since the epoch in JSON, ISO 8601 in Query, read already in CBOR. */
const readTimestamp: Read = (value) => {
  const date =
    value instanceof Date
      ? value
      : typeof value === 'number'
        ? new Date(Math.round(value * 1000))
        : typeof value === 'string'
          ? new Date(value)
          : undefined;
  if (date !== undefined && !Number.isNaN(date.getTime())) return date;
  throw wrongType('a time (seconds since 1970)', value);
};

const readBlob: Read = (value) => {
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  throw wrongType('a base64 string', value);
};

const missing: Read = () => {
  throw new ShapeProblem('Missing', 'is required and was not given');
};

const unsupportedUnlessEmpty =
  (read: Read, instead: string): Read =>
  (value) => {
    const result = read(value);
    if (asksForNothing(result)) return result;
    throw new ShapeProblem('Unsupported', `is not supported by this runtime. ${instead}`);
  };

/** `false`, no text, an empty list, and what consists of these only, as clients send defaults. */
const asksForNothing = (value: unknown): boolean =>
  !value || (typeof value === 'object' && Object.values(value).every(asksForNothing));

/** Reads one part; a problem in it learns on its way out where it is. */
function within(step: string | number, read: Read, value: unknown): unknown {
  try {
    return read(value);
  } catch (error) {
    if (error instanceof ShapeProblem) error.path.unshift(step);
    throw error;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
