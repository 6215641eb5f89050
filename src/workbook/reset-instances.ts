import type { EC2Client } from '@aws-sdk/client-ec2';
import {
  ClusterNotFoundException,
  DeregisterContainerInstanceCommand,
  DescribeContainerInstancesCommand,
  type ECSClient,
  InvalidParameterException,
  paginateListContainerInstances,
} from '@aws-sdk/client-ecs';

/** The states of an instance that has not been terminated. */
const ALIVE = ['pending', 'running', 'stopping', 'stopped'];

/**
 * Terminates the EC2 instances with one of these tags `Name`, and those that are container
 * instances of the clusters, whose container instances go with them. Safe to repeat.
 */
export const removeInstances = async (
  ecs: ECSClient,
  ec2: EC2Client,
  { clusters, names }: { readonly clusters: readonly string[]; readonly names: readonly string[] },
): Promise<void> => {
  const ids = new Set(await named(ec2, names));
  const registered: { readonly cluster: string; readonly containerInstance: string }[] = [];
  for (const cluster of clusters) {
    for (const { arn, instanceId } of await containerInstancesOf(ecs, cluster)) {
      registered.push({ cluster, containerInstance: arn });
      if (instanceId !== undefined) ids.add(instanceId);
    }
  }
  await terminate(ec2, [...ids]);
  // Those that are not on EC2, and those whose EC2 instance is long gone, leave only when told to.
  for (const one of registered) {
    await ecs
      .send(new DeregisterContainerInstanceCommand({ ...one, force: true }))
      .catch((error: unknown) => {
        // It has gone with its EC2 instance.
        if (!(error instanceof InvalidParameterException)) throw error;
      });
  }
};

const containerInstancesOf = async (
  client: ECSClient,
  cluster: string,
): Promise<{ readonly arn: string; readonly instanceId: string | undefined }[]> => {
  const found: { readonly arn: string; readonly instanceId: string | undefined }[] = [];
  try {
    for await (const page of paginateListContainerInstances({ client }, { cluster })) {
      const { containerInstanceArns: containerInstances = [] } = page;
      if (containerInstances.length === 0) continue;
      const described = await client.send(
        new DescribeContainerInstancesCommand({ cluster, containerInstances }),
      );
      for (const { containerInstanceArn: arn, ec2InstanceId } of described.containerInstances ??
        []) {
        // Machines from elsewhere are called mi-….
        const instanceId = ec2InstanceId?.startsWith('i-') ? ec2InstanceId : undefined;
        if (arn !== undefined) found.push({ arn, instanceId });
      }
    }
  } catch (error) {
    if (!(error instanceof ClusterNotFoundException)) throw error;
  }
  return found;
};

const named = async (client: EC2Client, names: readonly string[]): Promise<string[]> =>
  names.length === 0 ? [] : alive(client, { name: 'tag:Name', values: names });

const terminate = async (client: EC2Client, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  // EC2 refuses the whole call for one id that it has forgotten.
  const InstanceIds = await alive(client, { name: 'instance-id', values: ids });
  if (InstanceIds.length === 0) return;
  const { TerminateInstancesCommand } = await import('@aws-sdk/client-ec2');
  await client.send(new TerminateInstancesCommand({ InstanceIds }));
};

const alive = async (
  client: EC2Client,
  { name, values }: { readonly name: string; readonly values: readonly string[] },
): Promise<string[]> => {
  const { paginateDescribeInstances } = await import('@aws-sdk/client-ec2');
  const Filters = [
    { Name: name, Values: [...values] },
    { Name: 'instance-state-name', Values: ALIVE },
  ];
  const ids: string[] = [];
  for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { Filters })) {
    for (const { Instances = [] } of Reservations) {
      for (const { InstanceId } of Instances) if (InstanceId !== undefined) ids.push(InstanceId);
    }
  }
  return ids;
};
