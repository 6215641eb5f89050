import { contains } from '../../../core/network/cidr.ts';
import { findContainers } from '../list.ts';
import type { World } from '../world.ts';

/**
 * Addresses of the containers in mode `bridge` on each instance, by its ARN. On AWS these have the
 * instance's own address; here what they send comes from theirs.
 */
export const bridgedAddresses = async (
  world: World,
  subnet: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const byInstance = new Map<string, string[]>();
  if (world.instances.all().length === 0) return byInstance;
  for (const { identity, info } of await findContainers(world)) {
    const { instanceArn, pause } = identity;
    if (instanceArn === undefined || pause) continue;
    const addresses = Object.values(info.NetworkSettings.Networks)
      .map(({ IPAddress }) => IPAddress)
      .filter((address) => contains(subnet, address));
    byInstance.set(instanceArn, [...(byInstance.get(instanceArn) ?? []), ...addresses]);
  }
  return byInstance;
};
