import { ListTagsForResourceCommand } from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';

/** The tags of a cluster, a service, a task … that is there, by key. */
export const tagsOf = async (
  { ecs, signal }: CheckContext,
  resourceArn: string,
): Promise<ReadonlyMap<string, string>> => {
  const { tags = [] } = await ecs.send(new ListTagsForResourceCommand({ resourceArn }), {
    abortSignal: signal,
  });
  return new Map(tags.map(({ key = '', value = '' }) => [key, value]));
};
