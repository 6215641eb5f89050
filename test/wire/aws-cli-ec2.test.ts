import { spawnSync } from 'node:child_process';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientEnvironment, startRuntime, type WireRuntime } from './runtime.ts';

const cli = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const hasCli = `${cli.stdout}${cli.stderr}`.startsWith('aws-cli/');
if (!hasCli) console.warn('SKIPPED: no AWS CLI here; its EC2 commands are not tried.');

describe.skipIf(!hasCli)('the real AWS CLI on EC2', { timeout: 180_000 }, () => {
  let runtime: WireRuntime;
  beforeAll(async () => {
    runtime = await startRuntime();
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    expect(runtime.reported).toEqual([]);
  });

  const aws = (...args: string[]) =>
    execa('aws', ['ec2', ...args], {
      env: clientEnvironment(runtime.endpoint),
      extendEnv: false,
      reject: false,
    });
  const text = async (query: string, ...args: string[]): Promise<string> => {
    const { stdout, stderr } = await aws(...args, '--query', query, '--output', 'text');
    expect(stderr).toBe('');
    return stdout;
  };

  test('looks up image, subnet and type, and starts what it found', async () => {
    const image = await text(
      'sort_by(Images, &CreationDate)[-1].ImageId',
      ...['describe-images', '--owners', 'amazon', '--filters'],
      ...['Name=name,Values=amzn2-ami-ecs-hvm-*-x86_64-ebs', 'Name=state,Values=available'],
    );
    const subnet = await text(
      'Subnets[0].SubnetId',
      ...['describe-subnets', '--filters', 'Name=availability-zone,Values=us-east-1b'],
    );
    const type = await text(
      'InstanceTypes[].InstanceType',
      ...['describe-instance-types', '--filters', 'Name=memory-info.size-in-mib,Values=512'],
    );
    expect([image, subnet, type]).toEqual([
      'ami-0ca70000000000a02',
      'subnet-0ca7000000000000b',
      't3.nano',
    ]);
    const id = await text(
      'Instances[0].InstanceId',
      ...['run-instances', '--image-id', image, '--instance-type', type, '--subnet-id', subnet],
      ...['--instance-market-options', 'MarketType=spot', '--user-data', '#!/bin/sh\ntrue'],
      ...['--tag-specifications', 'ResourceType=instance,Tags=[{Key=Name,Value=a b}]'],
    );
    const [instance] = [...runtime.controlPlane.state.instances.values()];
    expect(instance).toMatchObject({
      instanceId: id,
      spot: true,
      userData: '#!/bin/sh\ntrue',
      tags: [{ key: 'Name', value: 'a b' }],
    });
    const resolved = 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended';
    expect(
      await text(
        'Instances[0].[ImageId,Placement.AvailabilityZone]',
        ...['run-instances', '--image-id', `${resolved}/image_id`, '--instance-type', 't3.micro'],
      ),
    ).toBe('ami-0ca70000000000a23\tus-east-1a');
  });

  test('makes security groups with rules of every form, and takes them away', async () => {
    const web = await text(
      'GroupId',
      ...['create-security-group', '--group-name', 'web', '--description', 'of a test'],
      ...['--tag-specifications', 'ResourceType=security-group,Tags=[{Key=Name,Value=w}]'],
    );
    const ingress = (verb: string, ...options: string[]) =>
      text('Return', `${verb}-security-group-ingress`, '--group-id', web, ...options);
    const http = ['--protocol', 'tcp', '--port', '80', '--cidr', '0.0.0.0/0'];
    expect(await ingress('authorize', ...http)).toBe('True');
    await ingress('authorize', '--protocol', 'all', '--source-group', web);
    const ranges = 'IpRanges=[{CidrIp=10.0.0.0/8,Description=us},{CidrIp=1.2.3.4/32}]';
    await ingress(
      ...['authorize', '--ip-permissions'],
      `IpProtocol=udp,FromPort=53,ToPort=54,${ranges}`,
    );
    const { stderr } = await aws(
      'authorize-security-group-ingress',
      '--group-name',
      'web',
      ...http,
    );
    expect(stderr).toContain(
      '(InvalidPermission.Duplicate) when calling the AuthorizeSecurityGroupIngress operation: the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
    );
    const described = ['describe-security-groups', '--group-names', 'web', '--filters'];
    expect(
      await text(
        'SecurityGroups[].[GroupName, IpPermissions[].[IpProtocol, FromPort, ToPort, IpRanges[].CidrIp, UserIdGroupPairs[].GroupId], IpPermissionsEgress[].IpProtocol, Tags[].Value]',
        ...[...described, 'Name=ip-permission.cidr,Values=10.*'],
      ),
    ).toBe(
      ['web', 'tcp\t80\t80', '0.0.0.0/0', '-1\tNone\tNone', web, 'udp\t53\t54']
        .concat('10.0.0.0/8\t1.2.3.4/32', '-1', 'w')
        .join('\n'),
    );
    await ingress('revoke', ...http);
    const [rule = ''] = (
      await text(
        'SecurityGroupRules[?ReferencedGroupInfo.GroupId].SecurityGroupRuleId',
        ...['describe-security-group-rules', '--filters', `Name=group-id,Values=${web}`],
      )
    ).split('\t');
    await ingress('revoke', '--security-group-rule-ids', rule);
    expect(
      await text('SecurityGroups[].IpPermissions[].IpProtocol', ...described.slice(0, 3)),
    ).toBe('udp');
    expect(await text('GroupId', 'delete-security-group', '--group-name', 'web')).toBe(web);
    expect(await text('SecurityGroups[].GroupName', 'describe-security-groups')).toBe('default');
  });

  test.each([
    [
      ['run-instances', '--image-id', 'ami-0c2d06d50ce30b442', '--instance-type', 'x9.huge'],
      "An error occurred (InvalidParameterValue) when calling the RunInstances operation: Invalid value 'x9.huge' for InstanceType. This runtime has: t2.micro,",
    ],
    [
      ['terminate-instances', '--instance-ids', 'i-0123456789abcdef0'],
      "An error occurred (InvalidInstanceID.NotFound) when calling the TerminateInstances operation: The instance ID 'i-0123456789abcdef0' does not exist",
    ],
    [
      ['describe-regions', '--dry-run'],
      'An error occurred (DryRunOperation) when calling the DescribeRegions operation: Request would have succeeded, but DryRun flag is set.',
    ],
    [
      ['create-key-pair', '--key-name', 'cats'],
      "An error occurred (InvalidAction) when calling the CreateKeyPair operation: Amazon EC2 here has no operation 'CreateKeyPair'. It has: RunInstances,",
    ],
  ])('%j is told as AWS tells it', async (args, message) => {
    const { exitCode, stderr } = await aws(...args);
    expect(exitCode).toBeGreaterThanOrEqual(254);
    expect(stderr).toContain(message);
  });
});
