import type { Scope } from '../arn.ts';
import { isFargateProvider } from '../capacity-providers/names.ts';
import { checkStrategy } from '../capacity-providers/strategy.ts';
import { invalidParameter, Refusal } from '../errors.ts';
import type {
  CapacityProviderStrategyItem,
  Cluster,
  ContainerInstance,
  LaunchType,
  NetworkConfiguration,
  TaskDefinition,
} from '../model/index.ts';
import { defaultSubnets, type Subnet } from '../network/default-vpc.ts';
import { securityGroupOf } from '../security-groups/find.ts';
import type { State } from '../state.ts';

export interface LaunchRequest {
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  readonly platformVersion?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
}

export interface Launch {
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  readonly platformVersion?: string | undefined;
  readonly platformFamily?: string | undefined;
}

const FARGATE_PLATFORMS = ['1.4.0', '1.3.0'];

/** Where a task definition is to run, checked against what it needs. */
export function validateLaunch(
  state: State,
  scope: Scope,
  cluster: Cluster,
  taskDefinition: TaskDefinition,
  request: LaunchRequest,
): Launch {
  if (request.launchType !== undefined && request.capacityProviderStrategy !== undefined) {
    throw invalidParameter(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  const strategy =
    request.launchType === undefined
      ? (nonEmpty(request.capacityProviderStrategy) ??
        nonEmpty(cluster.defaultCapacityProviderStrategy))
      : undefined;
  if (strategy !== undefined) validateStrategy(cluster, strategy);
  const launchType =
    strategy === undefined ? (request.launchType ?? 'EC2') : launchTypeOf(strategy);

  if (!taskDefinition.compatibilities.includes(launchType)) {
    throw invalidParameter(
      `Task definition does not support launch_type ${launchType}. It supports ${taskDefinition.compatibilities.join(', ')}.`,
    );
  }
  validateNetwork(state, scope, taskDefinition, request.networkConfiguration);
  const fargate = launchType === 'FARGATE';
  return {
    ...(strategy === undefined ? { launchType } : { capacityProviderStrategy: strategy }),
    ...(fargate
      ? { platformVersion: platform(request.platformVersion), platformFamily: 'Linux' }
      : {}),
  };
}

const nonEmpty = <T>(items: readonly T[] | undefined): readonly T[] | undefined =>
  items !== undefined && items.length > 0 ? items : undefined;

function validateStrategy(
  cluster: Cluster,
  strategy: readonly CapacityProviderStrategyItem[],
): void {
  checkStrategy(strategy, cluster.capacityProviders);
  if (strategy.length > 1 && strategy.every(({ weight = 0 }) => weight === 0)) {
    throw invalidParameter(
      'The capacity providers of the strategy all have the weight 0: at least one must have a weight above 0.',
    );
  }
}

/** A strategy has providers of one kind only. */
const launchTypeOf = ([first]: readonly CapacityProviderStrategyItem[]): LaunchType =>
  isFargateProvider(first?.capacityProvider ?? '') ? 'FARGATE' : 'EC2';

function platform(version: string | undefined): string {
  if (version === undefined || version === 'LATEST') return '1.4.0';
  if (FARGATE_PLATFORMS.includes(version)) return version;
  throw new Refusal(
    'PlatformUnknownException',
    `The platform version ${version} does not exist: expected LATEST or one of ${FARGATE_PLATFORMS.join(', ')}.`,
  );
}

/** `awsvpc` needs subnets and groups that are there; other modes take no network configuration. */
function validateNetwork(
  state: State,
  scope: Scope,
  { networkMode }: TaskDefinition,
  configuration: NetworkConfiguration | undefined,
): void {
  const awsvpc = configuration?.awsvpcConfiguration;
  if (networkMode !== 'awsvpc') {
    if (awsvpc === undefined) return;
    throw invalidParameter(
      `Network Configuration is not valid for the given networkMode of this task definition: ${networkMode}. It is for awsvpc alone.`,
    );
  }
  if (awsvpc === undefined) {
    throw invalidParameter(
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
  }
  const { subnets = [], securityGroups = [] } = awsvpc;
  if (subnets.length === 0) throw invalidParameter('subnets can not be empty.');
  if (subnets.length > 16) throw invalidParameter('subnets can have at most 16 items.');
  if (securityGroups.length > 5) throw invalidParameter('securityGroups can have at most 5 items.');
  const known = defaultSubnets(scope.region).map(({ subnetId }) => subnetId);
  const unknown = subnets.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw invalidParameter(
      `Error retrieving subnet information for [${unknown}]: The subnet ID '${unknown}' does not exist (ErrorCode: InvalidSubnetID.NotFound). The subnets of the default VPC are ${known.join(', ')}.`,
    );
  }
  const noGroup = securityGroups.find((id) => securityGroupOf(state, scope, id) === undefined);
  if (noGroup !== undefined) {
    throw invalidParameter(
      `Error retrieving security group information for [${noGroup}]: The security group '${noGroup}' does not exist (ErrorCode: InvalidGroup.NotFound)`,
    );
  }
}

/** The subnets that were asked for; with none asked for, all of the default VPC. */
export const subnetsFor = (
  { region }: Scope,
  configuration: NetworkConfiguration | undefined,
): Subnet[] => {
  const ids = configuration?.awsvpcConfiguration?.subnets;
  const all = defaultSubnets(region);
  return ids === undefined ? all : all.filter(({ subnetId }) => ids.includes(subnetId));
};

/** Zones that a task on an instance must be in: its interface needs one of the subnets there. */
export const zonesFor = (
  { networkMode }: TaskDefinition,
  subnets: readonly Subnet[],
): ReadonlySet<string> | undefined =>
  networkMode === 'awsvpc'
    ? new Set(subnets.map(({ availabilityZone }) => availabilityZone))
    : undefined;

/** Of these the subnet in the zone of the instance. */
export function subnetOn(instance: ContainerInstance, subnets: readonly Subnet[]): Subnet {
  const subnet =
    subnets.find(({ availabilityZone }) => availabilityZone === instance.availabilityZone) ??
    subnets[0];
  if (subnet === undefined) throw new Error('A launch without a subnet was accepted');
  return subnet;
}
