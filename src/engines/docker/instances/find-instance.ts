import { findContainers } from '../list.ts';
import type { World } from '../world.ts';
import type { KnownInstance } from './known-instances.ts';

/** The instance if it runs; Docker is asked about one that is not known yet. */
export const findInstance = async (
  world: World,
  instanceArn: string,
): Promise<KnownInstance | undefined> => {
  const known = world.instances.running(instanceArn);
  if (known !== undefined) return known;
  await findContainers(world);
  return world.instances.running(instanceArn);
};
