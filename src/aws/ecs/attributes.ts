import type {
  DeleteAttributesRequest,
  DeleteAttributesResponse,
  ListAttributesRequest,
  ListAttributesResponse,
  PutAttributesRequest,
  PutAttributesResponse,
  Attribute as SdkAttribute,
} from '@aws-sdk/client-ecs';
import { invalidParameter } from '../../core/errors.ts';
import { findCluster } from '../../core/find.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';

export async function putAttributes(
  { controlPlane, scope }: Context,
  input: PutAttributesRequest,
): Promise<PutAttributesResponse> {
  const { attributes } = await controlPlane.execute('PutAttributes', scope, input);
  return { attributes: [...attributes] };
}

export async function deleteAttributes(
  { controlPlane, scope }: Context,
  input: DeleteAttributesRequest,
): Promise<DeleteAttributesResponse> {
  const { attributes } = await controlPlane.execute('DeleteAttributes', scope, input);
  return { attributes: [...attributes] };
}

/** Attributes of the cluster's container instances, by instance and name. */
export function listAttributes(
  { controlPlane: { state }, scope }: Context,
  input: ListAttributesRequest,
): ListAttributesResponse {
  const cluster = findCluster(state, scope, input.cluster);
  const { attributeName, attributeValue } = input;
  if (attributeValue && !attributeName) {
    throw invalidParameter('attributeName must be given where attributeValue is.');
  }
  const listed = new Map<string, SdkAttribute>();
  for (const targetId of state.containerInstancesByCluster.get(cluster.clusterArn) ?? []) {
    const instance = state.containerInstances.get(targetId);
    if (instance === undefined || instance.status === 'INACTIVE') continue;
    for (const { name, value } of instance.attributes) {
      if (attributeName && name !== attributeName) continue;
      if (attributeValue && value !== attributeValue) continue;
      listed.set(`${targetId} ${name}`, { name, value, targetId });
    }
  }
  const { arns, nextToken } = page([...listed.keys()].sort(compareText), input);
  return { attributes: arns.flatMap((key) => listed.get(key) ?? []), nextToken };
}
