import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { findTags } from '../../core/load-balancers/commands/tags.ts';
import type { Context } from '../operation.ts';

export const addTags = (
  { controlPlane, scope }: Context,
  input: AddTagsInput,
): Promise<AddTagsOutput> => controlPlane.execute('AddTags', scope, input);

export const removeTags = (
  { controlPlane, scope }: Context,
  input: RemoveTagsInput,
): Promise<RemoveTagsOutput> => controlPlane.execute('RemoveTags', scope, input);

export const describeTags = (
  { controlPlane: { state }, scope }: Context,
  { ResourceArns = [] }: DescribeTagsInput,
): DescribeTagsOutput => ({
  TagDescriptions: [...new Set(ResourceArns)].map((ResourceArn) => ({
    ResourceArn,
    Tags: findTags(state, scope, ResourceArn).map(({ key, value }) => ({ Key: key, Value: value })),
  })),
});
