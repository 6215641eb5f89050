import type { CheckContext } from '../check.ts';
import { Unmet } from '../unmet.ts';
import { expectCluster } from './cluster.ts';
import { tagsOf } from './tags.ts';

/** A figure that a student works out and hands in as a tag: all that a check sees is the AWS API. */
export interface Answer {
  /** Of the tag. */
  readonly key: string;
  /** What is asked for: `dollars for a month of two cats on Fargate`. */
  readonly what: string;
  readonly value: number;
  /** To the cent, or a whole number. */
  readonly as: 'dollars' | 'count';
  /** Wrong figures that tell how one came by them, with a hint for each. */
  readonly slips?: readonly { readonly value: number; readonly hint: string }[] | undefined;
}

/**
 * The figures are on the cluster as tags, and right. Answers them in words. `members` are the keys
 * of those that are not. Symptoms: `missing` (no such tag), `unreadable` (not a number), `differs`.
 */
export const expectAnswers = async (
  context: CheckContext,
  cluster: string,
  answers: readonly Answer[],
): Promise<string> => {
  const { clusterArn = '' } = await expectCluster(context, cluster);
  return judgeAnswers(await tagsOf(context, clusterArn), answers);
};

/** The verdict on what was read; see `expectAnswers`. */
export const judgeAnswers = (
  tags: ReadonlyMap<string, string>,
  answers: readonly Answer[],
): string => {
  const wrong = answers.filter((answer) => !isRight(answer, tags.get(answer.key)));
  const [first] = wrong;
  if (first === undefined) {
    return answers.map((answer) => `${answer.key} is ${written(answer)}`).join(', ');
  }
  const text = tags.get(first.key);
  const found = text === undefined ? undefined : numberIn(text);
  const slip = first.slips?.find(({ value }) => found !== undefined && isSame(first, value, found));
  throw new Unmet({
    // Not the figure itself: to find it is the exercise.
    expected: wrong.map(({ key, what }) => `a tag ${key} that says the ${what}`).join(', and '),
    observed: wrong.map(({ key }) => `${key} ${tags.get(key) ?? '(no such tag)'}`).join(', '),
    symptom: text === undefined ? 'missing' : found === undefined ? 'unreadable' : 'differs',
    members: wrong.map(({ key }) => key),
    ...(slip && { hint: slip.hint }),
  });
};

const isRight = (answer: Answer, text: string | undefined): boolean => {
  const found = text === undefined ? undefined : numberIn(text);
  return found !== undefined && isSame(answer, answer.value, found);
};

/** Half a cent either way: 18.02, 18.020 and 18.02005 are one answer. */
const isSame = ({ as }: Answer, value: number, found: number): boolean =>
  as === 'count' ? found === value : Math.abs(found - value) < 0.005 + 1e-9;

/** `36.04`, `USD 36.04`; tags of ECS may hold no dollar sign. */
const numberIn = (text: string): number | undefined => {
  const [, number] = /^\s*(?:USD)?\s*(\d+(?:\.\d+)?)\s*(?:USD)?\s*$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
};

const written = ({ as, value }: Answer): string =>
  as === 'count' ? String(value) : `$${value.toFixed(2)}`;
