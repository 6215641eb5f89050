/**
 * Values of the SDK as JSON has them. A date becomes `{ "$date": "2026-01-01T00:00:00.000Z" }`, bytes
 * `{ "$bytes": "…" }` in base64; a member that begins with `$` has one more of it. Members that are
 * undefined, and the SDK's own `$metadata`, are left out. With `sorted` the members of objects are in
 * the order of their names, so that the same input has the same text.
 */
export const plain = (value: unknown, sorted = false): unknown => {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map((element) => plain(element, sorted));
  return typeof value === 'object' && value !== null ? plainMembers(value, sorted) : value;
};

/** As `plain`, of an object. */
export const plainMembers = (value: object, sorted = false): Record<string, unknown> => {
  const members = Object.entries(value).filter(
    ([name, member]) => member !== undefined && name !== '$metadata',
  );
  // By code unit: the same on every machine.
  if (sorted) members.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    members.map(([name, member]) => [
      name.startsWith('$') ? `$${name}` : name,
      plain(member, sorted),
    ]),
  );
};

/** What `plain` was given, from the JSON text of what it made. */
export const revive = (text: string) => JSON.parse(text, reviveMember);

const reviveMember = (_name: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('$date' in value && typeof value.$date === 'string') return new Date(value.$date);
  if ('$bytes' in value && typeof value.$bytes === 'string') {
    return new Uint8Array(Buffer.from(value.$bytes, 'base64'));
  }
  const names = Object.keys(value);
  if (!names.some((name) => name.startsWith('$'))) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.replace(/^\$/, ''), member]),
  );
};
