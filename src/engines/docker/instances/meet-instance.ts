import type Docker from 'dockerode';
import { instanceOf } from '../labels.ts';
import type { World } from '../world.ts';
import { plugPulled } from './end-instance.ts';
import { GATEWAY_PORT } from './gateway-port.ts';
import type { KnownInstance } from './known-instances.ts';

/**
 * Takes in the instances among all containers that Docker listed when it was asked at `moment`.
 * Those that ran and do not any more are ended as if an event had told.
 */
export const meetInstances = (
  world: World,
  all: readonly Docker.ContainerInfo[],
  moment: number,
): void => {
  const found = all.flatMap((info): KnownInstance[] => {
    const identity = instanceOf(world.host.installId, info.Labels);
    if (identity === undefined || info.State === 'removing') return [];
    const status = info.State === 'running' || info.State === 'paused' ? 'RUNNING' : 'STOPPED';
    const gatewayPort = info.Ports.find(
      ({ PrivatePort }) => PrivatePort === GATEWAY_PORT,
    )?.PublicPort;
    return [{ ...identity, id: info.Id, status, gatewayPort }];
  });
  for (const instanceArn of world.instances.listed(found, moment)) {
    // Should Docker go away meanwhile, the next list tells again.
    plugPulled(world, instanceArn).catch(() => {});
  }
};
