import { beforeEach, describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import { nameOf } from '../../../src/core/arn.ts';
import type { IpPermissionInput } from '../../../src/core/security-groups/commands.ts';
import { securityGroupOf } from '../../../src/core/security-groups/find.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { emptyState } from '../../../src/core/state.ts';
import { loadBalancerInput, refused } from '../load-balancers/with-commands.ts';
import { demo, SCOPE, SUBNETS, type World } from '../world.ts';

const DEFAULT = 'sg-0ca70000000000000';
const HTTP: IpPermissionInput = {
  IpProtocol: 'tcp',
  FromPort: 80,
  ToPort: 80,
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
};

let world: World;
let web: string;
const create = (GroupName: string, change = {}) =>
  nameOf(
    world.send('CreateSecurityGroup', { GroupName, Description: 'of a test', ...change })
      .securityGroupArn,
  );
const rules = (groupId: string, isEgress = false) =>
  (securityGroupOf(world.state, SCOPE, groupId)?.rules ?? []).filter(
    (rule) => rule.isEgress === isEgress,
  );
const allow = (...IpPermissions: IpPermissionInput[]) =>
  world.send('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions }).rules;
const from = (GroupId: string) => ({ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] });
const inGroups = (...securityGroups: string[]) => ({
  networkConfiguration: { awsvpcConfiguration: { subnets: SUBNETS, securityGroups } },
});

beforeEach(() => {
  world = demo();
  web = create('web');
});

describe('a new group', () => {
  test('lets nothing in and all out', () => {
    expect(rules(web)).toEqual([]);
    expect(rules(web, true)).toMatchObject([
      { ipProtocol: '-1', peer: { type: 'cidr', cidrIpv4: '0.0.0.0/0' } },
    ]);
  });

  test('is in the snapshot, with its members', () => {
    allow(HTTP, from(web));
    world.runTask(inGroups(web));
    const again = emptyState();
    for (const record of snapshot(world.state)) apply(again, record);
    expect(again.securityGroups).toEqual(world.state.securityGroups);
    expect(again.membersByGroup).toEqual(world.state.membersByGroup);
  });

  test.each([
    [{ GroupName: undefined }, /^MissingParameter: .* groupName$/],
    [{ GroupName: 'default' }, /^InvalidParameterValue: Cannot use reserved .* name: default$/],
    [{ GroupName: 'sg-web' }, /^InvalidParameterValue: .* not be in the format sg-\*\.$/],
    [{ GroupName: 'é' }, /^InvalidParameterValue: Value \(é\) for parameter groupName/],
    [{ GroupName: 'x'.repeat(256) }, /^InvalidParameterValue: Value \(x+\) for .* groupName/],
    [{ GroupName: 'web' }, /^InvalidGroup.Duplicate: The security group 'web' already exists/],
    [{ Description: undefined }, /^MissingParameter: .* GroupDescription$/],
    [{ Description: 'ä' }, /^InvalidParameterValue: .* GroupDescription is invalid/],
    [{ VpcId: 'vpc-1' }, /^InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist/],
    [{ tags: [{ key: '' }] }, /^InvalidParameterValue: Tag key/],
  ])('%j is refused', (change, words) => {
    const input = { GroupName: 'db', Description: 'of a test', ...change };
    expect(refused(world, 'CreateSecurityGroup', input)).toMatch(words);
  });
});

describe('rules', () => {
  test('one for each range and group, named by ids of their own', () => {
    const added = allow(
      {
        ...HTTP,
        IpRanges: [{ CidrIp: '10.1.2.3/8', Description: 'us' }, { CidrIp: '1.2.3.4/32' }],
      },
      { IpProtocol: '17', FromPort: 53, ToPort: 54, UserIdGroupPairs: [{ GroupName: 'default' }] },
      { IpProtocol: 'ICMP', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
      { IpProtocol: '50', FromPort: 7, ToPort: 7, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    );
    expect(rules(web)).toEqual(added);
    expect(new Set(added.map((rule) => rule.securityGroupRuleId)).size).toBe(5);
    expect(added).toMatchObject([
      { ipProtocol: 'tcp', fromPort: 80, toPort: 80, peer: { cidrIpv4: '10.0.0.0/8' } },
      { ipProtocol: 'tcp', peer: { cidrIpv4: '1.2.3.4/32' } },
      { ipProtocol: 'udp', fromPort: 53, toPort: 54, peer: { groupId: DEFAULT } },
      { ipProtocol: 'icmp', fromPort: -1, toPort: -1 },
      { ipProtocol: '50', fromPort: -1, toPort: -1 },
    ]);
    expect(added[0]?.description).toBe('us');
  });

  test('are taken away by what they say or by their id, whatever their description', () => {
    const [, second] = allow(HTTP, from(web));
    const IpPermissions = [{ ...HTTP, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'x' }] }];
    world.send('RevokeSecurityGroupIngress', { GroupName: 'web', IpPermissions });
    expect(rules(web)).toEqual([second]);
    const SecurityGroupRuleIds = [second?.securityGroupRuleId ?? ''];
    world.send('RevokeSecurityGroupIngress', { GroupId: web, SecurityGroupRuleIds });
    expect(rules(web)).toEqual([]);
    expect(rules(web, true)).toHaveLength(1);
  });

  test('of the default group begin as AWS has them, and may change', () => {
    expect(rules(DEFAULT)).toMatchObject([{ ipProtocol: '-1', peer: { groupId: DEFAULT } }]);
    world.send('RevokeSecurityGroupIngress', {
      GroupName: 'default',
      IpPermissions: [from(DEFAULT)],
    });
    expect(rules(DEFAULT)).toEqual([]);
    expect(rules(DEFAULT, true)).toHaveLength(1);
  });

  test.each<[object, RegExp]>([
    [{ GroupId: undefined }, /^MissingParameter: .* groupName or groupId$/],
    [{ GroupId: 'web' }, /^InvalidGroupId.Malformed: Invalid id: "web" \(expecting "sg-..."\)$/],
    [{ GroupId: 'sg-1' }, /^InvalidGroup.NotFound: The security group 'sg-1' does not exist$/],
    [
      { GroupId: undefined, GroupName: 'db' },
      /^InvalidGroup.NotFound: The security group 'db' does not exist in default VPC/,
    ],
    [{ IpPermissions: [] }, /^MissingParameter: .* ipPermissions$/],
    [{ IpPermissions: [HTTP, HTTP] }, /^InvalidParameterValue: The same permission must not/],
  ])('%j is refused', (change, words) => {
    const input = { GroupId: web, IpPermissions: [HTTP], ...change };
    expect(refused(world, 'AuthorizeSecurityGroupIngress', input)).toMatch(words);
  });

  test.each<[IpPermissionInput, RegExp]>([
    [{ IpProtocol: undefined }, /^MissingParameter: .* ipProtocol$/],
    [{ IpProtocol: 'http' }, /^InvalidParameterValue: Invalid value 'http' for IP protocol/],
    [{ IpProtocol: '256' }, /^InvalidParameterValue: Invalid value '256' for IP protocol/],
    [{ FromPort: undefined }, /^InvalidParameterValue: .*Must specify both from and to ports/],
    [{ FromPort: 81 }, /^InvalidParameterValue: Invalid TCP\/UDP port range \(81:80\)/],
    [{ ToPort: 65_536 }, /^InvalidParameterValue: TCP\/UDP port \(65536\) out of range/],
    [{ FromPort: -1, ToPort: -1 }, /^InvalidParameterValue: TCP\/UDP port \(-1\) out of range/],
    [{ IpProtocol: 'icmp', FromPort: 256 }, /^InvalidParameterValue: ICMP type \(256\)/],
    [{ IpProtocol: 'icmp', FromPort: -1 }, /^InvalidParameterValue: Invalid ICMP code \(80\)/],
    [{ IpRanges: [] }, /^MissingParameter: .* ipRanges or groups/],
    [{ IpRanges: [{ CidrIp: '10.0.0.0' }] }, /^InvalidParameterValue: CIDR block 10.0.0.0 is ma/],
    [{ IpRanges: [{ CidrIp: '10.0.0.256/8' }] }, /^InvalidParameterValue: CIDR block/],
    [{ IpRanges: [{ CidrIp: '10.0.0.0/33' }] }, /^InvalidParameterValue: CIDR block/],
    [
      { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'ä' }] },
      /^InvalidParameterValue: Invalid rule description/,
    ],
    [{ UserIdGroupPairs: [{ GroupId: 'sg-1' }] }, /^InvalidGroup.NotFound: .*'sg-1' does not/],
    [
      { UserIdGroupPairs: [{ GroupId: DEFAULT, UserId: '999999999999' }] },
      /^InvalidGroup.NotFound: The security group '999999999999\/sg-/,
    ],
  ])('%j is refused', (change, words) => {
    const input = { GroupId: web, IpPermissions: [{ ...HTTP, ...change }] };
    expect(refused(world, 'AuthorizeSecurityGroupEgress', input)).toMatch(words);
  });

  test('that are there already, or are not, are refused, and so are more than 60', () => {
    allow(HTTP, from(web));
    const authorized = (permission: IpPermissionInput) =>
      refused(world, 'AuthorizeSecurityGroupIngress', {
        GroupId: web,
        IpPermissions: [permission],
      });
    expect(authorized(HTTP)).toBe(
      'InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
    );
    expect(authorized(from(web))).toContain(`"peer: ${web}, ALL, ALLOW"`);
    const revoked = (change: object) =>
      refused(world, 'RevokeSecurityGroupIngress', { GroupId: web, ...change });
    expect(revoked({ IpPermissions: [from(DEFAULT)] })).toMatch(/^InvalidPermission.NotFound: /);
    const [out] = rules(web, true);
    expect(revoked({ SecurityGroupRuleIds: [out?.securityGroupRuleId] })).toMatch(
      /^InvalidSecurityGroupRuleId.NotFound: /,
    );
    expect(revoked({})).toMatch(/^MissingParameter: /);
    const many = Array.from({ length: 58 }, (_, n) => ({ CidrIp: `10.0.0.${n}/32` }));
    allow({ ...HTTP, IpRanges: many });
    expect(authorized({ ...HTTP, FromPort: 0 })).toMatch(/^RulesPerSecurityGroupLimitExceeded: /);
  });
});

