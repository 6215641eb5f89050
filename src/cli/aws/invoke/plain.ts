import type { NormalizedSchema } from '@smithy/core/schema';
import { members } from '../model/service.ts';

/** A value of JSON: what is printed and queried. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };
export type PlainObject = { [key: string]: Plain };

/** How times are shown: ISO 8601 with the local offset, or seconds as on the wire. */
export type TimestampFormat = 'iso8601' | 'wire';

/** What the SDK answered, as the AWS CLI shows it: members in the schema's order, no metadata. */
export function toPlain(
  output: object,
  schema: NormalizedSchema,
  format: TimestampFormat,
): PlainObject {
  if (schema.isUnitSchema()) return {};
  const plain = convert(output, schema, format);
  return isPlainObject(plain) ? plain : {};
}

/** Whether a value is a structure or map. */
export function isPlainObject(value: Plain | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function convert(value: unknown, schema: NormalizedSchema, format: TimestampFormat): Plain {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) {
    const item = schema.isListSchema() ? schema.getValueSchema() : schema;
    return value.map((each) => convert(each, item, format));
  }
  if (value instanceof Date) return format === 'wire' ? value.getTime() / 1000 : isoTime(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'object')
    return convertObject(new Map(Object.entries(value)), schema, format);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

function convertObject(
  value: ReadonlyMap<string, unknown>,
  schema: NormalizedSchema,
  format: TimestampFormat,
): PlainObject {
  const result: PlainObject = {};
  const keys: [string, NormalizedSchema][] = schema.isStructSchema()
    ? members(schema)
    : [...value.keys()].map((key) => [
        key,
        schema.isMapSchema() ? schema.getValueSchema() : schema,
      ]);
  for (const [key, member] of keys) {
    const each = value.get(key);
    if (each !== undefined && each !== null) result[key] = convert(each, member, format);
  }
  return result;
}

/** As Python's `isoformat`: microseconds only where there are any, and the local offset. */
export function isoTime(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString();
  const milliseconds = local.slice(20, 23);
  const fraction = milliseconds === '000' ? '' : `.${milliseconds}000`;
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${local.slice(0, 19)}${fraction}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}
