import type {
  DescribeInstanceTypeOfferingsRequest,
  DescribeInstanceTypeOfferingsResult,
  DescribeInstanceTypesRequest,
  DescribeInstanceTypesResult,
  InstanceTypeInfo,
} from '@aws-sdk/client-ec2';
import { INSTANCE_TYPES } from '../../core/ec2/instance-types.ts';
import type { InstanceType } from '../../core/model/instance.ts';
import { defaultSubnets } from '../../core/network/default-vpc.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { type Fields, filtered } from './filters.ts';
import { page } from './pages.ts';
import { coresOf, instanceTypes } from './render/instance.ts';
import { zoneId } from './zone-id.ts';

export function describeInstanceTypes(
  _context: Context,
  input: DescribeInstanceTypesRequest,
): DescribeInstanceTypesResult {
  const { InstanceTypes: names = [] } = input;
  const unknown = names.filter(
    (name) => !INSTANCE_TYPES.some(({ instanceType }) => instanceType === name),
  );
  if (unknown.length > 0) {
    throw new AwsError(
      'InvalidInstanceType',
      `The following supplied instance types do not exist: [${unknown.join(', ')}]. This runtime has: ${INSTANCE_TYPES.map(idOf).join(', ')}.`,
    );
  }
  const wanted = new Set<string>(names);
  const named = INSTANCE_TYPES.filter((type) => wanted.size === 0 || wanted.has(idOf(type)));
  const { items, NextToken } = page(filtered(named, input.Filters, fields), idOf, input);
  return { InstanceTypes: items.map(render), NextToken };
}

/** Every type is offered in every zone. */
export function describeInstanceTypeOfferings(
  { scope: { region } }: Context,
  input: DescribeInstanceTypeOfferingsRequest,
): DescribeInstanceTypeOfferingsResult {
  const { LocationType = 'region', Filters } = input;
  const zones = defaultSubnets(region).map(({ availabilityZone }) => availabilityZone);
  const places: Readonly<Record<string, readonly string[]>> = {
    region: [region],
    'availability-zone': zones,
    'availability-zone-id': zones.map(zoneId),
  };
  const locations = Object.hasOwn(places, LocationType) ? places[LocationType] : undefined;
  if (locations === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value '${LocationType}' for LocationType. Expected one of: ${Object.keys(places).join(', ')}.`,
    );
  }
  const offerings = locations.flatMap((Location) =>
    INSTANCE_TYPES.map(({ instanceType }) => ({
      InstanceType: instanceTypes.get(instanceType),
      LocationType,
      Location,
    })),
  );
  type Offering = (typeof offerings)[number];
  const chosen = filtered<Offering>(offerings, Filters, {
    'instance-type': ({ InstanceType }) => InstanceType,
    location: ({ Location }) => Location,
  });
  const id = ({ Location, InstanceType }: Offering) => `${Location} ${InstanceType}`;
  const { items, NextToken } = page(chosen, id, input);
  return { InstanceTypeOfferings: [...items], NextToken };
}

const idOf = ({ instanceType }: InstanceType): string => instanceType;

const familyOf = ({ instanceType }: InstanceType): string => instanceType.split('.')[0] ?? '';

const isBurstable = (type: InstanceType): boolean => /^t\d/.test(familyOf(type));
const isCurrent = (type: InstanceType): boolean => familyOf(type) !== 't1';
/** AWS: for accounts from before July 2025. */
const isFree = ({ instanceType }: InstanceType): boolean => instanceType === 't2.micro';

const fields: Fields<InstanceType> = {
  'bare-metal': () => 'false',
  'burstable-performance-supported': (type) => String(isBurstable(type)),
  'current-generation': (type) => String(isCurrent(type)),
  'free-tier-eligible': (type) => String(isFree(type)),
  hypervisor: (type) => hypervisorOf(type),
  'instance-type': idOf,
  'memory-info.size-in-mib': ({ memoryMiB }) => String(memoryMiB),
  'network-info.ipv4-addresses-per-interface': ({ ipv4PerInterface }) => String(ipv4PerInterface),
  'network-info.maximum-network-interfaces': ({ maxNetworkInterfaces }) =>
    String(maxNetworkInterfaces),
  'processor-info.supported-architecture': ({ architectures }) => architectures,
  'supported-usage-class': () => ['on-demand', 'spot'],
  'vcpu-info.default-cores': (type) => String(coresOf(type).CoreCount),
  'vcpu-info.default-threads-per-core': (type) => String(coresOf(type).ThreadsPerCore),
  'vcpu-info.default-vcpus': ({ vcpus }) => String(vcpus),
};

const hypervisorOf = (type: InstanceType) => (familyOf(type) === 't2' ? 'xen' : 'nitro');

function render(type: InstanceType): InstanceTypeInfo {
  const { CoreCount, ThreadsPerCore } = coresOf(type);
  return {
    InstanceType: instanceTypes.get(type.instanceType),
    CurrentGeneration: isCurrent(type),
    FreeTierEligible: isFree(type),
    SupportedUsageClasses: ['on-demand', 'spot'],
    SupportedRootDeviceTypes: ['ebs'],
    SupportedVirtualizationTypes: ['hvm'],
    BareMetal: false,
    Hypervisor: hypervisorOf(type),
    ProcessorInfo: { SupportedArchitectures: [...type.architectures] },
    VCpuInfo: {
      DefaultVCpus: type.vcpus,
      DefaultCores: CoreCount,
      DefaultThreadsPerCore: ThreadsPerCore,
    },
    MemoryInfo: { SizeInMiB: type.memoryMiB },
    InstanceStorageSupported: false,
    NetworkInfo: {
      MaximumNetworkInterfaces: type.maxNetworkInterfaces,
      Ipv4AddressesPerInterface: type.ipv4PerInterface,
    },
    GpuInfo: type.gpus === 0 ? undefined : { Gpus: [{ Count: type.gpus }] },
    BurstablePerformanceSupported: isBurstable(type),
  };
}
