import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeClustersCommand,
  ListClustersCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import type { Target } from '../../../grader/target.ts';

/** What is left on the account that a clean-up should have removed. */
export const leftovers = async ({ ecs, logs }: Target): Promise<string[]> => {
  const [clusters, definitions, groups] = await Promise.all([
    ecs.send(new ListClustersCommand({})),
    ecs.send(new ListTaskDefinitionsCommand({ status: 'ACTIVE' })),
    logs.send(new DescribeLogGroupsCommand({})),
  ]);
  const left = [
    ...(definitions.taskDefinitionArns ?? []).map((arn) => `task definition ${nameOf(arn)}`),
    ...(groups.logGroups ?? []).map(({ logGroupName }) => `log group ${logGroupName}`),
  ];
  const described = await ecs.send(
    new DescribeClustersCommand({ clusters: clusters.clusterArns ?? [] }),
  );
  for (const { clusterName: cluster, status } of described.clusters ?? []) {
    if (status !== 'ACTIVE') continue;
    const [services, tasks] = await Promise.all([
      ecs.send(new ListServicesCommand({ cluster })),
      ecs.send(new ListTasksCommand({ cluster })),
    ]);
    // A cluster by the name of `default` is there from the beginning.
    if (cluster !== 'default') left.push(`cluster ${cluster}`);
    left.push(...(services.serviceArns ?? []).map((arn) => `service ${nameOf(arn)}`));
    left.push(...(tasks.taskArns ?? []).map((arn) => `task ${nameOf(arn)}`));
  }
  return left;
};

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
