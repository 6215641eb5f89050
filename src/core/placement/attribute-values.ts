import type { ContainerInstance } from '../model/index.ts';

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
