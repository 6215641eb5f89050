import { DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Evidence, readEvidence, writeEvidence } from '../../../grader/evidence/evidence.ts';
import { recordTarget } from '../../../grader/evidence/record.ts';
import { replayTarget } from '../../../grader/evidence/replay.ts';
import { openTarget } from '../../../grader/open-target.ts';
import type { Target } from '../../../grader/target.ts';
import { eventually } from '../../server/eventually.ts';
import { openRuntime, type TestRuntime } from '../../server/open-runtime.ts';

const account = '123456789012';
const region = 'us-east-1';
const cluster = 'cats';
const subnets = ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'];

let runtime: TestRuntime;
let target: Target;
let evidence: Evidence;
let replay: Target;

/** A cluster in which everything is, and an account that no check has looked at. */
beforeAll(async () => {
  runtime = await openRuntime({ timeScale: 100 });
  target = await openTarget({ kind: 'local', endpoint: runtime.url, account, region });
  const { ecs, logs } = target;
  const tags = [{ key: 'owner', value: 'ada' }];
  await ecs.send(new CreateClusterCommand({ clusterName: cluster, tags }));
  const cat = { family: 'cat', containerDefinitions: [{ name: 'web', image: 'cats', memory: 64 }] };
  const fargate = { networkMode: 'awsvpc', cpu: '256', memory: '512' } as const;
  const requiresCompatibilities = ['FARGATE' as const];
  const first = { ...cat, ...fargate, requiresCompatibilities, tags };
  await ecs.send(new RegisterTaskDefinitionCommand(first));
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: 'cats',
      taskDefinition: 'cat:1',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: subnets.slice(0, 1) } },
      tags,
    }),
  );
  await ecs.send(new RegisterTaskDefinitionCommand({ ...first, cpu: '512', memory: '1024' }));

  const userData = `#!/bin/bash\necho ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config\n`;
  const ec2 = await target.ec2();
  await ec2.send(
    new RunInstancesCommand({
      ImageId: 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: 'ecsInstanceRole' },
      UserData: Buffer.from(userData).toString('base64'),
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'cats' }] }],
    }),
  );

  const elbv2 = await target.elbv2();
  const { LoadBalancers: [front] = [] } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'front', Subnets: subnets }),
  );
  const { TargetGroups: [group] = [] } = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: 'cats',
      Protocol: 'HTTP',
      Port: 80,
      TargetType: 'ip',
      VpcId: front?.VpcId,
    }),
  );
  await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: front?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group?.TargetGroupArn }],
    }),
  );

  const logGroupName = '/cats';
  const logStreamName = 'web/1';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = ['meow', 'purr'].map((message, index) => ({
    message,
    timestamp: Date.now() - 1_000 + index,
  }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  const cloudwatch = await target.cloudwatch();
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'hot',
      MetricName: 'CPUUtilization',
      Namespace: 'AWS/ECS',
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 80,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );

  const running = async () => (await tasksThere()).filter((one) => one.lastStatus === 'RUNNING');
  const steady = async () => {
    const { containerInstanceArns = [] } = await ecs.send(
      new ListContainerInstancesCommand({ cluster }),
    );
    return (await running()).length === 2 && containerInstanceArns.length === 1;
  };
  await eventually(steady, 60_000);
  const [one] = await running();
  await ecs.send(new StopTaskCommand({ cluster, task: one?.taskArn }));
  await eventually(async () => (await tasksOf(target, 'STOPPED')).length === 1, 60_000);
  await eventually(steady, 60_000);

  evidence = readEvidence(writeEvidence(await recordTarget(target).evidence()));
  replay = replayTarget(evidence);
}, 120_000);

afterAll(async () => {
  target?.close();
  replay?.close();
  await runtime[Symbol.asyncDispose]();
});

const tasksThere = async () => {
  const { taskArns: tasks = [] } = await target.ecs.send(new ListTasksCommand({ cluster }));
  if (tasks.length === 0) return [];
  return (await target.ecs.send(new DescribeTasksCommand({ cluster, tasks }))).tasks ?? [];
};

/** What is asked of the account, here and there. */
type Asked = (target: Target) => Promise<object>;

const arnOf = async ({ ecs }: Target): Promise<string> =>
  (await ecs.send(new DescribeClustersCommand({ clusters: [cluster] }))).clusters?.[0]
    ?.clusterArn ?? '';
const frontOf = async (where: Target) =>
  (await (await where.elbv2()).send(new DescribeLoadBalancersCommand({}))).LoadBalancers?.[0]
    ?.LoadBalancerArn;
const groupOf = async (where: Target) =>
  (await (await where.elbv2()).send(new DescribeTargetGroupsCommand({}))).TargetGroups?.[0]
    ?.TargetGroupArn;
