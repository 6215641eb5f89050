import type {
  CreateCapacityProviderRequest,
  CreateCapacityProviderResponse,
  DeleteCapacityProviderRequest,
  DeleteCapacityProviderResponse,
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse,
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse,
  CapacityProvider as SdkCapacityProvider,
  UpdateCapacityProviderRequest,
  UpdateCapacityProviderResponse,
} from '@aws-sdk/client-ecs';
import { capacityProviderArn, ecsArn, nameOf } from '../../core/arn.ts';
import { isFargateProvider } from '../../core/capacity-providers/names.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';
import { checkLength } from './limits.ts';
import { missing } from './missing.ts';
import { renderCapacityProvider, renderFargateProvider } from './render/capacity-provider.ts';
import { renderCluster } from './render/cluster.ts';

export async function createCapacityProvider(
  context: Context,
  input: CreateCapacityProviderRequest,
): Promise<CreateCapacityProviderResponse> {
  const { controlPlane, scope } = context;
  const output = await controlPlane.execute('CreateCapacityProvider', scope, input);
  return { capacityProvider: shown(context, output.capacityProviderArn, 'CREATE_COMPLETE') };
}

export async function updateCapacityProvider(
  context: Context,
  input: UpdateCapacityProviderRequest,
): Promise<UpdateCapacityProviderResponse> {
  const { controlPlane, scope } = context;
  const output = await controlPlane.execute('UpdateCapacityProvider', scope, input);
  return { capacityProvider: shown(context, output.capacityProviderArn, 'UPDATE_COMPLETE') };
}

export async function deleteCapacityProvider(
  context: Context,
  input: DeleteCapacityProviderRequest,
): Promise<DeleteCapacityProviderResponse> {
  const { controlPlane, scope } = context;
  const output = await controlPlane.execute('DeleteCapacityProvider', scope, input);
  return { capacityProvider: shown(context, output.capacityProviderArn, 'DELETE_COMPLETE') };
}

export async function putClusterCapacityProviders(
  { controlPlane, scope }: Context,
  input: PutClusterCapacityProvidersRequest,
): Promise<PutClusterCapacityProvidersResponse> {
  const { clusterArn } = await controlPlane.execute('PutClusterCapacityProviders', scope, input);
  const cluster = controlPlane.state.clusters.get(clusterArn);
  return {
    cluster: cluster && renderCluster(controlPlane.state, cluster, ['TAGS', 'SETTINGS']),
  };
}

/** Without names: all that there are, FARGATE and FARGATE_SPOT among them. */
export function describeCapacityProviders(
  context: Context,
  { capacityProviders, include = [], ...paging }: DescribeCapacityProvidersRequest,
): DescribeCapacityProvidersResponse {
  const { controlPlane, scope } = context;
  const { state } = controlPlane;
  const render = (arn: string): SdkCapacityProvider | undefined => {
    const name = nameOf(arn);
    if (isFargateProvider(name) && arn === capacityProviderArn(scope, name)) {
      return renderFargateProvider(arn);
    }
    const found = state.capacityProviders.get(arn);
    return found && renderCapacityProvider(found, { tags: include.includes('TAGS') });
  };
  if (capacityProviders !== undefined && capacityProviders.length > 0) {
    checkLength('capacityProviders', capacityProviders, 100);
    const named = capacityProviders.map((name) =>
      name.startsWith('arn:') ? name : capacityProviderArn(scope, name),
    );
    return {
      capacityProviders: named.flatMap((arn) => render(arn) ?? []),
      failures: named.filter((arn) => render(arn) === undefined).map(missing),
    };
  }
  const ours = ecsArn(scope, 'capacity-provider/');
  const active = [...state.capacityProviders.values()]
    .filter(({ status, capacityProviderArn: arn }) => status === 'ACTIVE' && arn.startsWith(ours))
    .map(({ capacityProviderArn: arn }) => arn);
  const all = [...active, `${ours}FARGATE`, `${ours}FARGATE_SPOT`].sort(compareText);
  const { arns, nextToken } = page(all, paging);
  return { capacityProviders: arns.flatMap((arn) => render(arn) ?? []), failures: [], nextToken };
}

function shown(
  { controlPlane: { state } }: Context,
  arn: string,
  updateStatus: NonNullable<SdkCapacityProvider['updateStatus']>,
): SdkCapacityProvider | undefined {
  const found = state.capacityProviders.get(arn);
  return found && { ...renderCapacityProvider(found, { tags: true }), updateStatus };
}
