import type {
  CreateClusterRequest,
  CreateClusterResponse,
  DeleteClusterRequest,
  DeleteClusterResponse,
  DescribeClustersRequest,
  DescribeClustersResponse,
  ListClustersRequest,
  ListClustersResponse,
  Cluster as SdkCluster,
  UpdateClusterRequest,
  UpdateClusterResponse,
} from '@aws-sdk/client-ecs';
import { ecsArn } from '../../core/arn.ts';
import { clusterArnOf } from '../../core/find.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';
import { checkLength } from './limits.ts';
import { missing } from './missing.ts';
import { renderCluster } from './render/cluster.ts';

export async function createCluster(
  context: Context,
  input: CreateClusterRequest,
): Promise<CreateClusterResponse> {
  const { controlPlane, scope } = context;
  const { clusterArn } = await controlPlane.execute('CreateCluster', scope, input);
  return { cluster: shown(context, clusterArn) };
}

export async function updateCluster(
  context: Context,
  input: UpdateClusterRequest,
): Promise<UpdateClusterResponse> {
  const { controlPlane, scope } = context;
  const { clusterArn } = await controlPlane.execute('UpdateCluster', scope, input);
  return { cluster: shown(context, clusterArn) };
}

export async function deleteCluster(
  context: Context,
  input: DeleteClusterRequest,
): Promise<DeleteClusterResponse> {
  const { controlPlane, scope } = context;
  const { clusterArn } = await controlPlane.execute('DeleteCluster', scope, input);
  return { cluster: shown(context, clusterArn) };
}

/** Without names: the cluster `default`. */
export function describeClusters(
  { controlPlane: { state }, scope }: Context,
  { clusters = [], include = [] }: DescribeClustersRequest,
): DescribeClustersResponse {
  const names = clusters.length === 0 ? ['default'] : clusters;
  checkLength('clusters', names, 100);
  const arns = names.map((name) => clusterArnOf(scope, name));
  return {
    clusters: arns.flatMap((arn) => {
      const cluster = state.clusters.get(arn);
      return cluster === undefined ? [] : renderCluster(state, cluster, include);
    }),
    failures: arns.filter((arn) => !state.clusters.has(arn)).map(missing),
  };
}

export function listClusters(
  { controlPlane: { state }, scope }: Context,
  input: ListClustersRequest,
): ListClustersResponse {
  const ours = ecsArn(scope, 'cluster/');
  const active = [...state.clusters.values()]
    .filter(({ clusterArn, status }) => status === 'ACTIVE' && clusterArn.startsWith(ours))
    .map(({ clusterArn }) => clusterArn)
    .sort(compareText);
  const { arns, nextToken } = page(active, input);
  return { clusterArns: arns, nextToken };
}

/** Answers to writes show what was written. */
function shown({ controlPlane: { state } }: Context, arn: string): SdkCluster | undefined {
  const cluster = state.clusters.get(arn);
  return cluster && renderCluster(state, cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']);
}
