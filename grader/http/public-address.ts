import type { Clients } from '../clients.ts';
import type { Target } from '../target.ts';

/** Asks EC2 for the public address of a network interface. */
export const publicAddressThrough =
  ({ ec2 }: Pick<Clients, 'ec2'>): Target['publicAddress'] =>
  async (networkInterfaceId) => {
    const { DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2');
    const client = await ec2();
    const command = new DescribeNetworkInterfacesCommand({
      NetworkInterfaceIds: [networkInterfaceId],
    });
    return (await client.send(command)).NetworkInterfaces?.[0]?.Association?.PublicIp;
  };
