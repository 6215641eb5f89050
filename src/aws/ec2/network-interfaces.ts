import type {
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import { scopeOf } from '../../core/arn.ts';
import type { Instance, Task } from '../../core/model/index.ts';
import {
  DEFAULT_SECURITY_GROUP_ID,
  DEFAULT_VPC_ID,
  defaultSubnets,
} from '../../core/network/default-vpc.ts';
import { AwsError } from '../aws-error.ts';
import { attachmentIdOf } from '../ecs/render/attachment.ts';
import type { Context } from '../operation.ts';
import { type Fields, filtered } from './filters.ts';
import { page } from './pages.ts';
import { groupsNamed, primaryInterface } from './render/primary-interface.ts';
import { zoneId } from './zone-id.ts';

/** Interfaces of the account in the region: those of instances and of tasks in `awsvpc` mode. */
export function describeNetworkInterfaces(
  context: Context,
  input: DescribeNetworkInterfacesRequest,
): DescribeNetworkInterfacesResult {
  const { scope, controlPlane } = context;
  const { state } = controlPlane;
  const isOurs = (arn: string): boolean => {
    const { account, region } = scopeOf(arn);
    return account === scope.account && region === scope.region;
  };
  const all = [
    ...[...state.instances.values()].flatMap((instance) =>
      isOurs(instance.instanceArn) ? ofInstance(context, instance) : [],
    ),
    ...[...state.tasks.values()].flatMap((task) =>
      isOurs(task.taskArn) ? ofTask(context, task) : [],
    ),
  ];
  const ids = input.NetworkInterfaceIds ?? [];
  const unknown = ids.find((id) => !all.some((one) => one.NetworkInterfaceId === id));
  if (unknown !== undefined) {
    throw new AwsError(
      'InvalidNetworkInterfaceID.NotFound',
      `The networkInterface ID '${unknown.slice(0, 100)}' does not exist`,
    );
  }
  const named = all.filter(
    ({ NetworkInterfaceId = '' }) => ids.length === 0 || ids.includes(NetworkInterfaceId),
  );
  const found = filtered(named, input.Filters, FIELDS);
  const { items, NextToken } = page(
    found,
    ({ NetworkInterfaceId = '' }) => NetworkInterfaceId,
    input,
  );
  return { NetworkInterfaces: [...items], NextToken };
}

/** Its own one, as DescribeInstances shows it too. */
function ofInstance(context: Context, instance: Instance): NetworkInterface[] {
  if (['terminated', 'shutting-down'].includes(instance.state)) return [];
  const { Attachment, ...rest } = primaryInterface(context, instance);
  const { availabilityZone, instanceId, launchTime } = instance;
  return [
    {
      ...rest,
      ...zoneOf(availabilityZone),
      Attachment: {
        ...Attachment,
        AttachTime: new Date(launchTime),
        InstanceId: instanceId,
        InstanceOwnerId: context.scope.account,
      },
      Description: '',
      RequesterManaged: false,
      TagSet: [],
    },
  ];
}

/** From when its interface is made until the task has stopped. */
function ofTask(context: Context, task: Task): NetworkInterface[] {
  const { scope, controlPlane } = context;
  const { state } = controlPlane;
  const eni = task.networkInterface;
  if (eni === undefined || task.lastStatus === 'STOPPED') return [];
  const { account, region } = scope;
  const address = eni.privateIpv4Address;
  const dnsName = address && `ip-${address.replaceAll('.', '-')}.ec2.internal`;
  const { ec2InstanceId } = state.containerInstances.get(task.containerInstanceArn ?? '') ?? {};
  const subnet = defaultSubnets(region).find(({ subnetId }) => subnetId === eni.subnetId);
  const groups = eni.securityGroupIds ?? [DEFAULT_SECURITY_GROUP_ID];
  return [
    {
      NetworkInterfaceId: eni.networkInterfaceId,
      Description: `arn:aws:ecs:${region}:${account}:attachment/${attachmentIdOf(task)}`,
      InterfaceType: 'interface',
      Status: address === undefined ? 'attaching' : 'in-use',
      OwnerId: account,
      SubnetId: eni.subnetId,
      VpcId: DEFAULT_VPC_ID,
      ...zoneOf(subnet?.availabilityZone ?? task.availabilityZone),
      PrivateIpAddress: address,
      PrivateDnsName: dnsName,
      PrivateIpAddresses:
        address === undefined
          ? []
          : [{ Primary: true, PrivateIpAddress: address, PrivateDnsName: dnsName }],
      MacAddress: eni.macAddress,
      Groups: groupsNamed(context, groups),
      SourceDestCheck: true,
      RequesterManaged: ec2InstanceId === undefined,
      Attachment: {
        AttachmentId: `eni-attach-${eni.networkInterfaceId.slice('eni-'.length)}`,
        DeleteOnTermination: false,
        DeviceIndex: 1,
        Status: address === undefined ? 'attaching' : 'attached',
        InstanceId: ec2InstanceId,
        // Fargate's machines are AWS's own.
        InstanceOwnerId: ec2InstanceId === undefined ? 'amazon-aws' : account,
      },
      TagSet: [],
    },
  ];
}

const zoneOf = (availabilityZone: string) => ({
  AvailabilityZone: availabilityZone,
  AvailabilityZoneId: zoneId(availabilityZone),
});

const FIELDS: Fields<NetworkInterface> = {
  'addresses.private-ip-address': ({ PrivateIpAddresses = [] }) =>
    PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
  'attachment.attachment-id': ({ Attachment }) => Attachment?.AttachmentId,
  'attachment.instance-id': ({ Attachment }) => Attachment?.InstanceId,
  'attachment.instance-owner-id': ({ Attachment }) => Attachment?.InstanceOwnerId,
  'attachment.status': ({ Attachment }) => Attachment?.Status,
  'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
  'availability-zone-id': ({ AvailabilityZoneId }) => AvailabilityZoneId,
  description: ({ Description }) => Description,
  'group-id': ({ Groups = [] }) => Groups.map(({ GroupId }) => GroupId),
  'group-name': ({ Groups = [] }) => Groups.map(({ GroupName }) => GroupName),
  'interface-type': ({ InterfaceType }) => InterfaceType,
  'mac-address': ({ MacAddress }) => MacAddress,
  'network-interface-id': ({ NetworkInterfaceId }) => NetworkInterfaceId,
  'owner-id': ({ OwnerId }) => OwnerId,
  'private-dns-name': ({ PrivateDnsName }) => PrivateDnsName,
  'private-ip-address': ({ PrivateIpAddress }) => PrivateIpAddress,
  'requester-managed': ({ RequesterManaged }) => String(RequesterManaged),
  status: ({ Status }) => Status,
  'subnet-id': ({ SubnetId }) => SubnetId,
  'vpc-id': ({ VpcId }) => VpcId,
};
