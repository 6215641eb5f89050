import type { Instance } from '@aws-sdk/client-ec2';
import type { CheckContext } from '../check.ts';

export interface Ec2Instance {
  readonly instanceId: string;
  /** Such as `t3.micro`. */
  readonly type: string;
  readonly state: string;
  readonly spot: boolean;
  /** `Server.SpotInstanceTermination`; undefined: it has not ended. */
  readonly endedBy: string | undefined;
  /** Undefined: it has none, or is not running. */
  readonly publicDnsName: string | undefined;
}

const THERE = ['pending', 'running', 'stopping', 'stopped'];
/** EC2 shows terminated ones for about an hour. */
const GONE = ['shutting-down', 'terminated'];

/**
 * The EC2 instances of the account in the region that are neither terminated nor about to be, or
 * with `gone` those that are; those with that tag `Name`, if one is given.
 */
export const describeInstances = async (
  { ec2, signal }: CheckContext,
  { name, gone = false }: { readonly name?: string | undefined; readonly gone?: boolean } = {},
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
          { Name: 'instance-state-name', Values: gone ? GONE : THERE },
          ...(name === undefined ? [] : [{ Name: 'tag:Name', Values: [name] }]),
        ],
        ...(NextToken !== undefined && { NextToken }),
      }),
      { abortSignal: signal },
    );
    instances.push(...(page.Reservations ?? []).flatMap((each) => each.Instances ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return instances.map((instance) => ({
    instanceId: instance.InstanceId ?? 'unknown',
    type: instance.InstanceType ?? 'unknown',
    state: instance.State?.Name ?? 'unknown',
    spot: instance.InstanceLifecycle === 'spot',
    endedBy: gone ? instance.StateReason?.Code : undefined,
    publicDnsName: instance.PublicDnsName === '' ? undefined : instance.PublicDnsName,
  }));
};