describe('a group is deleted', () => {
  const deleted = (GroupId: string) => refused(world, 'DeleteSecurityGroup', { GroupId });

  test('once nothing is in it and nothing refers to it', () => {
    const other = create('other');
    allow(from(other), from(web));
    expect(deleted(other)).toMatch(/^DependencyViolation: resource sg-\w+ has a dependent object/);
    world.send('DeleteSecurityGroup', { GroupId: web });
    expect(world.send('DeleteSecurityGroup', { GroupName: 'other' })).toEqual({ groupId: other });
    expect(deleted(other)).toMatch(/^InvalidGroup.NotFound: /);
    expect(world.state.securityGroups.size).toBe(0);
  });

  test('but never the default one', () => {
    expect(deleted(DEFAULT)).toBe(
      `CannotDelete: the specified group: "${DEFAULT}" name: "default" cannot be deleted by a user`,
    );
  });

  test('not while a task is in it', () => {
    const [task] = world.runTask(inGroups(web));
    expect(deleted(web)).toContain(task);
    world.send('StopTask', { cluster: 'demo', task });
    world.send('DeleteSecurityGroup', { GroupId: web });
  });

  test('not while an instance is in it', () => {
    const run = { ImageId: 'ami-0c2d06d50ce30b442', InstanceType: 't3.micro' };
    const counts = { MinCount: 1, MaxCount: 1 };
    const { instanceArns } = world.send('RunInstances', {
      ...{ ...run, ...counts },
      SecurityGroups: ['web'],
    });
    expect(deleted(web)).toContain(instanceArns[0]);
    const InstanceIds = instanceArns.map(nameOf);
    world.send('TerminateInstances', { InstanceIds });
    world.send('DeleteSecurityGroup', { GroupId: web });
  });

  test('not while a load balancer is in it', () => {
    const { loadBalancerArn: LoadBalancerArn } = world.send('CreateLoadBalancer', {
      ...loadBalancerInput,
      SecurityGroups: [web, web],
    });
    expect(deleted(web)).toContain(LoadBalancerArn);
    world.send('SetSecurityGroups', { LoadBalancerArn, SecurityGroups: [DEFAULT] });
    world.send('DeleteSecurityGroup', { GroupId: web });
  });
});

