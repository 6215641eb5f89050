import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-cloudwatch';
import { tagsOfAlarm } from '../../core/alarms/find.ts';
import type { Context } from '../operation.ts';

export const tagResource = (
  { controlPlane, scope }: Context,
  input: TagResourceInput,
): Promise<TagResourceOutput> => controlPlane.execute('TagAlarm', scope, input);

export const untagResource = (
  { controlPlane, scope }: Context,
  input: UntagResourceInput,
): Promise<UntagResourceOutput> => controlPlane.execute('UntagAlarm', scope, input);

export const listTagsForResource = (
  { controlPlane: { state }, scope }: Context,
  { ResourceARN }: ListTagsForResourceInput,
): ListTagsForResourceOutput => ({
  Tags: tagsOfAlarm(state, scope, ResourceARN).map(({ key, value }) => ({
    Key: key,
    Value: value,
  })),
});
