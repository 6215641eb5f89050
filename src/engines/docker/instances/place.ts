import { nameOf } from '../../../core/arn.ts';
import type { ContainerSpec } from '../../../core/effects.ts';
import type { NetworkBinding } from '../../../core/model/task.ts';
import { orUndefined } from '../errors.ts';
import { dockerNameOf } from '../labels.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';
import { kill } from './end-instance.ts';
import { findInstance } from './find-instance.ts';
import { locate, mapPorts, releasePorts } from './gateway-client.ts';
import type { KnownInstance } from './known-instances.ts';

/** Where a container is to run, and its ports there, which are its own until they are let go. */
export interface Place {
  /** Undefined: on Fargate. */
  readonly instance?: KnownInstance | undefined;
  /** In the network of the instance; undefined: not on one. */
  readonly networkBindings?: readonly NetworkBinding[] | undefined;
  /** The container runs; from now on its ports lead to it. */
  arrived(id: string): Promise<void>;
  letGo(): Promise<void>;
}

const nothing = async () => {};

/** Takes the ports first, as Docker does: who finds them taken must not start. */
export const placeOf = async (
  world: World,
  taskArn: string,
  { name, instanceArn, networkMode, portMappings }: ContainerSpec,
): Promise<Place> => {
  if (instanceArn === undefined) return { arrived: nothing, letGo: nothing };
  const instance = await findInstance(world, instanceArn);
  if (instance === undefined)
    throw new Error(
      `CannotStartContainerError: the EC2 instance ${nameOf(instanceArn)} is not running.`,
    );
  const arrived = async (id: string) => {
    // It went down while the container came up, and must not be outlived.
    if (world.instances.running(instanceArn)?.id !== instance.id) await kill(world, id);
  };
  if (networkMode !== 'bridge' || portMappings.length === 0) {
    const networkBindings = networkMode === 'host' ? portsOf(portMappings).map(asItIs) : [];
    return { instance, networkBindings, arrived, letGo: nothing };
  }
  const key = dockerNameOf(taskArn, name);
  return {
    instance,
    networkBindings: await mapPorts(world, instance, key, portMappings),
    async arrived(id) {
      const found = await orUndefined(world.docker.getContainer(id).inspect());
      const [endpoint] = Object.values(found?.NetworkSettings.Networks ?? {});
      // It may have ended already, and its instance too.
      if (endpoint?.IPAddress)
        await locate(world, instance, key, endpoint.IPAddress).catch(nothing);
      await arrived(id);
    },
    letGo: () => releasePorts(world, instance, key),
  };
};

const asItIs = ({ containerPort, protocol }: ReturnType<typeof portsOf>[number]) => ({
  bindIP: '0.0.0.0',
  containerPort,
  hostPort: containerPort,
  protocol,
});