const listenerOf = async (where: Target) => {
  const LoadBalancerArn = await frontOf(where);
  const command = new DescribeListenersCommand({ LoadBalancerArn });
  return (await (await where.elbv2()).send(command)).Listeners?.[0]?.ListenerArn;
};
const tasksOf = async ({ ecs }: Target, desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING') =>
  (await ecs.send(new ListTasksCommand({ cluster, desiredStatus }))).taskArns ?? [];

const questions: Readonly<Record<string, Asked>> = {
  'all clusters': ({ ecs }) => ecs.send(new ListClustersCommand({})),
  'a cluster': ({ ecs }) => ecs.send(new DescribeClustersCommand({ clusters: [cluster] })),
  'a cluster with all of it': ({ ecs }) =>
    ecs.send(
      new DescribeClustersCommand({
        clusters: [cluster],
        include: ['SETTINGS', 'STATISTICS', 'TAGS'],
      }),
    ),
  'its tags': async (where) =>
    where.ecs.send(new ListTagsForResourceCommand({ resourceArn: await arnOf(where) })),
  'its services': ({ ecs }) => ecs.send(new ListServicesCommand({ cluster })),
  'its services on EC2': ({ ecs }) =>
    ecs.send(new ListServicesCommand({ cluster, launchType: 'EC2' })),
  'a service': ({ ecs }) =>
    ecs.send(new DescribeServicesCommand({ cluster, services: ['cats'], include: ['TAGS'] })),
  'a service in no cluster': ({ ecs }) =>
    ecs.send(new DescribeServicesCommand({ cluster: 'dogs', services: ['cats'] })),
  'tasks of a service': ({ ecs }) =>
    ecs.send(new ListTasksCommand({ cluster, serviceName: 'cats' })),
  'tasks of no service': ({ ecs }) =>
    ecs.send(new ListTasksCommand({ cluster, serviceName: 'dogs' })),
  'tasks of a family that stopped': ({ ecs }) =>
    ecs.send(new ListTasksCommand({ cluster, family: 'cat', desiredStatus: 'STOPPED' })),
  'tasks on EC2': ({ ecs }) => ecs.send(new ListTasksCommand({ cluster, launchType: 'EC2' })),
  'running tasks': async (where) => {
    const command = new DescribeTasksCommand({ cluster, tasks: await tasksOf(where) });
    const { tasks = [] } = await where.ecs.send(command);
    // The version counts changes that nobody sees, and may come after the survey.
    return tasks.map((task) => ({ ...task, version: undefined }));
  },
  'a stopped task': async (where) =>
    where.ecs.send(new DescribeTasksCommand({ cluster, tasks: await tasksOf(where, 'STOPPED') })),
  'container instances': async ({ ecs }) => {
    const { containerInstanceArns: containerInstances } = await ecs.send(
      new ListContainerInstancesCommand({ cluster, status: 'ACTIVE' }),
    );
    return ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }));
  },
  'the newest task definition': ({ ecs }) =>
    ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'cat' })),
  'one in use': ({ ecs }) =>
    ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'cat:1', include: ['TAGS'] })),
  'no task definition': ({ ecs }) =>
    ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'dog' })),
  'a load balancer': async ({ elbv2 }) =>
    (await elbv2()).send(new DescribeLoadBalancersCommand({ Names: ['front'] })),
  'no load balancer': async ({ elbv2 }) =>
    (await elbv2()).send(new DescribeLoadBalancersCommand({ Names: ['back'] })),
  'its rules': async (where) =>
    (await where.elbv2()).send(new DescribeRulesCommand({ ListenerArn: await listenerOf(where) })),
  'a target group': async ({ elbv2 }) =>
    (await elbv2()).send(new DescribeTargetGroupsCommand({ Names: ['cats'] })),
  'no target group': async ({ elbv2 }) =>
    (await elbv2()).send(new DescribeTargetGroupsCommand({ Names: ['dogs'] })),
  'target groups of a load balancer': async (where) =>
    (await where.elbv2()).send(
      new DescribeTargetGroupsCommand({ LoadBalancerArn: await frontOf(where) }),
    ),
  'their health': async (where) =>
    (await where.elbv2()).send(
      new DescribeTargetHealthCommand({ TargetGroupArn: await groupOf(where) }),
    ),
  'their attributes': async (where) =>
    (await where.elbv2()).send(
      new DescribeTargetGroupAttributesCommand({ TargetGroupArn: await groupOf(where) }),
    ),
  'instances by tag and state': async ({ ec2 }) =>
    (await ec2()).send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: 'tag:Name', Values: ['cats'] },
          { Name: 'instance-state-name', Values: ['running'] },
        ],
      }),
    ),
  'network interfaces': async ({ ec2 }) =>
    (await ec2()).send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'status', Values: ['in-use'] }] }),
    ),
  'log groups': ({ logs }) => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/c' })),
  'log events of a stream': ({ logs }) =>
    logs.send(new FilterLogEventsCommand({ logGroupName: '/cats', logStreamNames: ['web/1'] })),
  'log events of no group': ({ logs }) =>
    logs.send(new FilterLogEventsCommand({ logGroupName: '/dogs' })),
  'an alarm': async ({ cloudwatch }) =>
    (await cloudwatch()).send(new DescribeAlarmsCommand({ AlarmNames: ['hot'] })),
};

/** Without what is of the call and not of the account. */
const told = async (asked: Asked, where: Target): Promise<unknown> => {
  try {
    const { $metadata, nextToken, searchedLogStreams, ...answer } = {
      nextToken: undefined,
      searchedLogStreams: undefined,
      $metadata: undefined,
      ...(await asked(where)),
    };
    return answer;
  } catch (error) {
    // Its words are AWS's own.
    return error instanceof Error ? error.name : error;
  }
};

test.each(Object.entries(questions))('%s: the survey answers as AWS does', async (_name, asked) => {
  expect(evidence.calls).toEqual([]);
  expect(await told(asked, replay)).toEqual(await told(asked, target));
});

test.each<[string, Asked]>([
  ['ECS ListTasks', ({ ecs }) => ecs.send(new ListTasksCommand({ cluster, startedBy: 'ada' }))],
  [
    'CloudWatchLogs FilterLogEvents',
    ({ logs }) =>
      logs.send(new FilterLogEventsCommand({ logGroupName: '/cats', filterPattern: 'meow' })),
  ],
  [
    'EC2 DescribeInstances',
    async ({ ec2 }) =>
      (await ec2()).send(
        new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: ['c*'] }] }),
      ),
  ],
])('what the survey cannot tell exactly of %s it does not tell', async (what, asked) => {
  await expect(asked(replay)).rejects.toMatchObject({
    name: 'NotInEvidence',
    message: expect.stringContaining(`The check asks for ${what}`),
  });
});
