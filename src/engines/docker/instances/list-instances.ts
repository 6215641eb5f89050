import type { ListedInstance } from '../../../core/observations.ts';
import { type Found, findContainers, statusOf } from '../list.ts';
import type { World } from '../world.ts';
import { kill } from './end-instance.ts';
import { tidyPorts } from './gateway-client.ts';

/** The instances that Docker has now. */
export const listInstances = async (world: World): Promise<ListedInstance[]> => {
  await findContainers(world);
  return world.instances
    .all()
    .map(({ instanceArn, status, privateIpAddress, gatewayPort }) =>
      status === 'RUNNING'
        ? { instanceArn, status, privateIpAddress, gatewayPort }
        : { instanceArn, status },
    );
};

/** What lost its instance while nobody looked is ended, and the ports of what ended are given back. */
export const tidyInstances = async (world: World, found: readonly Found[]): Promise<void> => {
  const running = found.filter(({ info }) => statusOf(info.State) === 'RUNNING');
  const stranded = running.filter(
    ({ identity }) =>
      identity.instanceArn !== undefined &&
      !world.instances
        .all()
        .some(
          ({ instanceArn, status }) => instanceArn === identity.instanceArn && status === 'RUNNING',
        ),
  );
  await Promise.all(stranded.map(({ info }) => kill(world, info.Id)));
  const names = running.flatMap(({ info }) => info.Names.map((name) => name.slice(1)));
  await tidyPorts(world, new Set(names));
};
