import type { ListedLoadBalancer } from '../../../core/observations.ts';
import { GATEWAY_PORT } from '../instances/gateway-port.ts';
import { labelFilter, loadBalancerOf } from '../labels.ts';
import type { World } from '../world.ts';
import { isSame } from './known-load-balancers.ts';
import { seeTo } from './see-to.ts';

/** The load balancers that Docker has now. Those that are not as they were known are seen to. */
export const listLoadBalancers = async (world: World): Promise<ListedLoadBalancer[]> => {
  const { docker, host, lanes, loadBalancers, addresses } = world;
  const filters = labelFilter(host.installId);
  const all = await lanes.read.run(() => docker.listContainers({ all: true, filters }));
  const listed = all.flatMap((info): (ListedLoadBalancer & { id: string })[] => {
    const identity = loadBalancerOf(host.installId, info.Labels);
    if (identity === undefined || info.State === 'removing') return [];
    const { loadBalancerArn, privateIpAddress } = identity;
    addresses.note(loadBalancerArn, privateIpAddress);
    const gatewayPort = info.Ports.find(({ PrivatePort }) => PrivatePort === GATEWAY_PORT);
    const address = { privateIpAddress, gatewayPort: gatewayPort?.PublicPort };
    const isRunning = info.State === 'running';
    return [{ loadBalancerArn, id: info.Id, address: isRunning ? address : undefined }];
  });
  const byArn = new Map(listed.map((each) => [each.loadBalancerArn, each]));
  for (const arn of new Set([...byArn.keys(), ...loadBalancers.arns()])) {
    const { id = '', address } = byArn.get(arn) ?? {};
    if (!address || !isSame(loadBalancers.get(arn)?.running, { id, address })) seeTo(world, arn);
  }
  return listed.map(({ loadBalancerArn, address }) => ({ loadBalancerArn, address }));
};
