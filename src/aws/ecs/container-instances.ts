import type {
  ContainerInstanceField,
  DeregisterContainerInstanceRequest,
  DeregisterContainerInstanceResponse,
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse,
  ListContainerInstancesRequest,
  ListContainerInstancesResponse,
  RegisterContainerInstanceRequest,
  RegisterContainerInstanceResponse,
  ContainerInstance as SdkContainerInstance,
  UpdateContainerAgentRequest,
  UpdateContainerAgentResponse,
  UpdateContainerInstancesStateRequest,
  UpdateContainerInstancesStateResponse,
} from '@aws-sdk/client-ecs';
import { containerInstanceArn } from '../../core/arn.ts';
import { noLoad } from '../../core/counts.ts';
import { findCluster, findContainerInstance } from '../../core/find.ts';
import { parseQuery } from '../../core/placement/query.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';
import { checkLength } from './limits.ts';
import { missing } from './missing.ts';
import { renderContainerInstance } from './render/container-instance.ts';

export async function registerContainerInstance(
  context: Context,
  input: RegisterContainerInstanceRequest,
): Promise<RegisterContainerInstanceResponse> {
  const { controlPlane, scope } = context;
  const output = await controlPlane.execute('RegisterContainerInstance', scope, input);
  return { containerInstance: shown(context, output.containerInstanceArn) };
}

export async function deregisterContainerInstance(
  context: Context,
  input: DeregisterContainerInstanceRequest,
): Promise<DeregisterContainerInstanceResponse> {
  const { controlPlane, scope } = context;
  const output = await controlPlane.execute('DeregisterContainerInstance', scope, input);
  return { containerInstance: shown(context, output.containerInstanceArn) };
}

export async function updateContainerInstancesState(
  context: Context,
  input: UpdateContainerInstancesStateRequest,
): Promise<UpdateContainerInstancesStateResponse> {
  const { controlPlane, scope } = context;
  const { containerInstanceArns, failures } = await controlPlane.execute(
    'UpdateContainerInstancesState',
    scope,
    input,
  );
  return {
    containerInstances: containerInstanceArns.flatMap((arn) => shown(context, arn) ?? []),
    failures: [...failures],
  };
}

export async function updateContainerAgent(
  context: Context,
  input: UpdateContainerAgentRequest,
): Promise<UpdateContainerAgentResponse> {
  const { controlPlane, scope } = context;
  const output = await controlPlane.execute('UpdateContainerAgent', scope, input);
  return { containerInstance: shown(context, output.containerInstanceArn) };
}

export function describeContainerInstances(
  { controlPlane: { state }, scope }: Context,
  {
    cluster: clusterName,
    containerInstances = [],
    include = [],
  }: DescribeContainerInstancesRequest,
): DescribeContainerInstancesResponse {
  checkLength('containerInstances', containerInstances, 100);
  const cluster = findCluster(state, scope, clusterName);
  const answer: Required<DescribeContainerInstancesResponse> = {
    containerInstances: [],
    failures: [],
  };
  for (const idOrArn of containerInstances) {
    const found = findContainerInstance(state, scope, cluster, idOrArn);
    if (found !== undefined) {
      answer.containerInstances?.push(renderContainerInstance(state, found, include));
    } else {
      const arn = idOrArn.startsWith('arn:')
        ? idOrArn
        : containerInstanceArn(scope, cluster.clusterName, idOrArn);
      answer.failures?.push(missing(arn));
    }
  }
  return answer;
}

/** Without `status`: all but the INACTIVE ones. `filter` is in the cluster query language. */
export function listContainerInstances(
  { controlPlane: { state }, scope }: Context,
  { cluster: clusterName, filter, status, ...paging }: ListContainerInstancesRequest,
): ListContainerInstancesResponse {
  const cluster = findCluster(state, scope, clusterName);
  const passes = filter ? parseQuery(filter) : () => true;
  const listed = [...(state.containerInstancesByCluster.get(cluster.clusterArn) ?? [])].filter(
    (arn) => {
      const instance = state.containerInstances.get(arn);
      if (instance === undefined || instance.status === 'INACTIVE') return false;
      if (status !== undefined && instance.status !== status) return false;
      return passes({ instance, load: state.loads.get(arn) ?? noLoad() });
    },
  );
  const { arns, nextToken } = page(listed.sort(compareText), paging);
  return { containerInstanceArns: arns, nextToken };
}

const EVERYTHING: readonly ContainerInstanceField[] = ['TAGS'];

/** Answers to writes show what was written. */
function shown(
  { controlPlane: { state } }: Context,
  arn: string,
): SdkContainerInstance | undefined {
  const instance = state.containerInstances.get(arn);
  return instance && renderContainerInstance(state, instance, EVERYTHING);
}
