import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Instance, SecurityGroup, Tag } from '../model/index.ts';
import { findSecurityGroup } from '../security-groups/find.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { instancesNotFound, invalidValue, missingParameter } from './errors.ts';
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

/** Something with tags that EC2's CreateTags can name. */
export type Taggable =
  | { readonly type: 'instance'; readonly id: string; readonly resource: Instance }
  | { readonly type: 'security-group'; readonly id: string; readonly resource: SecurityGroup };

/** What those ids name; throws what EC2 answers when one of them is not there. */
export function findTaggable(
  state: State,
  scope: Scope,
  ids: readonly string[] | undefined,
): Taggable[] {
  if (ids === undefined || ids.length === 0) throw missingParameter('resourceIdSet');
  return ids.map((id) => {
    if (id.startsWith('sg-'))
      return {
        type: 'security-group',
        id,
        resource: findSecurityGroup(state, scope, { GroupId: id }),
      };
    if (!id.startsWith('i-')) {
      throw new Refusal(
        'InvalidID',
        `The ID '${id.slice(0, 100)}' is not valid: expected ids of instances (i-…) and security groups (sg-…), the only resources that have tags in this runtime.`,
      );
    }
    const [resource] = findInstances(state, scope, [id]);
    if (resource === undefined) throw instancesNotFound([id]);
    return { type: 'instance', id, resource };
  });
}

/** Puts and takes away tags; of all of the resources or, when one would have too many, of none. */
export function tagResources(
  tx: Transaction,
  scope: Scope,
  { Resources, put = [], remove = [] }: Commands['TagResources']['input'],
): CommandOutput<'TagResources'> {
  checkTags(put);
  const leaving = new Set([...remove, ...put.map(({ key = '' }) => key)]);
  const changes = findTaggable(tx.state, scope, Resources).map((found) => {
    const { tags: before } = found.resource;
    const tags = [...before.filter(({ key = '' }) => !leaving.has(key)), ...put];
    checkTags(tags);
    return { found, tags };
  });
  for (const { found, tags } of changes) {
    if (found.type === 'instance')
      tx.emit({ type: 'TagsPut', resourceArn: found.resource.instanceArn, tags });
    else tx.emit({ type: 'SecurityGroupPut', securityGroup: { ...found.resource, tags } });
  }
  return {};
}
