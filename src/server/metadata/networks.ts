import { scopeOf } from '../../core/arn.ts';
import type { Task } from '../../core/model/task.ts';
import { contains } from '../../core/network/cidr.ts';
import { defaultSubnets } from '../../core/network/default-vpc.ts';
import { taskNetworkOf } from '../../core/network/task-network.ts';
import type { State } from '../../core/state.ts';

/**
 * The networks of a container as its metadata shows them.
 *
 * @param ownAddress the container's own, which it has in `bridge` mode.
 */
export const networksOf = (state: State, task: Task, ownAddress: string | undefined): object[] => {
  const { networkMode, networkInterface, privateIpv4Address } = taskNetworkOf(state, task);
  if (networkMode === undefined || networkMode === 'none') return [];
  if (networkInterface === undefined) {
    const address = networkMode === 'bridge' ? ownAddress : privateIpv4Address;
    return [{ NetworkMode: networkMode, IPv4Addresses: address === undefined ? [] : [address] }];
  }
  const { privateIpv4Address: address, macAddress, subnetId } = networkInterface;
  const { region } = scopeOf(task.taskArn);
  const subnet = defaultSubnets(region).find((one) => one.subnetId === subnetId);
  return [
    {
      NetworkMode: networkMode,
      IPv4Addresses: address === undefined ? [] : [address],
      AttachmentIndex: 0,
      ...(macAddress === undefined ? {} : { MACAddress: macAddress }),
      ...(address === undefined ? {} : { PrivateDNSName: dnsNameOf(address, region) }),
      // Docker's addresses are of another range than the subnet's.
      ...(subnet !== undefined && contains(subnet.cidrBlock, address ?? '')
        ? rangeOf(subnet.cidrBlock)
        : {}),
    },
  ];
};

const dnsNameOf = (address: string, region: string): string => {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${address.replaceAll('.', '-')}.${domain}`;
};

/** AWS: the first address behind a subnet's own is that of its router. */
const rangeOf = (cidrBlock: string) => {
  const [network = '', prefix = ''] = cidrBlock.split('/');
  return {
    IPv4SubnetCIDRBlock: cidrBlock,
    SubnetGatewayIpv4Address: `${network.replace(/\d+$/, (last) => String(Number(last) + 1))}/${prefix}`,
  };
};
