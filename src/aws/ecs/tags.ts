import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-ecs';
import { clusterNotFound, invalidParameter } from '../../core/errors.ts';
import { tagsOf } from '../../core/tags/commands.ts';
import type { Context } from '../operation.ts';

export const tagResource = (
  { controlPlane, scope }: Context,
  { resourceArn, tags }: TagResourceRequest,
): Promise<TagResourceResponse> =>
  controlPlane.execute('TagResource', scope, { resourceArn, tags });

export const untagResource = (
  { controlPlane, scope }: Context,
  { resourceArn, tagKeys }: UntagResourceRequest,
): Promise<UntagResourceResponse> =>
  controlPlane.execute('UntagResource', scope, { resourceArn, tagKeys });

export function listTagsForResource(
  { controlPlane: { state } }: Context,
  { resourceArn = '' }: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  const tags = tagsOf(state, resourceArn);
  if (tags !== undefined) return { tags: [...tags] };
  if (resourceArn.includes(':cluster/')) throw clusterNotFound();
  throw invalidParameter(
    `The specified resource '${resourceArn.slice(0, 300)}' was not found. Expected the ARN of a cluster, service, task, task definition, container instance or capacity provider.`,
  );
}
