import type { Vocabulary } from '../schema/vocabulary.ts';

const LEAVE_OUT = 'Leave it out.';

/** What is not supported among the inputs of the operations that we have. */
export const vocabulary: Vocabulary = {
  enums: {},
  fractions: new Set(),
  unsupported: {
    'RunInstancesRequest.LaunchTemplate': 'Give its members as options of RunInstances.',
    'RunInstancesRequest.PrivateIpAddress': 'Leave it out: each instance is given an address.',
    'RunInstancesRequest.Ipv6AddressCount': LEAVE_OUT,
    'RunInstancesRequest.Ipv6Addresses': LEAVE_OUT,
    'RunInstancesRequest.EnablePrimaryIpv6': LEAVE_OUT,
    'RunInstancesRequest.KernelId': LEAVE_OUT,
    'RunInstancesRequest.RamdiskId': LEAVE_OUT,
    'RunInstancesRequest.ElasticGpuSpecification': LEAVE_OUT,
    'RunInstancesRequest.ElasticInferenceAccelerators': LEAVE_OUT,
    'RunInstancesRequest.LicenseSpecifications': LEAVE_OUT,
    'RunInstancesRequest.DisableApiStop': LEAVE_OUT,
    'RunInstancesRequest.DisableApiTermination': LEAVE_OUT,
    'RunInstancesRequest.SecondaryInterfaces': LEAVE_OUT,
    'HibernationOptionsRequest.Configured': LEAVE_OUT,
    'IpPermission.Ipv6Ranges': 'Give IpRanges.',
    'IpPermission.PrefixListIds': 'Give IpRanges.',
    'UserIdGroupPair.VpcPeeringConnectionId': LEAVE_OUT,
    'EnclaveOptionsRequest.Enabled': LEAVE_OUT,
    'Placement.GroupName': LEAVE_OUT,
    'Placement.GroupId': LEAVE_OUT,
    'Placement.HostId': LEAVE_OUT,
    'Placement.PartitionNumber': LEAVE_OUT,
    'InstanceNetworkInterfaceSpecification.NetworkInterfaceId': 'Give a subnet.',
    'InstanceNetworkInterfaceSpecification.PrivateIpAddress': LEAVE_OUT,
    'InstanceNetworkInterfaceSpecification.PrivateIpAddresses': LEAVE_OUT,
    'InstanceNetworkInterfaceSpecification.SecondaryPrivateIpAddressCount': LEAVE_OUT,
  },
};
