import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  DescribeServicesRequest,
  DescribeServicesResponse,
  ListServicesRequest,
  ListServicesResponse,
  Service as SdkService,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { findCluster, serviceArnOf } from '../../core/find.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';
import { supportedLaunchType } from './launch-type.ts';
import { checkLength } from './limits.ts';
import { missing } from './missing.ts';
import { renderService } from './render/service.ts';

export async function createService(
  context: Context,
  input: CreateServiceRequest,
): Promise<CreateServiceResponse> {
  const { controlPlane, scope, principalArn } = context;
  const { serviceArn } = await controlPlane.execute('CreateService', scope, {
    ...input,
    launchType: supportedLaunchType(input.launchType),
    createdBy: principalArn,
  });
  return { service: shown(context, serviceArn) };
}

export async function updateService(
  context: Context,
  input: UpdateServiceRequest,
): Promise<UpdateServiceResponse> {
  const { controlPlane, scope } = context;
  const { serviceArn } = await controlPlane.execute('UpdateService', scope, input);
  return { service: shown(context, serviceArn) };
}

export async function deleteService(
  context: Context,
  input: DeleteServiceRequest,
): Promise<DeleteServiceResponse> {
  const { controlPlane, scope } = context;
  const { serviceArn } = await controlPlane.execute('DeleteService', scope, input);
  return { service: shown(context, serviceArn) };
}

export function describeServices(
  { controlPlane: { state }, scope }: Context,
  { cluster: clusterName, services = [], include = [] }: DescribeServicesRequest,
): DescribeServicesResponse {
  checkLength('services', services, 10);
  const cluster = findCluster(state, scope, clusterName);
  const tags = include.includes('TAGS');
  const answer: Required<DescribeServicesResponse> = { services: [], failures: [] };
  for (const name of services) {
    const arn = serviceArnOf(scope, cluster, name);
    const service = state.services.get(arn);
    if (service?.clusterArn === cluster.clusterArn) {
      answer.services?.push(renderService(state, service, { tags }));
    } else {
      answer.failures?.push(missing(arn));
    }
  }
  return answer;
}

/** AWS answers ten a page unless told otherwise. */
const DEFAULT_PAGE = 10;

export function listServices(
  { controlPlane: { state }, scope }: Context,
  { cluster: clusterName, launchType, schedulingStrategy, ...paging }: ListServicesRequest,
): ListServicesResponse {
  const cluster = findCluster(state, scope, clusterName);
  const listed = [...(state.servicesByCluster.get(cluster.clusterArn) ?? [])].filter((arn) => {
    const service = state.services.get(arn);
    return (
      service !== undefined &&
      service.status !== 'INACTIVE' &&
      (launchType === undefined || service.launchType === launchType) &&
      (schedulingStrategy === undefined || service.schedulingStrategy === schedulingStrategy)
    );
  });
  const { arns, nextToken } = page(listed.sort(compareText), paging, {
    defaultSize: DEFAULT_PAGE,
  });
  return { serviceArns: arns, nextToken };
}

function shown({ controlPlane: { state } }: Context, arn: string): SdkService | undefined {
  const service = state.services.get(arn);
  return service && renderService(state, service, { tags: true });
}
