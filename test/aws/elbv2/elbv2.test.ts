import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsFront } from '../../../src/aws/front.ts';
import { startRuntime, type WireRuntime } from '../../wire/runtime.ts';
import { reportingFront } from '../call.ts';
import { callElbv2 } from './call-elbv2.ts';

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

const LOAD_BALANCER = {
  Name: 'front',
  'Subnets.member.1': 'subnet-0ca7000000000000a',
  'Subnets.member.2': 'subnet-0ca7000000000000b',
};
const GROUP = {
  Name: 'cats',
  Protocol: 'HTTP',
  Port: 80,
  VpcId: 'vpc-0ca70000000000000',
  TargetType: 'ip',
};

/** The operations as one account calls them; what is refused fails the test. */
const as = (account: string, region = 'us-east-1') => ({
  async call(action: string, parameters: Record<string, string | number | boolean> = {}) {
    const called = await callElbv2(front, action, parameters, { account, region });
    expect(called.error, action).toBeUndefined();
    return called.result;
  },
  async code(action: string, parameters: Record<string, string | number | boolean> = {}) {
    const { status, error } = await callElbv2(front, action, parameters, { account, region });
    return `${status} ${error?.code}`;
  },
  async loadBalancer(change = {}): Promise<string> {
    const result = await this.call('CreateLoadBalancer', { ...LOAD_BALANCER, ...change });
    return result.LoadBalancers.member[0].LoadBalancerArn;
  },
  async group(change = {}): Promise<string> {
    const result = await this.call('CreateTargetGroup', { ...GROUP, ...change });
    return result.TargetGroups.member[0].TargetGroupArn;
  },
});

test('a load balancer is shown as AWS shows it', async () => {
  const self = as('100000000001');
  await self.loadBalancer({ 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' });
  const { LoadBalancers } = await self.call('DescribeLoadBalancers', { 'Names.member.1': 'front' });
  expect(LoadBalancers.member).toEqual([
    {
      LoadBalancerArn: expect.stringMatching(/:loadbalancer\/app\/front\/[0-9a-f]{16}$/),
      LoadBalancerName: 'front',
      DNSName: expect.stringMatching(/^front-\d{10}\.elb\.localhost:4566$/),
      CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
      CreatedTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      Scheme: 'internet-facing',
      VpcId: 'vpc-0ca70000000000000',
      State: { Code: expect.stringMatching(/^(provisioning|active)$/) },
      Type: 'application',
      AvailabilityZones: {
        member: ['a', 'b'].map((zone) => ({
          ZoneName: `us-east-1${zone}`,
          SubnetId: `subnet-0ca7000000000000${zone}`,
          LoadBalancerAddresses: '',
        })),
      },
      SecurityGroups: { member: ['sg-0ca70000000000000'] },
      IpAddressType: 'ipv4',
    },
  ]);
  const arn = LoadBalancers.member[0].LoadBalancerArn;
  const { TagDescriptions } = await self.call('DescribeTags', { 'ResourceArns.member.1': arn });
  expect(TagDescriptions.member[0].Tags.member).toEqual([{ Key: 'a', Value: 'b' }]);
});

describe('a listener', () => {
  test('has its default rule behind the others', async () => {
    const self = as('100000000002');
    const LoadBalancerArn = await self.loadBalancer();
    const blue = await self.group({ Name: 'blue' });
    const green = await self.group({ Name: 'green' });
    const forward = 'DefaultActions.member.1.ForwardConfig.TargetGroups.member';
    const { Listeners } = await self.call('CreateListener', {
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      'DefaultActions.member.1.Type': 'forward',
      [`${forward}.1.TargetGroupArn`]: blue,
      [`${forward}.1.Weight`]: 90,
      [`${forward}.2.TargetGroupArn`]: green,
      [`${forward}.2.Weight`]: 10,
    });
    const [{ ListenerArn, DefaultActions }] = Listeners.member;
    expect(DefaultActions.member).toEqual([
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: {
            member: [
              { TargetGroupArn: blue, Weight: '90' },
              { TargetGroupArn: green, Weight: '10' },
            ],
          },
          TargetGroupStickinessConfig: { Enabled: 'false' },
        },
      },
    ]);
    await self.call('CreateRule', {
      ListenerArn,
      Priority: 10,
      'Conditions.member.1.Field': 'path-pattern',
      'Conditions.member.1.Values.member.1': '/img/*',
      'Actions.member.1.Type': 'forward',
      'Actions.member.1.TargetGroupArn': green,
    });
    const { Rules } = await self.call('DescribeRules', { ListenerArn });
    expect(Rules.member).toMatchObject([
      {
        Priority: '10',
        IsDefault: 'false',
        Conditions: {
          member: [
            {
              Field: 'path-pattern',
              Values: { member: ['/img/*'] },
              PathPatternConfig: { Values: { member: ['/img/*'] } },
            },
          ],
        },
        Actions: { member: [{ Type: 'forward', TargetGroupArn: green }] },
      },
      { Priority: 'default', IsDefault: 'true', Conditions: '', Actions: DefaultActions },
    ]);
    const [, byDefault] = Rules.member;
    const named = { 'RuleArns.member.1': byDefault.RuleArn };
    expect((await self.call('DescribeRules', named)).Rules.member).toEqual([byDefault]);
    expect(await self.code('DeleteRule', { RuleArn: byDefault.RuleArn })).toBe(
      '400 OperationNotPermitted',
    );
    const { TargetGroups } = await self.call('DescribeTargetGroups', { LoadBalancerArn });
    expect(TargetGroups.member).toMatchObject([
      { TargetGroupName: 'blue', LoadBalancerArns: { member: [LoadBalancerArn] } },
      { TargetGroupName: 'green' },
    ]);
  });
});

