import { revive } from '../plain.ts';
import type { Survey } from './survey.ts';

/** Answers one operation as AWS would have; undefined: the survey does not tell. */
export type SurveyAnswer = (
  survey: Survey,
  input: Readonly<Record<string, unknown>>,
) => object | undefined;

/** `members`: those that the answer heeds. With any other it does not answer. */
export const answer =
  <Input extends object>(
    members: readonly (keyof Input & string)[],
    from: (survey: Survey, input: Input) => object | undefined,
  ): SurveyAnswer =>
  (survey, input) => {
    const heeded: readonly string[] = members;
    if (!Object.keys(input).every((member) => heeded.includes(member))) return undefined;
    return from(survey, revive(JSON.stringify(input)));
  };

/** `arn:…/demo/0123` is named so, and `0123`. */
export const isNamed = (arn: string | undefined, name: string): boolean =>
  arn !== undefined && (arn === name || arn.slice(arn.lastIndexOf('/') + 1) === name);

/** Each of the names beside what has it. */
export const findEach = <Item>(
  names: readonly string[] | undefined,
  items: readonly Item[],
  arnOf: (item: Item) => string | undefined,
): { readonly found: Item[]; readonly failures: { arn: string; reason: string }[] } => {
  const found: Item[] = [];
  const failures: { arn: string; reason: string }[] = [];
  for (const name of names ?? []) {
    const item = items.find((each) => isNamed(arnOf(each), name));
    if (item === undefined) failures.push({ arn: name, reason: 'MISSING' });
    else found.push(item);
  }
  return { found, failures };
};
