import type { GroupIdentifier } from '@aws-sdk/client-ec2';
import type { Instance } from '../../../core/model/index.ts';
import { DEFAULT_VPC_ID } from '../../../core/network/default-vpc.ts';
import { securityGroupOf } from '../../../core/security-groups/find.ts';
import type { Context } from '../../operation.ts';

/** The interface that the instance itself has. */
export function primaryInterface(context: Context, instance: Instance) {
  const { instanceId, privateIpAddress, subnetId } = instance;
  const digits = instanceId.slice('i-'.length);
  const address = {
    Primary: true,
    PrivateIpAddress: privateIpAddress,
    PrivateDnsName: privateDnsName(instance, context.scope.region),
  };
  return {
    NetworkInterfaceId: `eni-${digits}`,
    OwnerId: context.scope.account,
    PrivateIpAddress: address.PrivateIpAddress,
    PrivateDnsName: address.PrivateDnsName,
    PrivateIpAddresses: [address],
    MacAddress: `02:${(digits.slice(-10).match(/../g) ?? []).join(':')}`,
    Status: 'in-use' as const,
    InterfaceType: 'interface' as const,
    SourceDestCheck: true,
    SubnetId: subnetId,
    VpcId: DEFAULT_VPC_ID,
    Groups: groupsNamed(context, instance.securityGroupIds),
    Attachment: {
      AttachmentId: `eni-attach-${digits}`,
      DeleteOnTermination: true,
      DeviceIndex: 0,
      Status: 'attached' as const,
    },
  };
}

export const privateDnsName = ({ privateIpAddress = '' }: Instance, region: string): string => {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${privateIpAddress.replaceAll('.', '-')}.${domain}`;
};

/** Those groups with their names. */
export const groupsNamed = (
  { controlPlane, scope }: Context,
  ids: readonly string[],
): GroupIdentifier[] =>
  ids.map((GroupId) => ({
    GroupId,
    GroupName: securityGroupOf(controlPlane.state, scope, GroupId)?.groupName,
  }));
