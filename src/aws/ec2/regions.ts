import type {
  AvailabilityZone,
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeRegionsRequest,
  DescribeRegionsResult,
} from '@aws-sdk/client-ec2';
import { defaultSubnets } from '../../core/network/default-vpc.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { filtered } from './filters.ts';
import { zoneId } from './zone-id.ts';

/** Those that a new AWS account may use without opting in. */
const REGIONS = [
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1'],
  ...['ap-southeast-2', 'ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2'],
  ...['eu-west-3', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
];

export function describeRegions(
  { scope: { region } }: Context,
  { RegionNames = [], Filters }: DescribeRegionsRequest,
): DescribeRegionsResult {
  // The caller's own is always there, whatever it is called.
  const names = REGIONS.includes(region) ? REGIONS : [...REGIONS, region];
  const unknown = RegionNames.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new AwsError('InvalidParameterValue', `Invalid region provided: [${unknown}]`);
  const regions = names
    .filter((name) => RegionNames.length === 0 || RegionNames.includes(name))
    .map((RegionName) => ({
      RegionName,
      Endpoint: `ec2.${RegionName}.amazonaws.com`,
      OptInStatus: 'opt-in-not-required',
    }));
  return {
    Regions: filtered(regions, Filters, {
      endpoint: ({ Endpoint }) => Endpoint,
      'opt-in-status': ({ OptInStatus }) => OptInStatus,
      'region-name': ({ RegionName }) => RegionName,
    }),
  };
}

export function describeAvailabilityZones(
  { scope: { region } }: Context,
  { ZoneNames = [], ZoneIds = [], Filters }: DescribeAvailabilityZonesRequest,
): DescribeAvailabilityZonesResult {
  const all = defaultSubnets(region).map(
    ({ availabilityZone }): AvailabilityZone => ({
      ZoneName: availabilityZone,
      ZoneId: zoneId(availabilityZone),
      RegionName: region,
      State: 'available',
      OptInStatus: 'opt-in-not-required',
      ZoneType: 'availability-zone',
      GroupName: `${region}-zg-1`,
      NetworkBorderGroup: region,
      Messages: [],
    }),
  );
  for (const [found, wanted] of [
    [all.map(({ ZoneName }) => ZoneName), ZoneNames],
    [all.map(({ ZoneId }) => ZoneId), ZoneIds],
  ]) {
    const unknown = wanted?.find((zone) => !found?.includes(zone));
    if (unknown !== undefined)
      throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${unknown}]`);
  }
  const named = all.filter(
    ({ ZoneName = '', ZoneId = '' }) =>
      (ZoneNames.length === 0 || ZoneNames.includes(ZoneName)) &&
      (ZoneIds.length === 0 || ZoneIds.includes(ZoneId)),
  );
  return {
    AvailabilityZones: filtered(named, Filters, {
      'group-name': ({ GroupName }) => GroupName,
      'opt-in-status': ({ OptInStatus }) => OptInStatus,
      'region-name': ({ RegionName }) => RegionName,
      state: ({ State }) => State,
      'zone-id': ({ ZoneId }) => ZoneId,
      'zone-name': ({ ZoneName }) => ZoneName,
      'zone-type': ({ ZoneType }) => ZoneType,
    }),
  };
}
