import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import { findCluster, findService } from '../../core/find.ts';
import type { Context } from '../operation.ts';
import { page } from '../paging.ts';
import { checkLength } from './limits.ts';
import { missing } from './missing.ts';
import {
  renderServiceDeployment,
  renderServiceDeploymentBrief,
  renderServiceRevision,
} from './render/service-deployment.ts';

/** AWS: deployments or revisions that one call describes. */
const MOST_A_CALL = 20;

export function listServiceDeployments(
  { controlPlane: { state }, scope }: Context,
  { service, cluster, status = [], createdAt, ...paging }: ListServiceDeploymentsRequest,
): ListServiceDeploymentsResponse {
  const { serviceArn } = findService(state, scope, findCluster(state, scope, cluster), service);
  const after = createdAt?.after?.getTime() ?? Number.NEGATIVE_INFINITY;
  const before = createdAt?.before?.getTime() ?? Number.POSITIVE_INFINITY;
  // Kept oldest first; AWS shows the newest first.
  const arns = [...(state.serviceDeploymentsByService.get(serviceArn) ?? [])].reverse();
  const position = new Map(arns.map((arn, index) => [arn, index]));
  const listed = arns.filter((arn) => {
    const story = state.serviceDeployments.get(arn);
    return (
      story !== undefined &&
      (status.length === 0 || status.includes(story.status)) &&
      story.createdAt > after &&
      story.createdAt < before
    );
  });
  const compare = (a: string, b: string) => (position.get(a) ?? -1) - (position.get(b) ?? -1);
  const { arns: shown, nextToken } = page(listed, paging, { compare });
  return {
    serviceDeployments: shown.flatMap((arn) => {
      const story = state.serviceDeployments.get(arn);
      return story === undefined ? [] : [renderServiceDeploymentBrief(story)];
    }),
    nextToken,
  };
}

export function describeServiceDeployments(
  { controlPlane: { state } }: Context,
  { serviceDeploymentArns = [] }: DescribeServiceDeploymentsRequest,
): DescribeServiceDeploymentsResponse {
  checkLength('serviceDeploymentArns', serviceDeploymentArns, MOST_A_CALL);
  const answer: Required<DescribeServiceDeploymentsResponse> = {
    serviceDeployments: [],
    failures: [],
  };
  for (const arn of serviceDeploymentArns) {
    const story = state.serviceDeployments.get(arn);
    if (story === undefined) answer.failures?.push(missing(arn));
    else answer.serviceDeployments?.push(renderServiceDeployment(state, story));
  }
  return answer;
}

export function describeServiceRevisions(
  { controlPlane: { state } }: Context,
  { serviceRevisionArns = [] }: DescribeServiceRevisionsRequest,
): DescribeServiceRevisionsResponse {
  checkLength('serviceRevisionArns', serviceRevisionArns, MOST_A_CALL);
  const answer: Required<DescribeServiceRevisionsResponse> = { serviceRevisions: [], failures: [] };
  for (const arn of serviceRevisionArns) {
    const revision = state.serviceRevisions.get(arn);
    if (revision === undefined) answer.failures?.push(missing(arn));
    else answer.serviceRevisions?.push(renderServiceRevision(state, revision));
  }
  return answer;
}

export async function continueServiceDeployment(
  { controlPlane, scope }: Context,
  input: ContinueServiceDeploymentRequest,
): Promise<ContinueServiceDeploymentResponse> {
  return controlPlane.execute('ContinueServiceDeployment', scope, input);
}

export async function stopServiceDeployment(
  { controlPlane, scope }: Context,
  input: StopServiceDeploymentRequest,
): Promise<StopServiceDeploymentResponse> {
  return controlPlane.execute('StopServiceDeployment', scope, input);
}
