import type { NormalizedSchema } from '@smithy/core/schema';
import { members } from '../model/service.ts';

/** An input with every member of the schema, to fill in: for `--generate-cli-skeleton`. */
export function skeleton(schema: NormalizedSchema): unknown {
  return outline(schema, []);
}

function outline(schema: NormalizedSchema, within: readonly string[]): unknown {
  if (schema.isListSchema()) return [outline(schema.getValueSchema(), within)];
  if (schema.isMapSchema()) return { KeyName: outline(schema.getValueSchema(), within) };
  if (schema.isStructSchema()) {
    const name = schema.getName() ?? '';
    // A structure within itself has no end.
    if (within.includes(name)) return {};
    const path = [...within, name];
    return Object.fromEntries(members(schema).map(([key, each]) => [key, outline(each, path)]));
  }
  if (schema.isNumericSchema()) return 0;
  if (schema.isBooleanSchema()) return true;
  if (schema.isTimestampSchema()) return '1970-01-01T00:00:00';
  return '';
}
