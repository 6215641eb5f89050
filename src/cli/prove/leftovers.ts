import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  ListAccountSettingsCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import type { Target } from '../../../grader/target.ts';
import { SETTINGS } from '../../core/account-settings/settings.ts';

/** What is left on the account that a clean-up should have removed. */
export const leftovers = async (target: Target): Promise<string[]> => {
  const { ecs, logs } = target;
  const [definitions, groups, ...rest] = await Promise.all([
    ecs.send(new ListTaskDefinitionsCommand({ status: 'ACTIVE' })),
    logs.send(new DescribeLogGroupsCommand({})),
    instancesLeft(target),
    providersLeft(target),
    clustersLeft(target),
    loadBalancersLeft(target),
    alarmsLeft(target),
    rolesLeft(target),
    settingsLeft(target),
  ]);
  return [
    ...(definitions.taskDefinitionArns ?? []).map((arn) => `task definition ${nameOf(arn)}`),
    ...(groups.logGroups ?? []).map(({ logGroupName }) => `log group ${logGroupName}`),
    ...rest.flat(),
  ];
};

/** Stopped ones too: on AWS their disks are paid for. One that is shutting down cannot stay. */
const instancesLeft = async ({ ec2 }: Target): Promise<string[]> => {
  const client = await ec2();
  const { Reservations = [] } = await client.send(new DescribeInstancesCommand({}));
  return Reservations.flatMap(({ Instances = [] }) => Instances).flatMap((instance) => {
    const state = instance.State?.Name ?? 'unknown';
    if (state === 'shutting-down' || state === 'terminated') return [];
    return [`instance ${instance.InstanceId} (${instance.InstanceType}, ${state})`];
  });
};

const loadBalancersLeft = async ({ elbv2 }: Target): Promise<string[]> => {
  const client = await elbv2();
  const [balancers, groups] = await Promise.all([
    client.send(new DescribeLoadBalancersCommand({})),
    client.send(new DescribeTargetGroupsCommand({})),
  ]);
  return [
    ...(balancers.LoadBalancers ?? []).map((one) => `load balancer ${one.LoadBalancerName}`),
    ...(groups.TargetGroups ?? []).map((one) => `target group ${one.TargetGroupName}`),
  ];
};

const alarmsLeft = async ({ cloudwatch }: Target): Promise<string[]> => {
  const client = await cloudwatch();
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
  return MetricAlarms.map(({ AlarmName }) => `alarm ${AlarmName}`);
};

const rolesLeft = async ({ iam }: Target): Promise<string[]> => {
  const client = await iam();
  const { Roles = [] } = await client.send(new ListRolesCommand({}));
  return Roles.map(({ RoleName }) => `role ${RoleName}`);
};

/** Those of one's own: AWS's cannot be removed. */
const providersLeft = async ({ ecs }: Target): Promise<string[]> => {
  const { capacityProviders = [] } = await ecs.send(new DescribeCapacityProvidersCommand({}));
  return capacityProviders.flatMap(({ name = '', status }) =>
    name.startsWith('FARGATE') || status !== 'ACTIVE' ? [] : [`capacity provider ${name}`],
  );
};

/** A setting that is not as in a new account changes what the next lab sees. */
const settingsLeft = async ({ ecs }: Target): Promise<string[]> => {
  const left: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(
      new ListAccountSettingsCommand({ effectiveSettings: true, nextToken }),
    );
    for (const { name = '', value } of page.settings ?? [])
      if (value !== SETTINGS[name]?.otherwise) left.push(`account setting ${name} ${value}`);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return left;
};

const clustersLeft = async ({ ecs }: Target): Promise<string[]> => {
  const { clusterArns = [] } = await ecs.send(new ListClustersCommand({}));
  const described = await ecs.send(new DescribeClustersCommand({ clusters: clusterArns }));
  const left: string[] = [];
  for (const { clusterName: cluster, status } of described.clusters ?? []) {
    if (status !== 'ACTIVE') continue;
    const [services, tasks, instances] = await Promise.all([
      ecs.send(new ListServicesCommand({ cluster })),
      ecs.send(new ListTasksCommand({ cluster })),
      ecs.send(new ListContainerInstancesCommand({ cluster })),
    ]);
    // A cluster by the name of `default` is there from the beginning.
    if (cluster !== 'default') left.push(`cluster ${cluster}`);
    left.push(
      ...(services.serviceArns ?? []).map((arn) => `service ${nameOf(arn)}`),
      ...(tasks.taskArns ?? []).map((arn) => `task ${nameOf(arn)}`),
      ...(instances.containerInstanceArns ?? []).map(
        (arn) => `container instance ${nameOf(arn)} in cluster ${cluster}`,
      ),
    );
  }
  return left;
};

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
