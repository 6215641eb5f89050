import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsFront } from '../../../src/aws/front.ts';
import { startRuntime, type WireRuntime } from '../../wire/runtime.ts';
import { reportingFront } from '../call.ts';
import { callEc2 } from './call-ec2.ts';

let runtime: WireRuntime;
let front: AwsFront;
let reported: string[];
beforeAll(async () => {
  runtime = await startRuntime();
  ({ front, reported } = reportingFront(runtime.controlPlane));
});
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  expect(reported).toEqual([]);
});

const RUN = {
  ImageId: 'ami-0c2d06d50ce30b442',
  InstanceType: 't3.micro',
  MinCount: 1,
  MaxCount: 1,
};

/** Ids of instances of an account of its own. */
async function start(account: string, change: Record<string, string | number> = {}) {
  const { result, error } = await callEc2(
    front,
    'RunInstances',
    { ...RUN, ...change },
    { account },
  );
  expect(error).toBeUndefined();
  return result.instancesSet.item.map(({ instanceId }: { instanceId: string }) => instanceId);
}

const running = (id: string) =>
  expect
    .poll(
      () =>
        [...runtime.controlPlane.state.instances.values()].find((i) => i.instanceId === id)?.state,
      { timeout: 60_000 },
    )
    .toBe('running');

describe('a dry run', () => {
  const dry = { DryRun: true };
  test.each([
    ['RunInstances', RUN],
    ['DescribeInstances', {}],
    ['DescribeRegions', {}],
  ])('of %s that would succeed', async (action, parameters) => {
    const account = '100000000001';
    const call = await callEc2(front, action, { ...parameters, ...dry }, { account });
    expect(call).toMatchObject({ status: 412, error: { code: 'DryRunOperation' } });
    const { result } = await callEc2(front, 'DescribeInstances', {}, { account });
    expect(result.reservationSet).toBe('');
  });

  test('of what would be refused answers why', async () => {
    const codes = [
      await callEc2(front, 'RunInstances', { ...RUN, InstanceType: 'x9.huge', ...dry }),
      await callEc2(front, 'StopInstances', { 'InstanceId.1': 'i-0123456789abcdef0', ...dry }),
      await callEc2(front, 'CreateTags', { 'ResourceId.1': 'i-1', 'Tag.1.Key': 'a', ...dry }),
    ].map(({ error }) => error?.code);
    expect(codes).toEqual([
      'InvalidParameterValue',
      'InvalidInstanceID.NotFound',
      'InvalidInstanceID.Malformed',
    ]);
  });

  test('of a change changes nothing', async () => {
    const account = '100000000002';
    const [id] = await start(account);
    await running(id);
    const stop = await callEc2(front, 'StopInstances', { 'InstanceId.1': id, ...dry }, { account });
    const end = { 'InstanceId.1': id, ...dry };
    const terminate = await callEc2(front, 'TerminateInstances', end, { account });
    expect([stop.error?.code, terminate.error?.code]).toEqual([
      'DryRunOperation',
      'DryRunOperation',
    ]);
    const { result } = await callEc2(front, 'DescribeInstanceStatus', {}, { account });
    expect(result.instanceStatusSet.item).toHaveLength(1);
  });
});

