/** A value as the AWS API answers it. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** What is found along that path; undefined: nothing. */
export const member = (value: Json | undefined, ...path: (string | number)[]): Json | undefined => {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    const entry: [string, Json] | undefined = Object.entries(found).find(
      ([name]) => name === String(step),
    );
    found = entry?.[1];
  }
  return found;
};

/** The text there; empty: there is none. */
export const textAt = (value: Json | undefined, ...path: (string | number)[]): string => {
  const found = member(value, ...path);
  return typeof found === 'string' ? found : '';
};

/** The members of the list there. */
export const listAt = (value: Json | undefined, ...path: (string | number)[]): readonly Json[] => {
  const found = member(value, ...path);
  return Array.isArray(found) ? found : [];
};
