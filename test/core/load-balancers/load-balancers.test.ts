import { describe, expect, test } from 'vitest';
import {
  DEFAULT_SECURITY_GROUP_ID,
  DEFAULT_VPC_ID,
} from '../../../src/core/network/default-vpc.ts';
import { SUBNETS, World } from '../world.ts';
import { front, loadBalancerInput, refused } from './with-commands.ts';

const create = (world: World, change = {}) =>
  world.send('CreateLoadBalancer', { ...loadBalancerInput, ...change }).loadBalancerArn;

const only = (world: World) => [...world.state.loadBalancers.values()][0];

describe('a new load balancer', () => {
  test('is provisioning until its program is up', () => {
    const world = new World();
    world.held.add('StartLoadBalancer');
    const loadBalancerArn = create(world);
    expect(loadBalancerArn).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer\/app\/front\/[0-9a-f]{16}$/,
    );
    expect(only(world)).toMatchObject({
      loadBalancerArn,
      state: 'provisioning',
      hostLabel: expect.stringMatching(/^front-\d{10}$/),
      vpcId: DEFAULT_VPC_ID,
      subnetIds: SUBNETS,
      securityGroupIds: [DEFAULT_SECURITY_GROUP_ID],
      attributes: {
        'idle_timeout.timeout_seconds': '60',
        'deletion_protection.enabled': 'false',
        'access_logs.s3.enabled': 'false',
      },
    });
    expect(world.effects).toEqual([
      {
        type: 'StartLoadBalancer',
        loadBalancerArn,
        dnsName: expect.stringMatching(/^front-\d{10}\.elb\.localhost$/),
      },
    ]);
    for (const effect of world.effects) world.oblige(effect);
    expect(only(world)?.state).toBe('active');
  });

  test('of type network has its own ARN, and no security groups unless it asks for them', () => {
    const world = new World();
    const input = { Type: 'network', Scheme: 'internal', SecurityGroups: [], Subnets: undefined };
    const arn = create(world, { ...input, SubnetMappings: [{ SubnetId: SUBNETS[1] }] });
    expect(arn).toContain(':loadbalancer/net/front/');
    expect(only(world)).toMatchObject({
      scheme: 'internal',
      hostLabel: expect.stringMatching(/^internal-front-\d{10}$/),
      securityGroupIds: [],
      subnetIds: [SUBNETS[1]],
    });
  });

  test('with the settings of the one that has its name is that one', () => {
    const world = new World();
    const arn = create(world);
    expect(create(world, { Subnets: SUBNETS.toReversed() })).toBe(arn);
    expect(world.state.loadBalancers.size).toBe(1);
    expect(refused(world, 'CreateLoadBalancer', { ...loadBalancerInput, Scheme: 'internal' })).toBe(
      "DuplicateLoadBalancerName: A load balancer with the same name 'front' exists, but with different settings",
    );
  });

  test.each([
    [{ Name: 'a'.repeat(33) }, "cannot be longer than '32' characters"],
    [{ Name: 'a_b' }, 'alphanumeric characters and hyphens(-)'],
    [{ Name: '-a' }, "ValidationError: Load balancer name '-a' cannot begin or end"],
    [{ Name: 'internal-a' }, "cannot begin with 'internal-'"],
    [{ Name: '' }, 'ValidationError: Load balancer name cannot be empty'],
    [
      { Subnets: SUBNETS.slice(1) },
      'ValidationError: At least two subnets in two different Availability Zones must be specified',
    ],
    [
      { Subnets: [...SUBNETS, ...SUBNETS] },
      'InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    ],
    [
      { Subnets: ['subnet-1', ...SUBNETS] },
      "SubnetNotFound: The subnet ID 'subnet-1' does not exist",
    ],
    [{ Subnets: undefined }, 'ValidationError: At least two subnets'],
    [{ Type: 'network', Subnets: [] }, 'ValidationError: At least one subnet'],
    [{ SubnetMappings: [] }, 'but not both'],
    [
      { SecurityGroups: ['sg-1'] },
      "InvalidSecurityGroup: The security group 'sg-1' does not exist",
    ],
    [{ Scheme: 'public' }, "InvalidScheme: The scheme 'public' is not valid"],
    [{ Type: 'gateway' }, "OperationNotPermitted: Load balancers of type 'gateway' are not supp"],
    [{ IpAddressType: 'dualstack' }, "OperationNotPermitted: IP address type 'dualstack' is not"],
    [
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
      "DuplicateTagKeys: Tag key 'a' is given twice",
    ],
  ])('is refused with %j', (change, words) => {
    const input = { ...loadBalancerInput, ...change };
    expect(refused(new World(), 'CreateLoadBalancer', input)).toContain(words);
  });

  test('is one too many after 50', () => {
    const world = new World();
    for (let n = 0; n < 50; n += 1) create(world, { Name: `front-${n}` });
    expect(refused(world, 'CreateLoadBalancer', loadBalancerInput)).toMatch(
      /^TooManyLoadBalancers/,
    );
  });
});