describe('DescribeInstances', () => {
  const account = '100000000003';
  const describeIds = async (parameters: Record<string, string | number>) => {
    const { result, error } = await callEc2(front, 'DescribeInstances', parameters, { account });
    if (error !== undefined) return error.code;
    const found: string[] = (result.reservationSet.item ?? []).flatMap(
      (reservation: { instancesSet: { item: { instanceId: string }[] } }) =>
        reservation.instancesSet.item.map(({ instanceId }) => instanceId),
    );
    return { ids: found, next: result.nextToken };
  };
  let ids: string[];
  beforeAll(async () => {
    ids = [
      ...(await start(account, {
        MinCount: 4,
        MaxCount: 4,
        'Placement.AvailabilityZone': 'us-east-1b',
      })),
      ...(await start(account, {
        MinCount: 3,
        MaxCount: 3,
        InstanceType: 'c5.large',
        'TagSpecification.1.ResourceType': 'instance',
        'TagSpecification.1.Tag.1.Key': 'stack',
        'TagSpecification.1.Tag.1.Value': 'prod',
      })),
    ];
  });

  test('goes by pages, none twice and none left out', async () => {
    const first = await describeIds({ MaxResults: 5 });
    if (typeof first === 'string') throw new Error(first);
    expect(first.ids).toEqual(ids.slice(0, 5));
    expect(await describeIds({ MaxResults: 5, NextToken: first.next })).toEqual({
      ids: ids.slice(5),
      next: undefined,
    });
  });

  test.each([
    [{ MaxResults: 4 }, 'InvalidParameterValue'],
    [{ NextToken: 'x' }, 'InvalidNextToken'],
    [{ MaxResults: 5, 'InstanceId.1': 'i-0123456789abcdef0' }, 'InvalidParameterCombination'],
    [{ MaxResults: 'many' }, 'InvalidParameterValue'],
    [{ 'Filter.1.Name': 'cats', 'Filter.1.Value.1': 'x' }, 'InvalidParameterValue'],
    [{ 'InstanceId.1': 'i-0123456789abcdef0' }, 'InvalidInstanceID.NotFound'],
  ])('%j is refused with %s', async (parameters, code) => {
    expect(await describeIds(parameters)).toBe(code);
  });

  test.each([
    ['instance-type', 't3.*', [0, 4]],
    ['availability-zone', 'us-east-1b', [0, 4]],
    ['tag:stack', 'prod', [4, 7]],
    ['instance-state-name', 'terminated', [0, 0]],
    ['owner-id', '100000000003', [0, 7]],
  ] as const)('the filter %s=%s', async (name, value, [from, to]) => {
    const found = await describeIds({ 'Filter.1.Name': name, 'Filter.1.Value.1': value });
    expect(found).toEqual({ ids: ids.slice(from, to), next: undefined });
  });

  test('the name to open has the port that the caller came by', async () => {
    const id = ids[0] ?? '';
    await running(id);
    const about = { 'InstanceId.1': id };
    for (const [host, port] of [
      ['localhost:4611', ':4611'],
      ['127.0.0.1:80', ':80'],
      ['localhost', ''],
    ]) {
      const { result } = await callEc2(front, 'DescribeInstances', about, { account, host });
      expect(result.reservationSet.item[0].instancesSet.item[0]).toMatchObject({
        dnsName: `${id}.ec2.localhost${port}`,
        instanceState: { code: '16', name: 'running' },
        placement: { availabilityZone: 'us-east-1b', availabilityZoneId: 'use1-az2' },
        vpcId: 'vpc-0ca70000000000000',
      });
    }
  });
});

describe('RunInstances', () => {
  test.each([
    [{ UserData: '###' }, 'InvalidUserData.Malformed'],
    [{ 'LaunchTemplate.LaunchTemplateName': 'x' }, 'UnsupportedOperation'],
    [{ 'InstanceMarketOptions.MarketType': 'capacity-block' }, 'UnsupportedOperation'],
    [{ InstanceInitiatedShutdownBehavior: 'terminate' }, 'UnsupportedOperation'],
    [{ 'SecurityGroup.1': 'cats' }, 'InvalidGroup.NotFound'],
    [{ MinCount: 'two' }, 'InvalidParameterValue'],
    [{ 'TagSpecification.1.Tag.1.Key': 'a' }, 'InvalidParameterValue'],
  ])('%j is refused with %s', async (change, code) => {
    const { status, error } = await callEc2(front, 'RunInstances', { ...RUN, ...change });
    expect({ status, code: error?.code }).toEqual({ status: 400, code });
  });

  test('a Spot Instance, its interface given as one of a launch', async () => {
    const account = '100000000004';
    const [id] = await start(account, {
      'InstanceMarketOptions.MarketType': 'spot',
      'NetworkInterface.1.DeviceIndex': 0,
      'NetworkInterface.1.SubnetId': 'subnet-0ca7000000000000c',
      'SecurityGroup.1': 'default',
    });
    const { result } = await callEc2(front, 'DescribeInstances', {}, { account });
    expect(result.reservationSet.item[0].instancesSet.item[0]).toMatchObject({
      instanceId: id,
      instanceLifecycle: 'spot',
      subnetId: 'subnet-0ca7000000000000c',
      groupSet: { item: [{ groupId: 'sg-0ca70000000000000', groupName: 'default' }] },
    });
  });
});

