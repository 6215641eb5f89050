import type { Attribute, ContainerInstance } from '../model/index.ts';

/**
 * Values by name, '' for an attribute without one. Lists of attributes are values that never
 * change, so each is read only once; what is kept goes when the list does.
 */
export function attributeValues({ attributes }: ContainerInstance): ReadonlyMap<string, string> {
  const known = read.get(attributes);
  if (known !== undefined) return known;
  const values = new Map(attributes.map(({ name, value = '' }) => [name, value]));
  read.set(attributes, values);
  return values;
}

const read = new WeakMap<ContainerInstance['attributes'], ReadonlyMap<string, string>>();

export type Lacks = (instance: ContainerInstance) => boolean;

/**
 * Whether an instance has not all of these: the name, and the value where one is required. What was
 * found once holds, since lists of attributes on neither side ever change.
 */
export function lacksAttributes(required: readonly Attribute[]): Lacks {
  if (required.length === 0) return () => false;
  const known = verdicts.get(required) ?? new WeakMap<readonly Attribute[], boolean>();
  verdicts.set(required, known);
  return (instance) => {
    const verdict = known.get(instance.attributes);
    if (verdict !== undefined) return verdict;
    const values = attributeValues(instance);
    const lacks = required.some(({ name, value }) => {
      const has = values.get(name);
      return has === undefined || (value !== undefined && has !== value);
    });
    known.set(instance.attributes, lacks);
    return lacks;
  };
}

const verdicts = new WeakMap<readonly Attribute[], WeakMap<readonly Attribute[], boolean>>();
