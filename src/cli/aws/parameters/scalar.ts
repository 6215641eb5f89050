import type { NormalizedSchema } from '@smithy/core/schema';

/** A value is not of the schema's type; the message names the member and what was expected. */
export class ScalarError extends Error {
  override readonly name = 'ScalarError';
}

/** Reads one word of the command line as the schema's type; structures and lists stay words. */
export function readScalar(text: string, schema: NormalizedSchema, path: string): unknown {
  if (schema.isNumericSchema()) {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number)) return number;
    throw new ScalarError(`Expected a number for ${path}, received: '${text}'`);
  }
  if (schema.isBooleanSchema()) {
    const word = text.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    throw new ScalarError(`Expected true or false for ${path}, received: '${text}'`);
  }
  if (schema.isTimestampSchema()) return readTimestamp(text, path);
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64');
  return text;
}

/** Seconds since the epoch, or a date and time in ISO 8601. */
function readTimestamp(text: string, path: string): Date {
  const date = /^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new ScalarError(
    `Expected a date such as 2026-01-31T10:00:00Z, or seconds since 1970, for ${path}, received: '${text}'`,
  );
}
