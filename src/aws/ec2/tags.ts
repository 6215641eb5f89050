import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  TagDescription,
} from '@aws-sdk/client-ec2';
import { scopeOf } from '../../core/arn.ts';
import { findInstances } from '../../core/ec2/find-instances.ts';
import { checkTags } from '../../core/ec2/tag-instances.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { filtered } from './filters.ts';
import { page } from './pages.ts';

export async function createTags(
  { controlPlane, scope }: Context,
  input: CreateTagsRequest,
): Promise<Record<never, never>> {
  await controlPlane.execute('TagInstances', scope, {
    InstanceIds: instancesOf(input),
    put: tagsIn(input),
  });
  return {};
}

export function checkCreateTags(
  { controlPlane: { state }, scope }: Context,
  input: CreateTagsRequest,
): void {
  findInstances(state, scope, instancesOf(input));
  checkTags(tagsIn(input));
}

/** A tag given with a value goes only where it has that value; no tags given: all go. */
export async function deleteTags(
  { controlPlane, scope }: Context,
  input: DeleteTagsRequest,
): Promise<Record<never, never>> {
  const { Tags: wanted = [] } = input;
  const instances = findInstances(controlPlane.state, scope, instancesOf(input));
  for (const { instanceId, tags } of instances) {
    const remove = tags.flatMap(({ key = '', value = '' }) => {
      const goes = wanted.some(
        ({ Key, Value }) => Key === key && (Value === undefined || Value === value),
      );
      return goes || wanted.length === 0 ? [key] : [];
    });
    if (remove.length === 0) continue;
    await controlPlane.execute('TagInstances', scope, { InstanceIds: [instanceId], remove });
  }
  return {};
}

export const checkDeleteTags = (
  { controlPlane: { state }, scope }: Context,
  input: DeleteTagsRequest,
): unknown => findInstances(state, scope, instancesOf(input));

export function describeTags(
  { controlPlane: { state }, scope }: Context,
  input: DescribeTagsRequest,
): DescribeTagsResult {
  const all = [...state.instances.values()].flatMap(({ instanceArn, instanceId, tags }) => {
    const { account, region } = scopeOf(instanceArn);
    if (account !== scope.account || region !== scope.region) return [];
    return tags.map(
      ({ key, value }): TagDescription => ({
        Key: key,
        Value: value ?? '',
        ResourceId: instanceId,
        ResourceType: 'instance',
      }),
    );
  });
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

/** Only instances have tags here. */
function instancesOf({ Resources = [] }: CreateTagsRequest | DeleteTagsRequest): string[] {
  const other = Resources.find((id) => !id.startsWith('i-'));
  if (other === undefined) return Resources;
  throw new AwsError(
    'InvalidID',
    `The ID '${other.slice(0, 100)}' is not valid: expected ids of instances (i-…), the only resources that have tags in this runtime.`,
  );
}

const tagsIn = ({ Tags = [] }: CreateTagsRequest) =>
  Tags.map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' }));
