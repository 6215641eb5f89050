/** What a value must have: literal values, patterns for strings, and only the members that matter. */
export type Wanted<T> = T extends readonly (infer E)[]
  ? readonly Wanted<E>[]
  : T extends string
    ? T | RegExp
    : T extends number | boolean
      ? T
      : T extends object
        ? { readonly [K in keyof T]?: Wanted<NonNullable<T[K]>> }
        : T;

export interface Difference {
  /** `containerDefinitions.portMappings.containerPort` */
  readonly member: string;
  readonly expected: string;
  readonly observed: string;
}

/**
 * Where `actual` does not have what is wanted. Each wanted element of an array must be there, in
 * any place; elements with a name are compared with the one of that name.
 */
export const differences = (wanted: unknown, actual: unknown, member = ''): Difference[] => {
  if (wanted instanceof RegExp) {
    return typeof actual === 'string' && wanted.test(actual)
      ? []
      : [{ member, expected: `like ${wanted}`, observed: show(actual) }];
  }
  if (Array.isArray(wanted)) {
    return wanted.flatMap((element) => inArray(element, actual, member));
  }
  if (isObject(wanted)) {
    if (!isObject(actual)) return [{ member, expected: show(wanted), observed: show(actual) }];
    return Object.entries(wanted).flatMap(([key, value]) =>
      differences(value, actual[key], member === '' ? key : `${member}.${key}`),
    );
  }
  return wanted === actual ? [] : [{ member, expected: show(wanted), observed: show(actual) }];
};

const inArray = (wanted: unknown, actual: unknown, member: string): Difference[] => {
  const elements: unknown[] = Array.isArray(actual) ? actual : [];
  const name = isObject(wanted) ? wanted.name : undefined;
  const named = elements.find((element) => isObject(element) && element.name === name);
  if (name !== undefined) {
    if (named !== undefined) return differences(wanted, named, member);
    const names = elements.flatMap((element) => (isObject(element) ? [show(element.name)] : []));
    const observed = names.length === 0 ? 'none' : `only ${names.join(', ')}`;
    return [{ member, expected: `one named ${show(name)}`, observed }];
  }
  const tries = elements.map((element) => differences(wanted, element, member));
  if (tries.some((found) => found.length === 0)) return [];
  // The nearest element tells best what is wrong.
  const nearest = tries.sort((a, b) => a.length - b.length)[0];
  return isObject(wanted) && nearest !== undefined
    ? nearest
    : [{ member, expected: show(wanted), observed: show(actual) }];
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_key, inner) => (inner instanceof RegExp ? `${inner}` : inner));
};

/** `cpu 512, networkMode awsvpc` */
export const inWords = (found: readonly Difference[], side: 'expected' | 'observed'): string =>
  found.map((difference) => `${difference.member} ${difference[side]}`).join(', ');
