import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef } from '@smithy/types';

/** The JSON text of an output. */
export type Write = (value: unknown) => string;

/**
 * Compiles writers from the SDK's schemas: members that a schema does not have are left out, times
 * become seconds since the epoch, bytes base64. The SDK's own serializer writes the same and takes
 * four times as long, which would be most of what a describe call costs.
 */
export function writerCompiler(): (schema: $SchemaRef) => Write {
  const structures = new Map<unknown, Write>();

  const compile = (schema: NormalizedSchema): Write => {
    if (schema.isStructSchema()) return structureOnce(schema);
    if (schema.isListSchema()) return listOf(compile(schema.getValueSchema()));
    if (schema.isMapSchema()) return mapOf(compile(schema.getValueSchema()));
    if (schema.isTimestampSchema()) return writeTime;
    if (schema.isBlobSchema()) return writeBytes;
    return writeScalar;
  };

  /** Structures may contain themselves: each is compiled once, when it is first written. */
  const structureOnce = (schema: NormalizedSchema): Write => {
    const key = schema.getSchema();
    let write = structures.get(key);
    if (write === undefined) {
      let members: Write | undefined;
      write = (value) => {
        members ??= structureOf(schema, compile);
        return members(value);
      };
      structures.set(key, write);
    }
    return write;
  };

  return (schema) => compile(NormalizedSchema.of(schema));
}

function structureOf(
  schema: NormalizedSchema,
  compile: (schema: NormalizedSchema) => Write,
): Write {
  const members = [...schema.structIterator()].map(([name, member]) => ({
    name,
    key: `${JSON.stringify(name)}:`,
    write: compile(member),
  }));
  return (value) => {
    if (!isRecord(value)) return '{}';
    let text = '';
    for (const { name, key, write } of members) {
      const member = value[name];
      if (member === undefined || member === null) continue;
      text += (text === '' ? '' : ',') + key + write(member);
    }
    return `{${text}}`;
  };
}

const listOf =
  (write: Write): Write =>
  (value) =>
    Array.isArray(value) ? `[${value.map(write).join(',')}]` : '[]';

const mapOf =
  (write: Write): Write =>
  (value) => {
    if (!isRecord(value)) return '{}';
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(',')}}`;
  };

/** Printable ASCII without `"` and `\`: nearly all text, and twice as fast without JSON.stringify. */
const NOTHING_TO_ESCAPE = /^[ !#-[\]-~]*$/;

const writeScalar: Write = (value) =>
  typeof value === 'string' && NOTHING_TO_ESCAPE.test(value)
    ? `"${value}"`
    : (JSON.stringify(value) ?? 'null');
const writeTime: Write = (value) =>
  value instanceof Date ? String(value.getTime() / 1000) : 'null';
const writeBytes: Write = (value) =>
  value instanceof Uint8Array ? `"${Buffer.from(value).toString('base64')}"` : 'null';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
