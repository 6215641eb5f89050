import type { CheckContext } from '../check.ts';
import { Unmet } from '../unmet.ts';
import { expectCluster } from './cluster.ts';
import { tagsOf } from './tags.ts';
import { isAbout, type Tolerance } from './tolerance.ts';

/** What a student works out and hands in as a tag: all that a check sees is the AWS API. */
export type Answer = Figure | Choice;

interface Asked<Value> {
  /** Of the tag. */
  readonly key: string;
  /** What is asked for: `dollars for a month of two cats on Fargate`. */
  readonly what: string;
  readonly value: Value;
  /** Wrong answers that tell how one came by them, with a hint for each. */
  readonly slips?: readonly { readonly value: Value; readonly hint: string }[] | undefined;
}

export interface Figure extends Asked<number> {
  /** To the cent, a whole number, or any. */
  readonly as: 'dollars' | 'count' | 'number';
  /** Default: half a cent either way for dollars, else none. */
  readonly tolerance?: Tolerance | undefined;
}

/** One of several, in a word or two; small and capital letters and spaces around it do not count. */
export interface Choice extends Asked<string> {
  readonly as: 'choice';
}

/**
 * The answers are on the cluster as tags, and right. Answers them in words. `members` are the keys
 * of those that are not; the others earn their share of the points. Symptoms: `missing` (no such
 * tag), `unreadable` (not a number), `differs`.
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
  const judged = answers.map((answer) => ({
    answer,
    verdict: judge(answer, tags.get(answer.key)),
  }));
  const wrong = judged.filter(({ verdict }) => verdict.symptom !== undefined);
  const [first] = wrong;
  if (first === undefined) {
    return answers.map((answer) => `${answer.key} is ${written(answer)}`).join(', ');
  }
  throw new Unmet({
    // Not the answer itself: to find it is the exercise.
    expected: wrong
      .map(({ answer: { key, what } }) => `a tag ${key} that says the ${what}`)
      .join(', and '),
    observed: wrong
      .map(({ answer: { key } }) => `${key} ${tags.get(key) ?? '(no such tag)'}`)
      .join(', '),
    members: wrong.map(({ answer: { key } }) => key),
    credit: (answers.length - wrong.length) / answers.length,
    ...first.verdict,
  });
};

/** Right where it has no symptom. */
interface Verdict {
  readonly symptom?: 'missing' | 'unreadable' | 'differs';
  readonly hint?: string;
}

const judge = (answer: Answer, text: string | undefined): Verdict => {
  if (text === undefined) return { symptom: 'missing' };
  return answer.as === 'choice' ? judgeChoice(answer, text) : judgeFigure(answer, text);
};

const judgeChoice = ({ value, slips = [] }: Choice, text: string): Verdict => {
  const is = (choice: string) => simple(choice) === simple(text);
  return is(value) ? {} : differs(slips.find((slip) => is(slip.value)));
};

const judgeFigure = ({ value, slips = [], as, tolerance }: Figure, text: string): Verdict => {
  const found = numberIn(text);
  if (found === undefined) return { symptom: 'unreadable' };
  const usual = as === 'dollars' ? HALF_A_CENT : 0;
  if (isAbout(value, found, tolerance ?? usual)) return {};
  // A slip is recognised to the cent: within the tolerance there would be too many of them.
  return differs(slips.find((slip) => isAbout(slip.value, found, usual)));
};

const differs = (slip: { readonly hint: string } | undefined): Verdict => ({
  symptom: 'differs',
  ...(slip && { hint: slip.hint }),
});

/** 18.02, 18.020 and 18.02005 are one answer. */
const HALF_A_CENT = 0.005;

const simple = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** `36.04`, `USD 36.04`; tags of ECS may hold no dollar sign. */
const numberIn = (text: string): number | undefined => {
  const [, number] = /^\s*(?:USD)?\s*(\d+(?:\.\d+)?)\s*(?:USD)?\s*$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
};

const written = ({ as, value }: Answer): string =>
  as === 'dollars' ? `$${value.toFixed(2)}` : String(value);
