import type { Refusal } from '../errors.ts';
import type { Tag } from '../model/index.ts';
import { validateTags } from '../tags/validate.ts';
import { invalidInput, validationError } from './errors.ts';

export interface TagInput {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

const NAME = /^[\w+=,.@-]+$/;
const LONGEST_ROLE_NAME = 64;
const LONGEST_POLICY_NAME = 128;
const PATH = /^\/([!-~]+\/)?$/;
const LONGEST_PATH = 512;
const LONGEST_DESCRIPTION = 1000;
/** Seconds. */
const SESSION_DURATION = { least: 3600, most: 43_200, usual: 3600 } as const;
const POLICY_ARN = /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/;

/** As AWS says of one member that its API model does not allow. */
const constraint = (member: string, value: string | number, rule: string): Refusal =>
  validationError(
    `1 validation error detected: Value '${String(value).slice(0, 200)}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );

const checkName = (member: string, name: string, longest: number): string => {
  if (name.length > longest)
    throw constraint(member, name, `have length less than or equal to ${longest}`);
  if (!NAME.test(name))
    throw constraint(member, name, 'satisfy regular expression pattern: [\\w+=,.@-]+');
  return name;
};

export const checkRoleName = (name = ''): string => checkName('roleName', name, LONGEST_ROLE_NAME);
export const checkPolicyName = (name = ''): string =>
  checkName('policyName', name, LONGEST_POLICY_NAME);

export const checkPath = (path = '/'): string => {
  if (path.length <= LONGEST_PATH && PATH.test(path)) return path;
  throw validationError(
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  );
};

export const checkDescription = (description: string | undefined): string | null => {
  if (description === undefined || description.length <= LONGEST_DESCRIPTION)
    return description ?? null;
  throw constraint(
    'description',
    description,
    `have length less than or equal to ${LONGEST_DESCRIPTION}`,
  );
};

export const checkMaxSessionDuration = (seconds: number = SESSION_DURATION.usual): number => {
  const { least, most } = SESSION_DURATION;
  if (seconds < least)
    throw constraint('maxSessionDuration', seconds, `have value greater than or equal to ${least}`);
  if (seconds > most)
    throw constraint('maxSessionDuration', seconds, `have value less than or equal to ${most}`);
  return seconds;
};

export const checkPolicyArn = (arn = ''): string => {
  if (POLICY_ARN.test(arn)) return arn;
  throw invalidInput(`ARN ${arn.slice(0, 200)} is not valid.`);
};

/** The tags as the core keeps them. */
export function tagsFrom(given: readonly TagInput[] = []): Tag[] {
  const tags = given.map(({ Key, Value }) => ({ key: Key, value: Value }));
  checkTags(tags);
  return tags;
}

export const checkTags = (tags: readonly Tag[]): void => validateTags(tags, invalidInput);
