import type { NormalizedSchema } from '@smithy/core/schema';
import { CommandError, parameterError } from '../usage.ts';
import { readFileReference } from './files.ts';
import { readJson } from './json.ts';
import { readScalar } from './scalar.ts';
import { parseShorthand } from './shorthand.ts';
import { applySchema } from './shorthand-types.ts';

/**
 * What the words after an option mean for the schema of its member: JSON, shorthand syntax, plain
 * values, or a file that holds one of them.
 *
 * @throws CommandError that names the option, for what cannot be read.
 */
export function readValue(
  option: string,
  member: string,
  words: readonly string[],
  schema: NormalizedSchema,
): unknown {
  const [first = ''] = words;
  const given = words.length === 1 ? [readFileReference(option, first)] : words;
  try {
    return schema.isListSchema()
      ? readList(option, member, given, schema)
      : readOne(option, member, given[0] ?? '', schema);
  } catch (error) {
    if (error instanceof CommandError || !(error instanceof Error)) throw error;
    throw parameterError(option, error.message);
  }
}

function readList(
  option: string,
  member: string,
  words: readonly string[],
  schema: NormalizedSchema,
): unknown {
  const [first = ''] = words;
  if (words.length === 1 && first.trimStart().startsWith('[')) return readJson(option, first);
  const item = schema.getValueSchema();
  return words.map((word, index) => readOne(option, `${member}[${index}]`, word, item));
}

function readOne(option: string, path: string, text: string, schema: NormalizedSchema): unknown {
  const nested = schema.isStructSchema() || schema.isMapSchema() || schema.isListSchema();
  if (!nested)
    return schema.isDocumentSchema() ? readJson(option, text) : readScalar(text, schema, path);
  if (/^\s*[[{]/.test(text)) return readJson(option, text);
  return applySchema(parseShorthand(text), schema, path);
}
