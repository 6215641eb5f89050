import { invalidParameter } from '../errors.ts';
import type { Attribute } from '../model/index.ts';

/** AWS: so many custom attributes for each resource, and for each call. */
export const MOST_CUSTOM_ATTRIBUTES = 10;

const NAME = /^[A-Za-z0-9_./\\-]{1,128}$/;
const VALUE = /^(?! )[A-Za-z0-9_.@/\\: -]{1,128}(?<! )$/;

/** Attributes that ECS and its agent set, and nobody else. */
export const isBuiltIn = (name: string): boolean =>
  name.startsWith('ecs.') || name.startsWith('com.amazonaws.ecs.');

/** AWS: see Attribute.name and Attribute.value. Throws InvalidParameterException. */
export function checkedAttribute(name: string | undefined, value: string | undefined): Attribute {
  if (name === undefined || !NAME.test(name)) {
    throw invalidParameter(
      `The attribute name "${(name ?? '').slice(0, 200)}" is invalid: expected 1 to 128 letters, digits, hyphens, underscores, slashes, backslashes and periods.`,
    );
  }
  if (value === undefined || value === '') return { name };
  if (!VALUE.test(value)) {
    throw invalidParameter(
      `The value "${value.slice(0, 200)}" of the attribute "${name}" is invalid: expected 1 to 128 letters, digits, spaces and any of - _ . @ / \\ :, with no space at the start or end.`,
    );
  }
  return { name, value };
}

/** The attributes with these put in; what was there under the same name is replaced. */
export function withAttributes(
  before: readonly Attribute[],
  put: readonly Attribute[],
): readonly Attribute[] {
  const byName = new Map([...before, ...put].map((attribute) => [attribute.name, attribute]));
  return [...byName.values()];
}