describe('where a group is named it must be there', () => {
  const words =
    "InvalidParameterException: Error retrieving security group information for [sg-1]: The security group 'sg-1' does not exist (ErrorCode: InvalidGroup.NotFound)";

  test('by RunTask, CreateService and UpdateService', () => {
    const launch = { cluster: 'demo', taskDefinition: 'cats', ...inGroups(web, 'sg-1') };
    expect(refused(world, 'RunTask', { ...launch, launchType: 'FARGATE' })).toBe(words);
    const createdBy = 'arn:aws:iam::111122223333:root';
    const wanted = { ...launch, serviceName: 'cats', desiredCount: 1, createdBy };
    expect(refused(world, 'CreateService', { ...wanted, launchType: 'FARGATE' })).toBe(words);
    const service = world.createService(inGroups(web));
    const change = { cluster: 'demo', service, ...inGroups('sg-1') };
    expect(refused(world, 'UpdateService', change)).toBe(words);
  });

  test('by StartTask', () => {
    const taskDefinition = world.register({ requiresCompatibilities: ['EC2'] }).taskDefinitionArn;
    const start = {
      cluster: 'demo',
      taskDefinition,
      containerInstances: ['x'],
      ...inGroups('sg-1'),
    };
    expect(refused(world, 'StartTask', start)).toBe(words);
  });

  test('and there are at most five of them', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'].map((name) => create(name));
    const run = { cluster: 'demo', taskDefinition: 'cats', ...inGroups(web, ...ids) };
    expect(refused(world, 'RunTask', { ...run, launchType: 'FARGATE' })).toMatch(/at most 5 items/);
    const machine = { ImageId: 'ami-0c2d06d50ce30b442', InstanceType: 't3.micro' };
    const counts = { MinCount: 1, MaxCount: 1 };
    expect(
      refused(world, 'RunInstances', { ...machine, ...counts, SecurityGroupIds: [web, ...ids] }),
    ).toMatch(/^SecurityGroupsPerInterfaceLimitExceeded: /);
  });

  test.each([
    [{}, /^InvalidParameterException: Network Configuration must be provided/],
    [{ awsvpcConfiguration: { subnets: [] } }, /subnets can not be empty/],
    [{ awsvpcConfiguration: { subnets: ['subnet-1'] } }, /ErrorCode: InvalidSubnetID.NotFound/],
  ])('awsvpc with %j is refused', (networkConfiguration, expected) => {
    const run = { cluster: 'demo', taskDefinition: 'cats', launchType: 'FARGATE' as const };
    expect(refused(world, 'RunTask', { ...run, networkConfiguration })).toMatch(expected);
  });

  test('an account has no groups of another', () => {
    const other = { ...SCOPE, account: '999999999999' };
    expect(securityGroupOf(world.state, other, web)).toBeUndefined();
    expect(securityGroupOf(world.state, other, DEFAULT)?.groupName).toBe('default');
  });
});

test('tags of groups are put and taken away as those of instances', () => {
  const tags = (groupId: string) => securityGroupOf(world.state, SCOPE, groupId)?.tags;
  const put = [{ key: 'Name', value: 'x' }];
  world.send('TagResources', { Resources: [web, DEFAULT], put });
  expect([tags(web), tags(DEFAULT)]).toEqual([put, put]);
  world.send('TagResources', { Resources: [web], remove: ['Name'] });
  expect(tags(web)).toEqual([]);
  expect(refused(world, 'TagResources', { Resources: ['vpc-1'], put })).toMatch(/^InvalidID: /);
});
