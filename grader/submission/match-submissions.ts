import type { RosterEntry } from '../class/roster-entry.ts';
import { ARCHIVE } from './unpack.ts';

export interface MatchedSubmissions {
  /** Name in the folder of submissions, by the student's id. */
  readonly of: ReadonlyMap<string, string>;
  /** For people, by the student's id: why none could be told. */
  readonly problems: ReadonlyMap<string, string>;
  /** Names that are nobody's, with why. */
  readonly unmatched: readonly { readonly name: string; readonly why: string }[];
}

/**
 * Whose the folders and archives of a directory are: by the roster's `submission`, else by the
 * student's id as the whole name or as a word of it (Canvas: `lovelaceada_4711_98765_capstone.zip`),
 * else by the name before Moodle's `_123_assignsubmission_file_`. Who could be meant twice is not.
 */
export const matchSubmissions = (
  names: readonly string[],
  roster: readonly RosterEntry[],
): MatchedSubmissions => {
  const found = new Map<string, string[]>();
  const unmatched: { name: string; why: string }[] = [];
  for (const name of names.filter((each) => !each.startsWith('.')).toSorted()) {
    const owners = ownersOf(name, roster);
    const [owner] = owners;
    if (owner !== undefined && owners.length === 1) {
      found.set(owner.id, [...(found.get(owner.id) ?? []), name]);
    } else {
      const ids = owners.map(({ id }) => id).join(', ');
      const why = ids === '' ? 'no student of the roster is named so' : `it may be of ${ids}`;
      unmatched.push({ name, why });
    }
  }
  const of = new Map<string, string>();
  const problems = new Map<string, string>();
  for (const { id, submission } of roster) {
    const [name, ...others] = found.get(id) ?? [];
    if (name === undefined) {
      const wanted = submission ?? `${id}.zip, ${id}.tar.gz or a folder ${id}`;
      problems.set(id, `Nothing was handed in: expected ${wanted} in the folder of submissions.`);
    } else if (others.length === 0) of.set(id, name);
    else {
      problems.set(
        id,
        `Several things were handed in: ${[name, ...others].join(', ')}. Name the one that counts in a column "submission" of the roster.`,
      );
    }
  }
  return { of, problems, unmatched };
};

/** The first way to tell that names anybody. */
const ownersOf = (name: string, roster: readonly RosterEntry[]): readonly RosterEntry[] => {
  const stem = name.replace(ARCHIVE, '');
  const word = stem.toLowerCase();
  const moodle = /^(.+)_\d+_assignsubmission_file_?/i.exec(stem)?.[1]?.toLowerCase();
  const ways: ((entry: RosterEntry) => boolean)[] = [
    ({ submission }) => submission === name || submission === stem,
    // Whose submission the roster names, has no other.
    ({ submission, id }) => submission === undefined && id === stem,
    ({ submission, id }) => submission === undefined && id.toLowerCase() === word,
    ({ submission, id }) => submission === undefined && hasWord(word, id.toLowerCase()),
    ({ submission, name: full }) => submission === undefined && full.toLowerCase() === moodle,
  ];
  for (const way of ways) {
    const owners = roster.filter(way);
    if (owners.length > 0) return owners;
  }
  return [];
};

/** Letters and digits on neither side of it. */
const hasWord = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
};
