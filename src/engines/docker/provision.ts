import type Docker from 'dockerode';
import { nameOf } from '../../core/arn.ts';
import type { EngineEffect } from '../../core/effects.ts';
import { createOrAdopt, type Made } from './create.ts';
import { dockerText, isConnectionError, lacksSomething } from './errors.ts';
import { findInstance } from './instances/find-instance.ts';
import { pauseNameOf } from './labels.ts';
import { asPublished, bindingsOf, publishing } from './ports.ts';
import type { World } from './world.ts';

type ProvisionTask = Extract<EngineEffect, { type: 'ProvisionTask' }>;

/**
 * `awsvpc`: a pause container on the VPC's network with an address and published ports of its own,
 * which the task's containers join. The other modes need nothing before their containers.
 */
export const provisionTask = async (world: World, effect: ProvisionTask): Promise<void> => {
  const { taskArn, networkMode, instanceArn } = effect;
  if (instanceArn !== undefined && (await findInstance(world, instanceArn)) === undefined) {
    const reason = `ResourceInitializationError: the EC2 instance ${nameOf(instanceArn)} is not running.`;
    world.host.observe({ type: 'TaskProvisionFailed', taskArn, reason });
    return;
  }
  if (networkMode === 'host' && instanceArn === undefined) {
    // This machine's own network is not for tasks.
    const reason =
      'ResourceInitializationError: the network mode host shares the network of a container instance, and the task has none. Use awsvpc or bridge.';
    world.host.observe({ type: 'TaskProvisionFailed', taskArn, reason });
    return;
  }
  if (networkMode !== 'awsvpc') {
    world.host.observe({ type: 'TaskProvisioned', taskArn, address: {}, publishedPorts: [] });
    return;
  }
  try {
    const pause = await startPause(world, effect);
    const { Networks, Ports } = pause.NetworkSettings;
    const [endpoint] = Object.values(Networks);
    world.host.observe({
      type: 'TaskProvisioned',
      taskArn,
      address: { privateIpv4Address: endpoint?.IPAddress, macAddress: endpoint?.MacAddress },
      publishedPorts: asPublished(bindingsOf(Ports)),
    });
  } catch (error) {
    if (isConnectionError(error)) throw error;
    const reason = `ResourceInitializationError: unable to set up the network of the task: ${dockerText(error)}`;
    world.host.observe({ type: 'TaskProvisionFailed', taskArn, reason });
  }
};

const startPause = async (
  world: World,
  effect: ProvisionTask,
): Promise<Docker.ContainerInspectInfo> => {
  const [network, pause] = await Promise.all([world.network.get(), world.pauseImage.get()]);
  try {
    const id = await world.lanes.start.run(async () => {
      const made = await createPause(world, effect, network.id, pause);
      if (made.found?.State.Running !== true) await world.docker.getContainer(made.id).start();
      return made.id;
    }, 'pause');
    return await world.lanes.read.run(() => world.docker.getContainer(id).inspect());
  } catch (error) {
    // Somebody removed the network or the image (a prune, for one): make them again, once.
    if (!lacksSomething(error)) throw error;
    world.network.forget();
    world.pauseImage.forget();
    const [again, image] = await Promise.all([world.network.get(), world.pauseImage.get()]);
    return world.lanes.start.run(async () => {
      const name = pauseNameOf(effect.taskArn);
      const stale = world.docker.getContainer(name);
      await stale.remove({ force: true }).catch(() => {});
      const { id } = await createPause(world, effect, again.id, image);
      await world.docker.getContainer(id).start();
      return world.docker.getContainer(id).inspect();
    });
  }
};

const createPause = async (
  world: World,
  { taskArn, portMappings, instanceArn }: ProvisionTask,
  networkId: string,
  { image, command }: { image: string; command: string[] },
): Promise<Made> => {
  const { ExposedPorts, PortBindings } = publishing(portMappings, 'anywhere');
  const identity = { taskArn, containerName: '', pause: true, instanceArn };
  const made = await createOrAdopt(world, identity, {
    name: pauseNameOf(taskArn),
    Image: image,
    Cmd: command,
    // It has nothing to finish, so that Docker need not wait for it when it stops itself.
    StopSignal: 'SIGKILL',
    ExposedPorts,
    HostConfig: {
      NetworkMode: networkId,
      PortBindings,
      LogConfig: { Type: 'none', Config: {} },
    },
  });
  world.containers.add(made.id, identity, 'RUNNING');
  return made;
};
