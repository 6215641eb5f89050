import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  TagDescription,
} from '@aws-sdk/client-ec2';
import { scopeOf } from '../../core/arn.ts';
import { checkTags, findTaggable } from '../../core/ec2/tag-resources.ts';
import type { Tag } from '../../core/model/tag.ts';
import { securityGroupsIn } from '../../core/security-groups/find.ts';
import type { Context } from '../operation.ts';
import { filtered } from './filters.ts';
import { page } from './pages.ts';

export async function createTags(
  { controlPlane, scope }: Context,
  input: CreateTagsRequest,
): Promise<Record<never, never>> {
  await controlPlane.execute('TagResources', scope, {
    Resources: input.Resources,
    put: tagsIn(input),
  });
  return {};
}

export function checkCreateTags(
  { controlPlane: { state }, scope }: Context,
  input: CreateTagsRequest,
): void {
  findTaggable(state, scope, input.Resources);
  checkTags(tagsIn(input));
}

/** A tag given with a value goes only where it has that value; no tags given: all go. */
export async function deleteTags(
  { controlPlane, scope }: Context,
  input: DeleteTagsRequest,
): Promise<Record<never, never>> {
  const { Tags: wanted = [] } = input;
  for (const { id, resource } of findTaggable(controlPlane.state, scope, input.Resources)) {
    const remove = resource.tags.flatMap(({ key = '', value = '' }) => {
      const goes = wanted.some(
        ({ Key, Value }) => Key === key && (Value === undefined || Value === value),
      );
      return goes || wanted.length === 0 ? [key] : [];
    });
    if (remove.length === 0) continue;
    await controlPlane.execute('TagResources', scope, { Resources: [id], remove });
  }
  return {};
}

export const checkDeleteTags = (
  { controlPlane: { state }, scope }: Context,
  input: DeleteTagsRequest,
): unknown => findTaggable(state, scope, input.Resources);

export function describeTags(
  { controlPlane: { state }, scope }: Context,
  input: DescribeTagsRequest,
): DescribeTagsResult {
  const instances = [...state.instances.values()].flatMap(({ instanceArn, instanceId, tags }) => {
    const { account, region } = scopeOf(instanceArn);
    const isOurs = account === scope.account && region === scope.region;
    return isOurs ? described('instance', instanceId, tags) : [];
  });
  const groups = securityGroupsIn(state, scope).flatMap(({ groupId, tags }) =>
    described('security-group', groupId, tags),
  );
  const all = [...instances, ...groups];
  const tags = filtered<TagDescription>(
    all,
    input.Filters,
    {
      key: ({ Key }) => Key,
      'resource-id': ({ ResourceId }) => ResourceId,
      'resource-type': ({ ResourceType }) => ResourceType,
      value: ({ Value }) => Value,
    },
    ({ Key, Value }) => [{ key: Key, value: Value }],
  );
  const { items, NextToken } = page(tags, ({ ResourceId, Key }) => `${ResourceId} ${Key}`, input);
  return { Tags: [...items], NextToken };
}

const described = (
  ResourceType: 'instance' | 'security-group',
  ResourceId: string,
  tags: readonly Tag[],
): TagDescription[] =>
  tags.map(({ key, value }) => ({ Key: key, Value: value ?? '', ResourceId, ResourceType }));

const tagsIn = ({ Tags = [] }: CreateTagsRequest) =>
  Tags.map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' }));
