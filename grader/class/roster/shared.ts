import type { RosterEntry } from '../roster-entry.ts';
import type { Finding } from './finding.ts';

/** A student with the line where he stands. */
export interface Listed {
  readonly line: number;
  readonly entry: RosterEntry;
}

type Shared = Finding & { readonly line: number; readonly where: string };

/** Students of one id; small and capital letters are one, since files are named after it. */
export const sharedIds = (listed: readonly Listed[]): Shared[] =>
  repeated(listed, ({ id }) => id.normalize().toLowerCase() || undefined).map((one) => ({
    line: one.line,
    where: `the id ${one.entry.id}`,
    expected: 'an id that no other student has',
    found: `that of line ${one.first.line}, ${one.first.entry.name}`,
  }));

/** Students whose work would be looked for in one place. */
export const sharedPlaces = (listed: readonly Listed[]): Shared[] =>
  (['account', 'role', 'profile', 'submission'] as const).flatMap((field) =>
    repeated(listed, placeOf(field)).map(({ line, entry, first }) => ({
      line,
      where: `${field} of ${entry.id || entry.name}`,
      expected: `${field === 'account' ? 'an' : 'a'} ${field} that no other student has`,
      found: `${entry[field]}, that of line ${first.line}, ${first.entry.name}`,
      advice: 'If they work together, say --allow-shared-accounts: each gets what all have earned.',
    })),
  );

/** The same account is another place in another region. */
const placeOf =
  (field: 'account' | 'role' | 'profile' | 'submission') =>
  (entry: RosterEntry): string | undefined =>
    entry[field] === undefined ? undefined : `${entry[field]} ${entry.region ?? ''}`;

const repeated = (listed: readonly Listed[], keyOf: (entry: RosterEntry) => string | undefined) => {
  const seen = new Map<string, Listed>();
  return listed.flatMap((one) => {
    const key = keyOf(one.entry);
    if (key === undefined) return [];
    const first = seen.get(key);
    if (first === undefined) seen.set(key, one);
    return first === undefined ? [] : [{ ...one, first }];
  });
};
