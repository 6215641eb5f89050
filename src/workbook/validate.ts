import { z } from 'zod';
import type { LabProblem } from './lab-error.ts';

export type Path = readonly (string | number)[];
type Finding = Pick<LabProblem, 'where' | 'expected' | 'found'> & { readonly path: Path };

/** A value that fits its schema, or what does not, in words made of the schema's descriptions. */
export const validate = <S extends z.ZodType>(
  schema: S,
  value: unknown,
  where: string,
): { value: z.output<S> } | { findings: Finding[] } => {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return { findings: result.error.issues.flatMap((issue) => explain(schema, value, where, issue)) };
};

const explain = (
  schema: z.ZodType,
  value: unknown,
  where: string,
  issue: z.core.$ZodIssue,
): Finding[] => {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      where: name(where, path),
      expected: expectation(schema, path),
      found: `"${key}", which is not one of them`,
    }));
  }
  const isKey = issue.code === 'invalid_key';
  return [
    {
      path,
      where: name(where, path),
      expected: isKey ? keyExpectation(schema, path) : expectation(schema, path),
      found: show(isKey ? path.at(-1) : valueAt(value, path)),
    },
  ];
};

/** `quiz layers` and `['choices', 0, 'text']` make `quiz layers, choices[0].text`. */
const name = (where: string, path: Path): string => {
  const member = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return member === '' ? where : `${where}, ${member.replace(/^\./, '')}`;
};

const expectation = (schema: z.ZodType, path: Path): string =>
  describe(schemaAt(schema, path) ?? schema);

const keyExpectation = (schema: z.ZodType, path: Path): string => {
  const record = inner(schemaAt(schema, path.slice(0, -1)));
  return describe(record instanceof z.ZodRecord ? record.keyType : schema);
};

const describe = (schema: z.core.$ZodType): string =>
  z.globalRegistry.get(schema)?.description ?? 'something else';

const schemaAt = (schema: z.core.$ZodType, path: Path): z.core.$ZodType | undefined => {
  let current: z.core.$ZodType | undefined = schema;
  for (const key of path) current = member(current, key);
  return current;
};

const inner = (schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? inner(schema.def.innerType)
    : schema;

const member = (
  outer: z.core.$ZodType | undefined,
  key: string | number,
): z.core.$ZodType | undefined => {
  const schema = inner(outer);
  if (schema instanceof z.ZodObject) return schema.shape[key];
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((option) => member(option, key)).find((found) => found !== undefined);
  }
  return undefined;
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );

const show = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};