describe('deleting a load balancer', () => {
  test('takes its listeners along and leaves target groups, of whose targets nothing is known', () => {
    const { world, LoadBalancerArn, TargetGroupArn } = front();
    const Targets = [{ Id: '172.31.0.9' }, { Id: '172.31.0.10' }];
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    const of = (id: string) => ({ targetGroupArn: TargetGroupArn, id, port: 80 });
    const targets = Targets.map(({ Id }) => ({ ...of(Id), state: 'healthy' as const }));
    const loadBalancerArn = LoadBalancerArn;
    world.observe({ type: 'TargetHealthChanged', loadBalancerArn, targets });
    world.send('DeregisterTargets', { TargetGroupArn, Targets: [{ Id: '172.31.0.10' }] });
    world.send('DeleteLoadBalancer', { LoadBalancerArn });
    expect(world.effects.at(-1)).toEqual({ type: 'RemoveLoadBalancer', loadBalancerArn });
    expect(world.state.listeners.size + world.state.loadBalancers.size).toBe(0);
    expect([...world.state.targets.values()]).toMatchObject([
      { ...of('172.31.0.9'), health: null },
    ]);
  });

  test('succeeds also when it is gone', () => {
    const { world, LoadBalancerArn } = front();
    world.send('DeleteLoadBalancer', { LoadBalancerArn });
    const records = world.records.length;
    world.send('DeleteLoadBalancer', { LoadBalancerArn });
    expect(world.records.length).toBe(records);
    expect(refused(world, 'DeleteLoadBalancer', { LoadBalancerArn: 'front' })).toBe(
      "ValidationError: 'front' is not a valid load balancer ARN",
    );
  });

  test('is not permitted while deletion protection is enabled', () => {
    const { world, LoadBalancerArn } = front();
    const protect = (Value: string) =>
      world.send('ModifyLoadBalancerAttributes', {
        LoadBalancerArn,
        Attributes: [{ Key: 'deletion_protection.enabled', Value }],
      });
    protect('true');
    expect(refused(world, 'DeleteLoadBalancer', { LoadBalancerArn })).toBe(
      `OperationNotPermitted: Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
    );
    protect('false');
    world.send('DeleteLoadBalancer', { LoadBalancerArn });
    expect(world.state.loadBalancers.size).toBe(0);
  });
});

describe('attributes of load balancers', () => {
  test('change one by one', () => {
    const { world, LoadBalancerArn } = front();
    const Attributes = [
      { Key: 'idle_timeout.timeout_seconds', Value: '4000' },
      { Key: 'routing.http2.enabled', Value: 'false' },
    ];
    world.send('ModifyLoadBalancerAttributes', { LoadBalancerArn, Attributes });
    expect(only(world)?.attributes).toMatchObject({
      'idle_timeout.timeout_seconds': '4000',
      'routing.http2.enabled': 'false',
      'deletion_protection.enabled': 'false',
    });
    expect(world.effects.at(-1)).toMatchObject({ configuration: { idleTimeout: 4_000_000 } });
  });

  test.each([
    ['nonsense', 'x', "ValidationError: Load balancer attribute key 'nonsense' is not recognized"],
    ['__proto__', 'x', "key '__proto__' is not recognized"],
    ['idle_timeout.timeout_seconds', '4001', 'is not valid. Expected 1 to 4000.'],
    ['idle_timeout.timeout_seconds', '1e3', 'ValidationError: The value '],
    ['deletion_protection.enabled', 'yes', 'Expected false or true.'],
    ['access_logs.s3.enabled', 'true', 'OperationNotPermitted: '],
    ['dns_record.client_routing_policy', 'any_availability_zone', 'is not recognized'],
  ])('%s cannot be %j', (Key, Value, words) => {
    const { world, LoadBalancerArn } = front();
    const Attributes = [
      { Key: 'routing.http2.enabled', Value: 'false' },
      { Key, Value },
    ];
    const input = { LoadBalancerArn, Attributes };
    expect(refused(world, 'ModifyLoadBalancerAttributes', input)).toContain(words);
  });
});

test('subnets and security groups are set as a whole', () => {
  const { world, LoadBalancerArn } = front();
  const Subnets = ['subnet-0ca7000000000000c', ...SUBNETS];
  world.send('SetSubnets', { LoadBalancerArn, Subnets });
  expect(only(world)?.subnetIds).toEqual(Subnets);
  expect(refused(world, 'SetSubnets', { LoadBalancerArn, Subnets: ['a'] })).toMatch(
    /^SubnetNotFound/,
  );
  const SecurityGroups = [DEFAULT_SECURITY_GROUP_ID, DEFAULT_SECURITY_GROUP_ID];
  world.send('SetSecurityGroups', { LoadBalancerArn, SecurityGroups });
  expect(only(world)?.securityGroupIds).toEqual([DEFAULT_SECURITY_GROUP_ID]);
  expect(refused(world, 'SetSecurityGroups', { LoadBalancerArn, SecurityGroups: [] })).toMatch(
    /^ValidationError/,
  );
  const network = front({ Type: 'network', SecurityGroups: [] });
  const input = { LoadBalancerArn: network.LoadBalancerArn, SecurityGroups };
  expect(refused(network.world, 'SetSecurityGroups', input)).toContain(
    'was created without security groups',
  );
});
