import type Docker from 'dockerode';
import { nameOf, scopeOf } from '../../../core/arn.ts';
import { NEWEST_AGENT } from '../../../core/container-instances/agent-update.ts';
import { memoryForTasks } from '../../../core/container-instances/resources.ts';
import type { InstanceEffect, InstanceSpec } from '../../../core/effects.ts';
import { BASE_IMAGE } from '../../images/docker/base-image.ts';
import { dockerText, isConnectionError, lacksSomething, orUndefined } from '../errors.ts';
import { instanceLabels, instanceNameOf, instanceOf } from '../labels.ts';
import { findContainers } from '../list.ts';
import { addressFor } from '../network.ts';
import type { World } from '../world.ts';
import { accessOf } from './gateway-client.ts';
import { GATEWAY, gatewayPortOf } from './gateway-port.ts';
import { INSTANCE_COMMAND, instanceFiles } from './instance-files.ts';

type StartInstance = Extract<InstanceEffect, { type: 'StartInstance' }>;

/** Brings the instance's container up: a new one, or the one that was stopped, with its disk. */
export const startInstance = async (world: World, effect: StartInstance): Promise<void> => {
  const { instanceArn } = effect;
  try {
    const info = await bringUp(world, effect);
    const { privateIpAddress } = instanceOf(world.host.installId, info.Config.Labels) ?? {
      privateIpAddress: '',
    };
    const gatewayPort = gatewayPortOf(info);
    world.instances.set({
      instanceArn,
      id: info.Id,
      status: 'RUNNING',
      privateIpAddress,
      gatewayPort,
    });
    world.host.observe({ type: 'InstanceStarted', instanceArn, privateIpAddress, gatewayPort });
  } catch (error) {
    if (isConnectionError(error)) throw error;
    world.host.observe({ type: 'InstanceStartFailed', instanceArn, reason: dockerText(error) });
  }
};

const bringUp = async (
  world: World,
  effect: StartInstance,
): Promise<Docker.ContainerInspectInfo> => {
  const container = world.docker.getContainer(instanceNameOf(effect.instanceArn));
  try {
    const found = await orUndefined(container.inspect());
    if (found === undefined) await create(world, effect);
    else if (instanceOf(world.host.installId, found.Config.Labels) === undefined)
      throw new Error(`a container that is not ours is called ${found.Name.slice(1)}; remove it`);
    await world.lanes.start.run(async () => {
      // One that never ran may lack its files.
      if (found === undefined || found.State.Status === 'created')
        await fill(world, container, effect.instance);
      if (found?.State.Running !== true) await container.start();
    }, 'instance');
  } catch (error) {
    // Somebody removed the network or the image: the next attempt makes them again.
    if (lacksSomething(error)) {
      world.network.forget();
      world.baseImage.forget();
    }
    throw error;
  }
  return world.lanes.read.run(() => container.inspect());
};

const fill = async (
  { programs }: World,
  container: Docker.Container,
  { userData }: InstanceSpec,
): Promise<void> => {
  const files = await instanceFiles(await programs.get(), userData);
  await container.putArchive(files, { path: '/' });
};

const create = async (world: World, effect: StartInstance): Promise<void> => {
  const { instanceArn, instance } = effect;
  const { docker, host, addresses } = world;
  const [network] = await Promise.all([
    world.network.get(),
    world.baseImage.get(),
    // To know the addresses that are taken.
    findContainers(world),
  ]);
  const address = addresses.reserve(instanceArn, (taken) =>
    addressFor(network, instance.instanceId, taken),
  );
  const { endpoint, token } = await accessOf(world, instanceArn);
  const { region } = scopeOf(instanceArn);
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ECS_WORKBOOK_INSTANCE_TOKEN: token,
    ECS_WORKBOOK_INSTANCE: JSON.stringify(description(world, effect, address)),
  };
  await world.lanes.start.run(() =>
    docker.createContainer({
      name: instanceNameOf(instanceArn),
      Hostname: `ip-${address.replaceAll('.', '-')}`,
      Image: BASE_IMAGE,
      Cmd: INSTANCE_COMMAND,
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      Labels: instanceLabels(host.installId, instanceArn, address),
      ExposedPorts: { [GATEWAY]: {} },
      HostConfig: {
        NetworkMode: network.id,
        PortBindings: { [GATEWAY]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
      },
      NetworkingConfig: {
        EndpointsConfig: { [network.id]: { IPAMConfig: { IPv4Address: address } } },
      },
    }),
  );
};

/** What `data-plane/agent/instance.ts` reads. */
const description = (world: World, { instanceArn, instance }: StartInstance, privateIp: string) => {
  const { availabilityZone, imageId, instanceType, subnetId, vcpus } = instance;
  return {
    instanceArn,
    instanceId: nameOf(instanceArn),
    ...{ availabilityZone, imageId, instanceType, subnetId, vcpus },
    privateIp,
    memoryMiB: memoryForTasks(instance.memoryMiB),
    agentVersion: NEWEST_AGENT,
    dockerVersion: `DockerVersion: ${world.dockerVersion}`,
    agent: instance.agentConfiguration !== undefined,
  };
};
