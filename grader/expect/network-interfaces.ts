import type { CheckContext } from '../check.ts';

export interface Ec2NetworkInterface {
  readonly networkInterfaceId: string;
  /** `in-use` once it is attached. */
  readonly status: string;
  /** Undefined: it has none yet. */
  readonly privateIpAddress: string | undefined;
}

/** Those of the ids that EC2 knows. */
export const describeNetworkInterfaces = async (
  { ec2, signal }: CheckContext,
  ids: readonly string[],
): Promise<Ec2NetworkInterface[]> => {
  // Loaded only here: it is large, and most labs have no use for it.
  const { DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2');
  const client = await ec2();
  const { NetworkInterfaces = [] } = await client.send(
    // A filter, since an id that is not there is no error then.
    new DescribeNetworkInterfacesCommand({
      Filters: [{ Name: 'network-interface-id', Values: [...ids] }],
    }),
    { abortSignal: signal },
  );
  return NetworkInterfaces.map(({ NetworkInterfaceId, Status, PrivateIpAddress }) => ({
    networkInterfaceId: NetworkInterfaceId ?? 'unknown',
    status: Status ?? 'unknown',
    privateIpAddress: PrivateIpAddress,
  }));
};
