import { resourceOf, type Scope } from '../../arn.ts';
import type { CommandOutput, Commands } from '../../commands.ts';
import { Refusal } from '../../errors.ts';
import type { Tag } from '../../model/index.ts';
import type { State } from '../../state.ts';
import type { Transaction } from '../../transaction.ts';
import type { TagInput } from '../commands.ts';
import { validationError } from './errors.ts';
import { findListener, findLoadBalancer, findRule, findTargetGroup } from './find.ts';

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/** AWS: at most 50 tags; keys 1–128 and values 0–256 characters; `aws:` is AWS's own. */
export function tagsFrom(given: readonly TagInput[] = []): Tag[] {
  const tags = given.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
  const keys = new Set<string>();
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > LONGEST_KEY) {
      throw validationError(
        `The tag key '${key.slice(0, 200)}' must have 1 to ${LONGEST_KEY} characters.`,
      );
    }
    if (value.length > LONGEST_VALUE) {
      throw validationError(
        `The value of tag '${key}' must have at most ${LONGEST_VALUE} characters.`,
      );
    }
    if (key.toLowerCase().startsWith('aws:'))
      throw validationError(`The tag key '${key}' is reserved: keys may not begin with 'aws:'.`);
    if (keys.has(key)) throw new Refusal('DuplicateTagKeys', `Tag key '${key}' is given twice.`);
    keys.add(key);
  }
  checkNumber(tags);
  return tags;
}

function checkNumber(tags: readonly Tag[]): void {
  if (tags.length <= MOST_TAGS) return;
  throw new Refusal('TooManyTags', `A resource can have at most ${MOST_TAGS} tags.`);
}

/** The tags of a load balancer, target group, listener or rule; throws …NotFound. */
export function findTags(state: State, scope: Scope, arn: string): readonly Tag[] {
  switch (resourceOf(arn)?.split('/', 1)[0]) {
    case 'loadbalancer':
      return findLoadBalancer(state, scope, arn).tags;
    case 'targetgroup':
      return findTargetGroup(state, scope, arn).tags;
    case 'listener':
      return findListener(state, scope, arn).tags;
    case 'listener-rule':
      return findRule(state, scope, arn).tags;
    default:
      throw validationError(
        `'${arn.slice(0, 300)}' is not a valid ARN: expected that of a load balancer, target group, listener or rule.`,
      );
  }
}

/** All of the resources or, when one is not there or would have too many tags, none. */
function changeTags(
  tx: Transaction,
  scope: Scope,
  arns: readonly string[] = [],
  change: (before: readonly Tag[]) => readonly Tag[],
): void {
  const changes = [...new Set(arns)].map((resourceArn) => ({
    resourceArn,
    tags: change(findTags(tx.state, scope, resourceArn)),
  }));
  for (const { tags } of changes) checkNumber(tags);
  for (const one of changes) tx.emit({ type: 'TagsPut', ...one });
}

export function addTags(
  tx: Transaction,
  scope: Scope,
  { ResourceArns, Tags }: Commands['AddTags']['input'],
): CommandOutput<'AddTags'> {
  const added = tagsFrom(Tags);
  const keys = new Set(added.map(({ key }) => key));
  changeTags(tx, scope, ResourceArns, (before) => [
    ...before.filter(({ key }) => !keys.has(key)),
    ...added,
  ]);
  return {};
}

export function removeTags(
  tx: Transaction,
  scope: Scope,
  { ResourceArns, TagKeys = [] }: Commands['RemoveTags']['input'],
): CommandOutput<'RemoveTags'> {
  changeTags(tx, scope, ResourceArns, (before) =>
    before.filter(({ key = '' }) => !TagKeys.includes(key)),
  );
  return {};
}
