import { createHash } from 'node:crypto';

/** Of letters, digits, dots, dashes and underscores; no dot at either end. */
const SAFE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/;

/** What Windows takes for a device, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name of a file or folder for each id, without extension: the id itself where every file system
 * takes it as it is, else what is left of it with a digest. No two are the same on a file system
 * that does not tell small letters from capitals. A name depends on the other ids only where they
 * would collide, never on their order.
 */
export const fileNames = (ids: readonly string[]): ReadonlyMap<string, string> => {
  const sameLetters = new Map<string, number>();
  for (const id of ids) {
    const key = id.toLowerCase();
    sameLetters.set(key, (sameLetters.get(key) ?? 0) + 1);
  }
  const isPlain = (id: string) =>
    SAFE.test(id) && !DEVICE.test(id) && sameLetters.get(id.toLowerCase()) === 1;
  const plain = new Set(ids.filter(isPlain).map((id) => id.toLowerCase()));
  return new Map(ids.map((id) => [id, isPlain(id) ? id : digested(id, plain)]));
};

/** As much of the digest as it takes to be like no plain one. */
const digested = (id: string, plain: ReadonlySet<string>): string => {
  const left = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  const digest = createHash('sha256').update(id, 'utf16le').digest('hex');
  const name = (length: number) => `${left === '' ? 'student' : left}-${digest.slice(0, length)}`;
  return plain.has(name(12)) ? name(64) : name(12);
};
