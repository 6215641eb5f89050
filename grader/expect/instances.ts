import type { Instance } from '@aws-sdk/client-ec2';
import type { CheckContext } from '../check.ts';

export interface Ec2Instance {
  readonly instanceId: string;
  /** Such as `t3.micro`. */
  readonly type: string;
  readonly state: string;
  /** Undefined: it has none, or is not running. */
  readonly publicDnsName: string | undefined;
}

/**
 * The EC2 instances of the account in the region that are neither terminated nor about to be; those
 * with that tag `Name`, if one is given.
 */
export const describeInstances = async (
  { ec2, signal }: CheckContext,
  { name }: { readonly name?: string | undefined } = {},
): Promise<Ec2Instance[]> => {
  // Loaded only here: it is large, and most labs have no instances.
  const { DescribeInstancesCommand } = await import('@aws-sdk/client-ec2');
  const client = await ec2();
  const instances: Instance[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
          ...(name === undefined ? [] : [{ Name: 'tag:Name', Values: [name] }]),
        ],
        ...(NextToken !== undefined && { NextToken }),
      }),
      { abortSignal: signal },
    );
    instances.push(...(page.Reservations ?? []).flatMap((each) => each.Instances ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return instances.map(({ InstanceId, InstanceType, State, PublicDnsName }) => ({
    instanceId: InstanceId ?? 'unknown',
    type: InstanceType ?? 'unknown',
    state: State?.Name ?? 'unknown',
    publicDnsName: PublicDnsName === '' ? undefined : PublicDnsName,
  }));
};
