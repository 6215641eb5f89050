/**
 * Where two values differ first, in words; undefined: nowhere. The order of maps and sets does not count. A
 * member that is undefined is as good as none, since no journal keeps it.
 */
export function difference(a: unknown, b: unknown, path = ''): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (a instanceof Map && b instanceof Map) return inOrder(byKey(a), byKey(b), path);
  if (a instanceof Set && b instanceof Set) {
    return inOrder([...a].toSorted(), [...b].toSorted(), path);
  }
  if (Array.isArray(a) && Array.isArray(b)) return inOrder(a, b, path);
  if (isRecord(a) && isRecord(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = difference(a[key], b[key], `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return `${path || 'value'} is ${show(a)} and ${show(b)}`;
}

function inOrder(a: readonly unknown[], b: readonly unknown[], path: string): string | undefined {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const found = difference(a[i], b[i], `${path}[${i}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const byKey = (map: ReadonlyMap<unknown, unknown>) =>
  [...map].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Map) &&
  !(value instanceof Set);

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? String(value);
