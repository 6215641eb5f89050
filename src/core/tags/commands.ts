import type { CommandOutput, Commands } from '../commands.ts';
import { invalidParameter, Refusal } from '../errors.ts';
import type { Tag } from '../model/index.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { validateTags } from './validate.ts';

/** Tags of whatever ECS can tag; undefined when there is no such resource. */
export const tagsOf = (state: State, arn: string): readonly Tag[] | undefined =>
  (
    state.clusters.get(arn) ??
    state.taskDefinitions.get(arn) ??
    state.services.get(arn) ??
    state.tasks.get(arn) ??
    state.containerInstances.get(arn) ??
    state.capacityProviders.get(arn)
  )?.tags;

/** The tags of that resource; throws as the tag operations do when there is none. */
export function findTags(state: State, arn: string | undefined): readonly Tag[] {
  if (!arn?.startsWith('arn:')) {
    throw invalidParameter(
      `The ARN "${arn ?? ''}" is invalid: expected arn:aws:ecs:REGION:ACCOUNT:…`,
    );
  }
  const tags = tagsOf(state, arn);
  if (tags !== undefined) return tags;
  const kind = arn.split(':')[5]?.split('/')[0] ?? '';
  if (kind === 'cluster') throw new Refusal('ClusterNotFoundException', 'Cluster not found.');
  throw invalidParameter(`The specified ${kind || 'resource'} is not found: ${arn}`);
}

export function tagResource(
  tx: Transaction,
  { resourceArn, tags = [] }: Commands['TagResource']['input'],
): CommandOutput<'TagResource'> {
  const before = findTags(tx.state, resourceArn);
  validateTags(tags);
  const keys = new Set(tags.map(({ key }) => key));
  const after = [...before.filter(({ key }) => !keys.has(key)), ...tags];
  validateTags(after.filter(({ key }) => !key?.startsWith('aws:')));
  tx.emit({ type: 'TagsPut', resourceArn: resourceArn ?? '', tags: after });
  return {};
}

export function untagResource(
  tx: Transaction,
  { resourceArn, tagKeys = [] }: Commands['UntagResource']['input'],
): CommandOutput<'UntagResource'> {
  const tags = findTags(tx.state, resourceArn).filter(({ key }) => !tagKeys.includes(key ?? ''));
  tx.emit({ type: 'TagsPut', resourceArn: resourceArn ?? '', tags });
  return {};
}
