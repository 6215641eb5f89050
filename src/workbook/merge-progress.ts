import type { GradeReport } from '../../grader/result.ts';
import type { Progress } from '../server/api.ts';

/** What two places that know of the same lab may each have more of. */
export type KnownProgress = Pick<
  Progress,
  'steps' | 'quiz' | 'answeredAt' | 'forgotten' | 'resetAt' | 'importedAt' | 'solvedAt'
>;

/**
 * Both together, the newer of each where they differ, `theirs` where neither is newer. What was
 * forgotten in one place since is forgotten in both; nothing else is lost.
 */
export const mergeProgress = (ours: KnownProgress, theirs: KnownProgress): KnownProgress => {
  const resetAt = newer(ours.resetAt, theirs.resetAt);
  const forgotten = join(ours.forgotten, theirs.forgotten, (one, other) => Math.max(one, other));
  const answeredAt = join(ours.answeredAt, theirs.answeredAt, (one, other) => Math.max(one, other));
  const importedAt = newer(ours.importedAt, theirs.importedAt);
  const stays = (at: number | undefined, since: number | undefined) =>
    since === undefined || Math.max(at ?? 0, importedAt ?? 0) > since;
  const steps = keep(
    join(ours.steps, theirs.steps, (our, their) =>
      (our.endedAt ?? 0) > (their.endedAt ?? 0) ? our : their,
    ),
    ({ endedAt }, id) => stays(endedAt, newer(forgotten[id], resetAt)),
  );
  const quiz = keep(
    join(ours.quiz, theirs.quiz, (our, their, id) =>
      (ours.answeredAt?.[id] ?? 0) > (theirs.answeredAt?.[id] ?? 0) ? our : their,
    ),
    (_, id) => stays(answeredAt[id], resetAt),
  );
  const solvedAt = newer(ours.solvedAt, theirs.solvedAt);
  return {
    steps,
    quiz,
    ...some(
      'answeredAt',
      keep(answeredAt, (_, id) => quiz[id] !== undefined),
    ),
    ...some(
      'forgotten',
      keep(forgotten, (at, id) => stays(at, resetAt) && steps[id] === undefined),
    ),
    ...(resetAt === undefined ? {} : { resetAt }),
    ...(importedAt === undefined ? {} : { importedAt }),
    ...(solvedAt !== undefined && stays(solvedAt, resetAt) ? { solvedAt } : {}),
  };
};

/** When all checks passed, if they do. */
export const whenSolved = ({ results, gradedAt }: GradeReport): Pick<Progress, 'solvedAt'> =>
  results.length > 0 && results.every(({ status }) => status === 'pass')
    ? { solvedAt: Date.parse(gradedAt) }
    : {};

type Dictionary<T> = Readonly<Record<string, T>>;

const newer = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

const join = <T>(
  ours: Dictionary<T> = {},
  theirs: Dictionary<T> = {},
  choose: (our: T, their: T, id: string) => T,
): Dictionary<T> => {
  const joined = new Map(Object.entries(ours));
  for (const [id, their] of Object.entries(theirs)) {
    const our = joined.get(id);
    joined.set(id, our === undefined ? their : choose(our, their, id));
  }
  return Object.fromEntries(joined);
};

const keep = <T>(from: Dictionary<T>, test: (value: T, id: string) => boolean): Dictionary<T> =>
  Object.fromEntries(Object.entries(from).filter(([id, value]) => test(value, id)));

/** Left out when there is nothing in it. */
const some = <K extends string, T>(name: K, values: Dictionary<T>) =>
  Object.keys(values).length === 0 ? {} : { [name]: values };
