import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Tag } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { invalidValue } from './errors.ts';
import { findInstances } from './find-instances.ts';

const MOST_TAGS = 50;
const LONGEST_KEY = 127;
const LONGEST_VALUE = 255;

/**
 * The key that tells which Auto Scaling group an instance is of. On AWS the group itself puts it;
 * here, where groups are no more than their instances, RunInstances and CreateTags may.
 */
export const GROUP_TAG = 'aws:autoscaling:groupName';

/** AWS: at most 50 tags; keys 1–127 and values 0–255 characters; `aws:` is AWS's own. */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.filter(({ key }) => key !== GROUP_TAG).length > MOST_TAGS) {
    throw new Refusal(
      'TagLimitExceeded',
      `The maximum number of Tags for a resource has been reached: ${MOST_TAGS}.`,
    );
  }
  const keys = new Set<string>();
  for (const { key = '', value = '' } of tags) {
    if (key.length < 1 || key.length > LONGEST_KEY) {
      throw invalidValue(
        `Tag key exceeds the maximum length of ${LONGEST_KEY} characters or is empty: '${key.slice(0, 200)}'.`,
      );
    }
    if (value.length > LONGEST_VALUE) {
      throw invalidValue(
        `Tag value exceeds the maximum length of ${LONGEST_VALUE} characters: that of '${key}'.`,
      );
    }
    if (key.toLowerCase().startsWith('aws:') && key !== GROUP_TAG)
      throw invalidValue('Tag keys starting with "aws:" are reserved for internal use.');
    if (keys.has(key)) throw invalidValue(`Duplicate tag key '${key}' specified.`);
    keys.add(key);
  }
}

/** Puts and takes away tags of instances; all of them or, when one would have too many, none. */
export function tagInstances(
  tx: Transaction,
  scope: Scope,
  { InstanceIds, put = [], remove = [] }: Commands['TagInstances']['input'],
): CommandOutput<'TagInstances'> {
  checkTags(put);
  const leaving = new Set([...remove, ...put.map(({ key = '' }) => key)]);
  const changes = findInstances(tx.state, scope, InstanceIds).map(({ instanceArn, tags }) => ({
    resourceArn: instanceArn,
    tags: [...tags.filter(({ key = '' }) => !leaving.has(key)), ...put],
  }));
  for (const { tags } of changes) checkTags(tags);
  for (const change of changes) tx.emit({ type: 'TagsPut', ...change });
  return {};
}
