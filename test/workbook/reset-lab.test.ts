import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeInstancesCommand,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  ListContainerInstancesCommand,
  PutAccountSettingCommand,
  PutAccountSettingDefaultCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { expect, test, vi } from 'vitest';
import { openTarget } from '../../grader/open-target.ts';
import type { Target } from '../../grader/target.ts';
import { leftovers } from '../../src/cli/prove/leftovers.ts';
import { removeWhatLabMade } from '../../src/workbook/reset-lab.ts';
import { openRuntime, type TestRuntime } from '../server/open-runtime.ts';

const account = '000000000000';

const open = (runtime: TestRuntime): Promise<Target> =>
  openTarget({ kind: 'local', endpoint: runtime.url, account, region: 'us-east-1' });

const reset = (runtime: TestRuntime) =>
  removeWhatLabMade(
    {
      id: 'cats',
      variant: { group: { words: ['a', 'b'], prefix: '/ecs/', default: 'cat' } },
      makes: {
        clusters: ['cats', 'never-made'],
        taskDefinitionFamilies: ['cat'],
        logGroups: ['/ecs/$GROUP'],
        instances: ['cats'],
        loadBalancers: ['cats', 'never-made'],
        targetGroups: ['cats', 'never-made'],
        alarms: ['cats', 'never-made'],
        roles: ['cats', 'never-made'],
        accountSettings: { awsvpcTrunking: 'disabled' },
      },
    },
    { endpoint: runtime.url, account },
  );

const launch = async ({ ec2 }: Target, cluster: string, name?: string): Promise<string> => {
  const client = await ec2();
  const { Instances } = await client.send(
    new RunInstancesCommand({
      ImageId: 'ami-0ca70000000000a23',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      UserData: Buffer.from(
        `#!/bin/bash\necho ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config\n`,
      ).toString('base64'),
      ...(name !== undefined && {
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
      }),
    }),
  );
  return Instances?.[0]?.InstanceId ?? 'none';
};

/** A load balancer with a listener that leads to a target group. */
const balance = async ({ elbv2 }: Target, Name: string): Promise<void> => {
  const client = await elbv2();
  const { LoadBalancers } = await client.send(
    new CreateLoadBalancerCommand({
      Name,
      Subnets: ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'],
    }),
  );
  const { TargetGroups } = await client.send(
    new CreateTargetGroupCommand({
      Name,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-0ca70000000000000',
    }),
  );
  await client.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }],
    }),
  );
};

const alarm = async ({ cloudwatch }: Target, AlarmName: string): Promise<void> => {
  const client = await cloudwatch();
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'Cats',
      MetricName: 'Scratches',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
};

const statesOf = async ({ ec2 }: Target): Promise<Record<string, string>> => {
  const { Reservations = [] } = await (await ec2()).send(new DescribeInstancesCommand({}));
  return Object.fromEntries(
    Reservations.flatMap(({ Instances = [] }) => Instances).map((one) => [
      one.InstanceId ?? '',
      one.State?.Name === 'shutting-down' ? 'terminated' : (one.State?.Name ?? ''),
    ]),
  );
};

const containerInstances = async ({ ecs }: Target, cluster: string): Promise<string[]> =>
  (await ecs.send(new ListContainerInstancesCommand({ cluster }))).containerInstanceArns ?? [];

test('a reset takes a lab’s instances, by their cluster and by their name, and no others', {
  timeout: 60_000,
}, async () => {
  await using runtime = await openRuntime({ timeScale: 100 });
  const target = await open(runtime);
  const { ecs } = target;
  await ecs.send(new CreateClusterCommand({ clusterName: 'cats' }));
  await ecs.send(new CreateClusterCommand({ clusterName: 'dogs' }));
  const member = await launch(target, 'cats');
  // The user data is misspelled: it is in no cluster, and paid for all the same.
  const lost = await launch(target, 'cast', 'cats');
  const other = await launch(target, 'dogs', 'dogs');
  await vi.waitUntil(async () => (await containerInstances(target, 'dogs')).length === 1, 10_000);
  await vi.waitUntil(async () => (await containerInstances(target, 'cats')).length === 1, 10_000);
  // One that is stopped stays registered, and its disk is paid for.
  const stopped = await launch(target, 'cats');
  await vi.waitUntil(async () => (await containerInstances(target, 'cats')).length === 2, 10_000);
  const client = await target.ec2();
  await client.send(new StopInstancesCommand({ InstanceIds: [stopped] }));
  await vi.waitUntil(async () => (await statesOf(target))[stopped] === 'stopped', 10_000);
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'cat',
      containerDefinitions: [{ name: 'cat', image: 'containerofcats', memory: 64 }],
    }),
  );
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'cats',
      serviceName: 'cats',
      taskDefinition: 'cat',
      launchType: 'EC2',
      desiredCount: 2,
    }),
  );
  const running = async () => {
    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'cats', services: ['cats'] }),
    );
    return services?.[0]?.runningCount;
  };
  await vi.waitUntil(async () => (await running()) === 2, 10_000);
  const trunking = { name: 'awsvpcTrunking', value: 'enabled' } as const;
  await ecs.send(new PutAccountSettingCommand(trunking));
  await ecs.send(new PutAccountSettingDefaultCommand(trunking));
  await balance(target, 'cats');
  await balance(target, 'dogs');
  await alarm(target, 'cats');
  await alarm(target, 'dogs');
  const before = await leftovers(target);
  expect(before).toContain('alarm cats');
  expect(before).toContain('load balancer cats');
  expect(before).toContain('target group cats');
  expect(before).toContain('account setting awsvpcTrunking enabled');
  expect(before).toContain('task definition cat:1');
  expect(before).toContain('cluster cats');
  expect(before).toContain('service cats');
  expect(before.filter((line) => /^task(?! definition)/.test(line))).toHaveLength(2);
  expect(before.filter((line) => line.endsWith('in cluster cats'))).toHaveLength(2);
  expect(before).toContain(`instance ${lost} (t3.micro, running)`);
  expect(before).toContain(`instance ${stopped} (t3.micro, stopped)`);

  await reset(runtime);

  expect(await statesOf(target)).toEqual({
    [member]: 'terminated',
    [stopped]: 'terminated',
    [lost]: 'terminated',
    [other]: 'running',
  });
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: ['cats'] }));
  expect(clusters?.map(({ status }) => status)).toEqual(['INACTIVE']);
  expect(await leftovers(target)).toEqual([
    `instance ${other} (t3.micro, running)`,
    'cluster dogs',
    expect.stringMatching(/^container instance [0-9a-f]{32} in cluster dogs$/),
    'load balancer dogs',
    'target group dogs',
    'alarm dogs',
  ]);

  await reset(runtime);
  expect((await statesOf(target))[other]).toBe('running');
  target.close();
});

/** With a policy of each kind. */
const role = async ({ iam }: Target, RoleName: string): Promise<void> => {
  const client = await iam();
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });
  await client.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: policy({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }),
    }),
  );
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const PolicyDocument = policy({ Action: 'ecs:*', Resource: '*' });
  await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'cats', PolicyDocument }));
};

test('a reset takes a lab’s roles with their policies, and no others', async () => {
  await using runtime = await openRuntime({ timeScale: 100 });
  const target = await open(runtime);
  await role(target, 'cats');
  await role(target, 'dogs');
  await reset(runtime);
  await reset(runtime);
  const { Roles = [] } = await (await target.iam()).send(new ListRolesCommand({}));
  expect(Roles.map(({ RoleName }) => RoleName)).toEqual(['dogs']);
  expect(await leftovers(target)).toContain('role dogs');
  target.close();
});
