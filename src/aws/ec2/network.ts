import type {
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  Subnet,
  Vpc,
} from '@aws-sdk/client-ec2';
import { scopeOf } from '../../core/arn.ts';
import {
  DEFAULT_VPC_CIDR,
  DEFAULT_VPC_ID,
  defaultSubnets,
} from '../../core/network/default-vpc.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { filtered } from './filters.ts';
import { page } from './pages.ts';
import { zoneId } from './zone-id.ts';

/** AWS keeps five addresses of each subnet for itself. */
const ADDRESSES = 4096 - 5;

export function describeVpcs({ scope }: Context, input: DescribeVpcsRequest): DescribeVpcsResult {
  checkNames('vpc ID', 'InvalidVpcID.NotFound', input.VpcIds, [DEFAULT_VPC_ID]);
  const vpc: Vpc = {
    VpcId: DEFAULT_VPC_ID,
    State: 'available',
    CidrBlock: DEFAULT_VPC_CIDR,
    CidrBlockAssociationSet: [
      {
        AssociationId: DEFAULT_VPC_ID.replace('vpc', 'vpc-cidr-assoc'),
        CidrBlock: DEFAULT_VPC_CIDR,
        CidrBlockState: { State: 'associated' },
      },
    ],
    IsDefault: true,
    InstanceTenancy: 'default',
    OwnerId: scope.account,
    Tags: [],
  };
  const vpcs = filtered<Vpc>(
    [vpc],
    input.Filters,
    {
      cidr: ({ CidrBlock }) => CidrBlock,
      'is-default': ({ IsDefault }) => String(IsDefault),
      isDefault: ({ IsDefault }) => String(IsDefault),
      'owner-id': ({ OwnerId }) => OwnerId,
      state: ({ State }) => State,
      'vpc-id': ({ VpcId }) => VpcId,
    },
    () => [],
  );
  return { Vpcs: vpcs };
}

export function describeSubnets(
  { controlPlane: { state }, scope }: Context,
  input: DescribeSubnetsRequest,
): DescribeSubnetsResult {
  const { account, region } = scope;
  const known = defaultSubnets(region);
  const ids = known.map(({ subnetId }) => subnetId);
  checkNames('subnet ID', 'InvalidSubnetID.NotFound', input.SubnetIds, ids);
  const taken = new Map<string, number>();
  for (const { instanceArn, subnetId, privateIpAddress } of state.instances.values()) {
    const owner = scopeOf(instanceArn);
    if (privateIpAddress === undefined || owner.account !== account || owner.region !== region)
      continue;
    taken.set(subnetId, (taken.get(subnetId) ?? 0) + 1);
  }
  const all = known.map(
    ({ subnetId, vpcId, availabilityZone, cidrBlock }): Subnet => ({
      SubnetId: subnetId,
      SubnetArn: `arn:aws:ec2:${region}:${account}:subnet/${subnetId}`,
      VpcId: vpcId,
      State: 'available',
      CidrBlock: cidrBlock,
      AvailableIpAddressCount: ADDRESSES - (taken.get(subnetId) ?? 0),
      AvailabilityZone: availabilityZone,
      AvailabilityZoneId: zoneId(availabilityZone),
      DefaultForAz: true,
      MapPublicIpOnLaunch: true,
      AssignIpv6AddressOnCreation: false,
      OwnerId: account,
      Tags: [],
    }),
  );
  const named = all.filter(
    ({ SubnetId = '' }) => !input.SubnetIds?.length || input.SubnetIds.includes(SubnetId),
  );
  const subnets = filtered<Subnet>(
    named,
    input.Filters,
    {
      'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
      availabilityZone: ({ AvailabilityZone }) => AvailabilityZone,
      'availability-zone-id': ({ AvailabilityZoneId }) => AvailabilityZoneId,
      'cidr-block': ({ CidrBlock }) => CidrBlock,
      'default-for-az': ({ DefaultForAz }) => String(DefaultForAz),
      defaultForAz: ({ DefaultForAz }) => String(DefaultForAz),
      'map-public-ip-on-launch': ({ MapPublicIpOnLaunch }) => String(MapPublicIpOnLaunch),
      'owner-id': ({ OwnerId }) => OwnerId,
      state: ({ State }) => State,
      'subnet-arn': ({ SubnetArn }) => SubnetArn,
      'subnet-id': ({ SubnetId }) => SubnetId,
      'vpc-id': ({ VpcId }) => VpcId,
    },
    () => [],
  );
  const { items, NextToken } = page(subnets, ({ SubnetId = '' }) => SubnetId, input);
  return { Subnets: [...items], NextToken };
}

function checkNames(
  kind: string,
  code: string,
  names: readonly string[] | undefined,
  known: readonly string[],
): void {
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new AwsError(
    code,
    `The ${kind} '${unknown.slice(0, 100)}' does not exist. There is: ${known.join(', ')}.`,
  );
}
