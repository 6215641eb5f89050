import { z } from 'zod';

/** One member of what an author writes. */
export interface MemberRow {
  /** `makes.clusters`, `choices[].text`. */
  readonly path: string;
  /** What is expected, in the words of the errors. */
  readonly expected: string;
  /** `integer, 1 to 99`. */
  readonly type: string;
  /** "must be given", the default, or "may be left out". */
  readonly otherwise: string;
}

type Json = z.core.JSONSchema.BaseSchema;

/** Every member of a schema. Throws when one has no description: authors would not know what it is. */
export const schemaRows = (schema: z.ZodType, name: string): MemberRow[] =>
  rowsOf(z.toJSONSchema(schema, { io: 'input' }), '', name);

const rowsOf = (object: Json, prefix: string, name: string): MemberRow[] =>
  Object.entries(object.properties ?? {}).flatMap(([key, member]) => {
    if (typeof member === 'boolean') return [];
    const path = `${prefix}${key}`;
    if (member.description === undefined) {
      throw new Error(
        `src/workbook/schema.ts: ${name}, ${path} has no description. Expected .describe('…'), which completes the sentence "expected …".`,
      );
    }
    const required = object.required?.includes(key) === true;
    const row = {
      path,
      expected: member.description,
      type: typeOf(member),
      otherwise: otherwise(member, required),
    };
    return [row, ...inside(member, path, name)];
  });

const inside = (member: Json, path: string, name: string): MemberRow[] => {
  const { items, additionalProperties } = member;
  if (typeof items === 'object' && !Array.isArray(items)) return rowsOf(items, `${path}[].`, name);
  // What the author gives names to.
  if (typeof additionalProperties === 'object') {
    const { description = '' } = additionalProperties;
    return [
      { path: `${path}.NAME`, expected: description, type: 'object', otherwise: '' },
      ...inside(additionalProperties, `${path}.NAME`, name),
    ];
  }
  const kinds = member.anyOf ?? [member];
  return kinds.flatMap((kind) => rowsOf(kind, `${path}.`, name));
};

const otherwise = (member: Json, required: boolean): string => {
  if (required) return 'must be given';
  const { default: usual } = member;
  if (usual === undefined || JSON.stringify(usual) === '{}') return 'may be left out';
  return JSON.stringify(usual);
};

const typeOf = (member: Json): string => {
  const { type, minimum, maximum, minLength, maxLength, minItems } = member;
  const parts = [
    type === 'array'
      ? `list of ${itemType(member)}`
      : String(member.const ?? type ?? kinds(member) ?? 'text'),
    range(minimum, maximum),
    range(minLength, maxLength, ' characters'),
    minItems === undefined ? '' : `at least ${minItems}`,
    member.enum === undefined ? '' : member.enum.join(', '),
  ];
  return parts.filter((part) => part !== '').join('; ');
};

/** `string or number` */
const kinds = ({ anyOf }: Json): string | undefined => anyOf?.map(({ type }) => type).join(' or ');

const itemType = ({ items }: Json): string =>
  typeof items === 'object' && !Array.isArray(items)
    ? String(items.type ?? kinds(items))
    : 'anything';

const range = (least: number | undefined, most: number | undefined, unit = ''): string => {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `from ${least}${unit}`;
  return `${least ?? 0} to ${most}${unit}`;
};
