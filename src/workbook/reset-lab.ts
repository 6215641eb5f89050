import { setTimeout as delay } from 'node:timers/promises';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  ClusterNotFoundException,
  DeleteAccountSettingCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  ECSClient,
  PutAccountSettingDefaultCommand,
  paginateListServices,
  paginateListTaskDefinitions,
  paginateListTasks,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import type { Lab } from './lab.ts';
import { makesOf } from './makes.ts';
import { removeInstances } from './reset-instances.ts';
import { removeLoadBalancers } from './reset-load-balancers.ts';
import { removeRoles } from './reset-roles.ts';
import type { ShellTarget } from './shell/environment.ts';

/** Milliseconds for the tasks of a cluster to stop. */
const PATIENCE = 180_000;

/**
 * Removes from the account what the lab's steps make (its front matter says what), through the AWS
 * API: services, load balancers, tasks, instances and clusters, then task definitions, log groups, alarms and roles;
 * and gives the account settings that they change their values back. Safe to repeat.
 */
export const removeWhatLabMade = async (
  lab: Pick<Lab, 'id' | 'variant' | 'student' | 'makes'>,
  { endpoint, account, region = 'us-east-1' }: ShellTarget,
): Promise<void> => {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
  };
  const ecs = new ECSClient(config);
  const logs = new CloudWatchLogsClient(config);
  // Loaded only here: they are large, and a runtime without a reset has no use for them.
  const { EC2Client } = await import('@aws-sdk/client-ec2');
  const ec2 = new EC2Client(config);
  const { ElasticLoadBalancingV2Client } = await import(
    '@aws-sdk/client-elastic-load-balancing-v2'
  );
  const elbv2 = new ElasticLoadBalancingV2Client(config);
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  const cloudwatch = new CloudWatchClient(config);
  const makes = makesOf(lab);
  const { clusters, instances } = makes;
  try {
    for (const cluster of clusters) await removeServices(ecs, cluster);
    await removeLoadBalancers(elbv2, makes);
    await removeInstances(ecs, ec2, { clusters, names: instances });
    for (const cluster of clusters) await removeCluster(ecs, cluster);
    for (const family of makes.taskDefinitionFamilies) await deregister(ecs, family);
    for (const logGroupName of makes.logGroups) {
      await logs.send(new DeleteLogGroupCommand({ logGroupName })).catch((error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      });
    }
    await deleteAlarms(cloudwatch, makes.alarms);
    await removeRoles(config, makes.roles);
    await restoreSettings(ecs, makes.accountSettings);
  } finally {
    ecs.destroy();
    logs.destroy();
    ec2.destroy();
    elbv2.destroy();
    cloudwatch.destroy();
  }
};

/** Only those that are there: the call refuses all when one is not. */
const deleteAlarms = async (client: CloudWatchClient, names: readonly string[]): Promise<void> => {
  if (names.length === 0) return;
  const { DeleteAlarmsCommand, DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const found = await client.send(new DescribeAlarmsCommand({ AlarmNames: [...names] }));
  const AlarmNames = (found.MetricAlarms ?? []).flatMap(({ AlarmName }) => AlarmName ?? []);
  if (AlarmNames.length > 0) await client.send(new DeleteAlarmsCommand({ AlarmNames }));
};

const isActive = async (client: ECSClient, cluster: string): Promise<boolean> => {
  const found = await client.send(new DescribeClustersCommand({ clusters: [cluster] }));
  return found.clusters?.[0]?.status === 'ACTIVE';
};

const removeServices = async (client: ECSClient, cluster: string): Promise<void> => {
  if (!(await isActive(client, cluster))) return;
  for await (const { serviceArns = [] } of paginateListServices({ client }, { cluster })) {
    for (const service of serviceArns) {
      await client.send(new DeleteServiceCommand({ cluster, service, force: true }));
    }
  }
};

const removeCluster = async (client: ECSClient, cluster: string): Promise<void> => {
  if (!(await isActive(client, cluster))) return;
  const deadline = Date.now() + PATIENCE;
  // A service that has just gone may still have started a task: look again until none is left.
  for (;;) {
    const tasks = await tasksOf(client, cluster);
    await Promise.all(
      tasks.map((task) =>
        client.send(new StopTaskCommand({ cluster, task, reason: 'The lab is reset' })),
      ),
    );
    if ((await deleteCluster(client, cluster, tasks.length)) === 'gone') return;
    if (Date.now() > deadline) {
      throw new Error(
        `Expected the tasks of cluster ${cluster} to stop within ${PATIENCE / 1000} s, ` +
          `found ${tasks.length} of them still there. Try again in a while.`,
      );
    }
    await delay(200);
  }
};

const deleteCluster = async (
  client: ECSClient,
  cluster: string,
  tasks: number,
): Promise<'gone' | 'busy'> => {
  if (tasks > 0) return 'busy';
  try {
    await client.send(new DeleteClusterCommand({ cluster }));
    return 'gone';
  } catch (error) {
    if (error instanceof ClusterNotFoundException) return 'gone';
    // Tasks, services and container instances that are on their way out still count.
    if (error instanceof Error && error.name.startsWith('ClusterContains')) return 'busy';
    throw error;
  }
};

const tasksOf = async (client: ECSClient, cluster: string): Promise<string[]> => {
  const tasks: string[] = [];
  for await (const page of paginateListTasks({ client }, { cluster })) {
    tasks.push(...(page.taskArns ?? []));
  }
  return tasks;
};

const deregister = async (client: ECSClient, familyPrefix: string): Promise<void> => {
  const pages = paginateListTaskDefinitions({ client }, { familyPrefix, status: 'ACTIVE' });
  const revisions: string[] = [];
  for await (const page of pages) revisions.push(...(page.taskDefinitionArns ?? []));
  for (const taskDefinition of revisions) {
    await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
  }
};

/** The account's own value goes, and what holds for everybody is as before. */
const restoreSettings = async (
  client: ECSClient,
  { awsvpcTrunking: value }: Lab['makes']['accountSettings'],
): Promise<void> => {
  if (value === undefined) return;
  const name = 'awsvpcTrunking';
  await client.send(new DeleteAccountSettingCommand({ name }));
  await client.send(new PutAccountSettingDefaultCommand({ name, value }));
};
