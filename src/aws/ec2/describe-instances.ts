import type {
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResult,
  DescribeInstancesRequest,
  DescribeInstancesResult,
  InstanceStatusSummary,
} from '@aws-sdk/client-ec2';
import { scopeOf } from '../../core/arn.ts';
import { findInstances } from '../../core/ec2/find-instances.ts';
import type { Instance } from '../../core/model/instance.ts';
import { DEFAULT_VPC_ID } from '../../core/network/default-vpc.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { type Fields, filtered } from './filters.ts';
import { page } from './pages.ts';
import {
  architectureOf,
  publicDnsName,
  renderReservation,
  renderState,
} from './render/instance.ts';
import { groupsNamed, privateDnsName } from './render/primary-interface.ts';
import { zoneId } from './zone-id.ts';

export function describeInstances(
  context: Context,
  input: DescribeInstancesRequest,
): DescribeInstancesResult {
  const { items, NextToken } = page(chosen(context, input), idOf, input);
  const reservations = new Map<string, Instance[]>();
  for (const instance of items) {
    const others = reservations.get(instance.reservationId);
    if (others === undefined) reservations.set(instance.reservationId, [instance]);
    else others.push(instance);
  }
  return {
    Reservations: [...reservations.values()].map((each) => renderReservation(context, each)),
    NextToken,
  };
}

/** Of the running instances only, unless all are asked for. */
export function describeInstanceStatus(
  context: Context,
  input: DescribeInstanceStatusRequest,
): DescribeInstanceStatusResult {
  const shown = chosen(context, input).filter(
    ({ state }) => input.IncludeAllInstances === true || state === 'running',
  );
  const { items, NextToken } = page(shown, idOf, input);
  return {
    InstanceStatuses: items.map(({ instanceId, availabilityZone, state }) => {
      const health = reachability(state === 'running');
      return {
        InstanceId: instanceId,
        AvailabilityZone: availabilityZone,
        AvailabilityZoneId: zoneId(availabilityZone),
        InstanceState: renderState(state),
        InstanceStatus: health,
        SystemStatus: health,
      };
    }),
    NextToken,
  };
}

const reachability = (running: boolean): InstanceStatusSummary =>
  running
    ? { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] }
    : { Status: 'not-applicable' };

const idOf = ({ instanceId }: Instance): string => instanceId;

interface Choice {
  readonly InstanceIds?: string[] | undefined;
  readonly Filters?: DescribeInstancesRequest['Filters'];
  readonly MaxResults?: number | undefined;
}

/** The instances named, or all of the account in the region; those that the filters let through. */
function chosen(context: Context, { InstanceIds, Filters, MaxResults }: Choice): Instance[] {
  const { controlPlane, scope } = context;
  const { state } = controlPlane;
  const named = InstanceIds !== undefined && InstanceIds.length > 0;
  if (named && MaxResults !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  }
  const instances = named
    ? findInstances(state, scope, InstanceIds)
    : [...state.instances.values()].filter(({ instanceArn }) => {
        const { account, region } = scopeOf(instanceArn);
        return account === scope.account && region === scope.region;
      });
  return filtered(instances, Filters, fields(context), ({ tags }) => tags);
}

const fields = (context: Context): Fields<Instance> => {
  const { scope, host } = context;
  const groups = ({ securityGroupIds }: Instance) => securityGroupIds;
  const groupNames = ({ securityGroupIds }: Instance) =>
    groupsNamed(context, securityGroupIds).map(({ GroupName }) => GroupName);
  const stateName = ({ state }: Instance) => state;
  const stateCode = ({ state }: Instance) => String(renderState(state).Code);
  const privateIp = ({ privateIpAddress }: Instance) => privateIpAddress;
  return {
    architecture: architectureOf,
    'availability-zone': ({ availabilityZone }) => availabilityZone,
    'availability-zone-id': ({ availabilityZone }) => zoneId(availabilityZone),
    'client-token': ({ clientToken }) => clientToken,
    'dns-name': (instance) =>
      instance.state === 'running' ? publicDnsName(instance, host) : undefined,
    'group-id': groups,
    'group-name': groupNames,
    'iam-instance-profile.arn': ({ iamInstanceProfile: given }) =>
      given === undefined || given.startsWith('arn:')
        ? given
        : `arn:aws:iam::${scope.account}:instance-profile/${given}`,
    'iam-instance-profile.name': ({ iamInstanceProfile: given }) =>
      given?.slice(given.lastIndexOf('/') + 1),
    'image-id': ({ imageId }) => imageId,
    'instance-id': idOf,
    'instance-lifecycle': ({ spot }) => (spot ? 'spot' : undefined),
    'instance-state-code': stateCode,
    'instance-state-name': stateName,
    'instance-type': ({ instanceType }) => instanceType,
    'instance.group-id': groups,
    'instance.group-name': groupNames,
    'key-name': ({ keyName }) => keyName,
    'launch-index': ({ amiLaunchIndex }) => String(amiLaunchIndex),
    'launch-time': ({ launchTime }) => new Date(launchTime).toISOString(),
    'network-interface.addresses.private-ip-address': privateIp,
    'network-interface.subnet-id': ({ subnetId }) => subnetId,
    'network-interface.vpc-id': () => DEFAULT_VPC_ID,
    'owner-id': () => scope.account,
    'private-dns-name': (instance) =>
      instance.privateIpAddress === undefined ? undefined : privateDnsName(instance, scope.region),
    'private-ip-address': privateIp,
    'reservation-id': ({ reservationId }) => reservationId,
    'subnet-id': ({ subnetId }) => subnetId,
    tenancy: () => 'default',
    'vpc-id': () => DEFAULT_VPC_ID,
  };
};
