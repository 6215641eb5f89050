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
  return [
    {
      path,
      where: name(where, path),
      expected: expectation(schema, path),
      found: show(valueAt(value, path)),
    },
  ];
};

/** `quiz layers` and `['choices', 0, 'text']` make `quiz layers, choices[0].text`. */
const name = (where: string, path: Path): string => {
  const member = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return member === '' ? where : `${where}, ${member.replace(/^\./, '')}`;
};

const expectation = (schema: z.ZodType, path: Path): string => {
  let current: z.core.$ZodType | undefined = schema;
  for (const key of path) current = member(current, key);
  return z.globalRegistry.get(current ?? schema)?.description ?? 'something else';
};

const member = (
  schema: z.core.$ZodType | undefined,
  key: string | number,
): z.core.$ZodType | undefined => {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    return member(schema.def.innerType, key);
  }
  if (schema instanceof z.ZodObject) return schema.shape[key];
  if (schema instanceof z.ZodArray) return schema.element;
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
