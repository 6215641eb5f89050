import { isPlainObject, type Plain, type PlainObject } from '../invoke/plain.ts';
import { pythonString, sortedKeys } from './python.ts';

/**
 * The AWS CLI's `text` output: a line a structure, its scalars in the order of their names between
 * tabs, the name of the member in capitals first; members that are not scalars follow, each on
 * lines of its own.
 */
export function formatText(value: Plain): string {
  return lines(value, undefined, undefined)
    .map((line) => `${line}\n`)
    .join('');
}

function lines(
  value: Plain,
  identifier: string | undefined,
  columns: readonly string[] | undefined,
): string[] {
  if (Array.isArray(value)) return listLines(value, identifier);
  if (isPlainObject(value)) return objectLines(value, identifier, columns);
  return [pythonString(value)];
}

function listLines(items: readonly Plain[], identifier: string | undefined): string[] {
  if (items.some(isPlainObject)) {
    const columns = allScalarKeys(items.filter(isPlainObject));
    return items.flatMap((item) => lines(item, identifier, columns));
  }
  const scalars = items.filter((item) => !Array.isArray(item));
  const nested = items.filter((item) => Array.isArray(item));
  return [
    ...scalarLines(scalars, identifier),
    ...nested.flatMap((item) => lines(item, identifier, undefined)),
  ];
}

function scalarLines(scalars: readonly Plain[], identifier: string | undefined): string[] {
  if (scalars.length === 0) return [];
  const words = scalars.map(pythonString);
  if (identifier === undefined) return [words.join('\t')];
  return words.map((word) => `${identifier.toUpperCase()}\t${word}`);
}

function objectLines(
  object: PlainObject,
  identifier: string | undefined,
  columns: readonly string[] | undefined,
): string[] {
  const keys = sortedKeys(Object.keys(object));
  const scalarKeys = columns ?? keys.filter((key) => isScalar(object[key]));
  const words = scalarKeys.map((key) => pythonString(object[key] ?? (key in object ? null : '')));
  const own = words.length === 0 ? [] : [identifier?.toUpperCase(), ...words];
  const nested = keys.filter((key) => !scalarKeys.includes(key));
  return [
    ...(own.length === 0 ? [] : [own.filter((word) => word !== undefined).join('\t')]),
    ...nested.flatMap((key) => lines(object[key] ?? null, key, undefined)),
  ];
}

function allScalarKeys(objects: readonly PlainObject[]): string[] {
  const keys = new Set<string>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) if (isScalar(value)) keys.add(key);
  }
  return sortedKeys(keys);
}

function isScalar(value: Plain | undefined): boolean {
  return typeof value !== 'object' || value === null;
}