test('an account sees and touches its own instances only', async () => {
  const [id] = await start('100000000005');
  const other = { account: '100000000006' };
  const { result } = await callEc2(front, 'DescribeInstances', {}, other);
  expect(result.reservationSet).toBe('');
  const { error } = await callEc2(front, 'TerminateInstances', { 'InstanceId.1': id }, other);
  expect(error).toEqual({
    code: 'InvalidInstanceID.NotFound',
    message: `The instance ID '${id}' does not exist`,
  });
});

test('tags go with the value that was named, or all at once', async () => {
  const account = '100000000007';
  const [id] = await start(account);
  const tag = (action: string, ...tags: [string, string?][]) =>
    callEc2(
      front,
      action,
      {
        'ResourceId.1': id,
        ...Object.fromEntries(
          tags.flatMap(([key, value], n) => [
            [`Tag.${n + 1}.Key`, key],
            ...(value === undefined ? [] : [[`Tag.${n + 1}.Value`, value]]),
          ]),
        ),
      },
      { account },
    );
  const tags = async (): Promise<string[]> => {
    const { result } = await callEc2(front, 'DescribeTags', {}, { account });
    return (result.tagSet.item ?? []).map(
      ({ key, value }: { key: string; value: string }) => `${key}=${value}`,
    );
  };
  expect((await tag('CreateTags', ['a', '1'], ['b', '2'], ['c', '3'])).result.return).toBe('true');
  await tag('DeleteTags', ['a', 'other'], ['b']);
  expect(await tags()).toEqual(['a=1', 'c=3']);
  await tag('DeleteTags');
  expect(await tags()).toEqual([]);
  const { error } = await callEc2(
    front,
    'CreateTags',
    { 'ResourceId.1': 'vpc-1', 'Tag.1.Key': 'a' },
    { account },
  );
  expect(error?.code).toBe('InvalidID');
});

test.each([
  ['DescribeImages', { 'ImageId.1': 'ami-cats' }, 'InvalidAMIID.Malformed'],
  ['DescribeImages', { 'ImageId.1': 'ami-00000000' }, 'InvalidAMIID.NotFound'],
  ['DescribeInstanceTypes', { 'InstanceType.1': 'x9.huge' }, 'InvalidInstanceType'],
  ['DescribeInstanceTypeOfferings', { LocationType: 'moon' }, 'InvalidParameterValue'],
  ['DescribeSubnets', { 'SubnetId.1': 'subnet-1' }, 'InvalidSubnetID.NotFound'],
  ['DescribeVpcs', { 'VpcId.1': 'vpc-1' }, 'InvalidVpcID.NotFound'],
  ['DescribeSecurityGroups', { 'GroupName.1': 'cats' }, 'InvalidGroup.NotFound'],
  ['DescribeAvailabilityZones', { 'ZoneName.1': 'us-east-1z' }, 'InvalidParameterValue'],
  ['DescribeRegions', { 'RegionName.1': 'moon-1' }, 'InvalidParameterValue'],
  ['StartInstances', {}, 'MissingParameter'],
  ['CreateVpc', {}, 'InvalidAction'],
])('%s %j is refused with %s', async (action, parameters, code) => {
  const { status, error } = await callEc2(front, action, parameters);
  expect({ status, code: error?.code }).toEqual({ status: 400, code });
});

test.each([
  ['DescribeInstanceTypes', 'instanceTypeSet', 51],
  ['DescribeInstanceTypeOfferings', 'instanceTypeOfferingSet', 51],
  ['DescribeImages', 'imagesSet', 6],
  ['DescribeRegions', 'regionInfo', 17],
  ['DescribeAvailabilityZones', 'availabilityZoneInfo', 3],
  ['DescribeVpcs', 'vpcSet', 1],
  ['DescribeSubnets', 'subnetSet', 3],
  ['DescribeSecurityGroups', 'securityGroupInfo', 1],
])('%s lists all in %s', async (action, set, count) => {
  expect((await callEc2(front, action)).result[set].item).toHaveLength(count);
});