test('the health of targets is told of those asked for, registered or not', async () => {
  const self = as('100000000003');
  const TargetGroupArn = await self.group();
  await self.call('RegisterTargets', { TargetGroupArn, 'Targets.member.1.Id': '172.31.0.9' });
  const { TargetHealthDescriptions } = await self.call('DescribeTargetHealth', {
    TargetGroupArn,
    'Targets.member.1.Id': '172.31.0.9',
    'Targets.member.2.Id': '172.31.0.9',
    'Targets.member.2.Port': 8080,
  });
  expect(TargetHealthDescriptions.member).toEqual([
    {
      Target: { Id: '172.31.0.9', Port: '80', AvailabilityZone: 'us-east-1a' },
      HealthCheckPort: '80',
      TargetHealth: {
        State: 'unused',
        Reason: 'Target.NotInUse',
        Description: 'Target group is not configured to receive traffic from the load balancer',
      },
    },
    {
      Target: { Id: '172.31.0.9', Port: '8080' },
      HealthCheckPort: '8080',
      TargetHealth: {
        State: 'unused',
        Reason: 'Target.NotRegistered',
        Description: 'Target is not registered to the target group',
      },
    },
  ]);
});

test('accounts and regions are apart', async () => {
  const self = as('100000000004');
  const LoadBalancerArn = await self.loadBalancer();
  const TargetGroupArn = await self.group();
  for (const other of [as('100000000005'), as('100000000004', 'eu-west-1')]) {
    expect((await other.call('DescribeLoadBalancers')).LoadBalancers).toBe('');
    expect((await other.call('DescribeTargetGroups')).TargetGroups).toBe('');
    expect(await other.code('DescribeLoadBalancerAttributes', { LoadBalancerArn })).toBe(
      '400 LoadBalancerNotFound',
    );
    await other.call('DeleteLoadBalancer', { LoadBalancerArn });
    expect(await other.code('DescribeTargetHealth', { TargetGroupArn })).toBe(
      '400 TargetGroupNotFound',
    );
  }
  expect((await self.call('DescribeLoadBalancers')).LoadBalancers.member).toHaveLength(1);
});

test('lists come in pages', async () => {
  const self = as('100000000006');
  for (const Name of ['a', 'b', 'c']) await self.group({ Name });
  const first = await self.call('DescribeTargetGroups', { PageSize: 2 });
  expect(first.TargetGroups.member).toHaveLength(2);
  const Marker = first.NextMarker;
  const second = await self.call('DescribeTargetGroups', { PageSize: 2, Marker });
  expect(second.TargetGroups.member).toMatchObject([{ TargetGroupName: 'c' }]);
  expect(second.NextMarker).toBeUndefined();
  expect(await self.code('DescribeTargetGroups', { Marker: 'x' })).toBe('400 ValidationError');
  expect(await self.code('DescribeTargetGroups', { PageSize: 401 })).toBe('400 ValidationError');
});

describe('what is asked for', () => {
  const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333';
  test.each([
    ['CreateLoadBalancer', {}, 'ValidationError'],
    ['CreateLoadBalancer', { ...LOAD_BALANCER, Type: 'global' }, 'ValidationError'],
    ['CreateLoadBalancer', { ...LOAD_BALANCER, Type: 'gateway' }, 'OperationNotPermitted'],
    ['CreateTargetGroup', { ...GROUP, Port: 'http' }, 'ValidationError'],
    ['CreateTargetGroup', { ...GROUP, VpcId: 'vpc-1' }, 'ValidationError'],
    ['CreateTargetGroup', { ...GROUP, 'Matcher.GrpcCode': '0' }, 'OperationNotPermitted'],
    ['DescribeLoadBalancers', { 'Names.member.1': 'nobody' }, 'LoadBalancerNotFound'],
    ['DescribeTargetGroups', { 'Names.member.1': 'nobody' }, 'TargetGroupNotFound'],
    ['DescribeListeners', {}, 'ValidationError'],
    ['DescribeRules', {}, 'ValidationError'],
    [
      'DescribeListeners',
      { 'ListenerArns.member.1': `${ARN}:listener/app/a/1/2` },
      'ListenerNotFound',
    ],
    ['DescribeRules', { 'RuleArns.member.1': `${ARN}:listener-rule/app/a/1/2/3` }, 'RuleNotFound'],
    ['DescribeTags', { 'ResourceArns.member.1': 'cats' }, 'ValidationError'],
    ['SetIpAddressType', { LoadBalancerArn: 'a', IpAddressType: 'ipv4' }, 'ValidationError'],
    ['DescribeTrustStores', {}, 'InvalidAction'],
  ])('%s %j is refused', async (action, parameters, code) => {
    const { status, error } = await callElbv2(front, action, parameters);
    expect({ status, code: error?.code }).toEqual({ status: 400, code });
    expect(error?.message).toMatch(/\w+ \w+/);
  });
});

test('limits are told by their names', async () => {
  const { Limits } = await as('100000000007').call('DescribeAccountLimits');
  expect(Limits.member).toContainEqual({ Name: 'rules-per-application-load-balancer', Max: '100' });
});
