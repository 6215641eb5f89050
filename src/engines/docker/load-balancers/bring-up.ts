import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { BASE_IMAGE } from '../../images/docker/base-image.ts';
import { loadBalancerEnvironment, loadBalancerProgram } from '../../load-balancer-program.ts';
import { lacksSomething, orUndefined } from '../errors.ts';
import { GATEWAY, GATEWAY_PORT, gatewayPortOf } from '../instances/gateway-port.ts';
import { loadBalancerLabels, loadBalancerNameOf, loadBalancerOf } from '../labels.ts';
import { findContainers } from '../list.ts';
import { addressFor } from '../network.ts';
import type { World } from '../world.ts';
import type { RunningLoadBalancer } from './known-load-balancers.ts';

const PROGRAM = 'opt/ecs-workbook/load-balancer.mjs';
const FOLDER = 'var/lib/load-balancer';

/** What Docker has of that load balancer; undefined: nothing, or something that is not ours. */
export const inspectLoadBalancer = async (
  { docker, host, lanes }: World,
  loadBalancerArn: string,
): Promise<Docker.ContainerInspectInfo | undefined> => {
  const container = docker.getContainer(loadBalancerNameOf(loadBalancerArn));
  const found = await lanes.read.run(() => orUndefined(container.inspect()));
  const isOurs = loadBalancerOf(host.installId, found?.Config.Labels) !== undefined;
  return isOurs && found?.State.Status !== 'removing' ? found : undefined;
};

/** Where it is, as Docker tells; undefined: it does not run. */
export const runningOf = (
  world: World,
  info: Docker.ContainerInspectInfo,
): RunningLoadBalancer | undefined => {
  const identity = loadBalancerOf(world.host.installId, info.Config.Labels);
  if (!info.State.Running || identity === undefined) return undefined;
  const { privateIpAddress } = identity;
  return { id: info.Id, address: { privateIpAddress, gatewayPort: gatewayPortOf(info) } };
};

/**
 * Brings its container up: a new one, which containers find by that name, or the one that is there,
 * with what it keeps.
 */
export const bringUp = async (
  world: World,
  loadBalancerArn: string,
  dnsName: string | undefined,
): Promise<RunningLoadBalancer> => {
  const container = world.docker.getContainer(loadBalancerNameOf(loadBalancerArn));
  try {
    const found = await inspectLoadBalancer(world, loadBalancerArn);
    if (found === undefined) await create(world, loadBalancerArn, dnsName);
    await world.lanes.start.run(async () => {
      // One that never ran may lack its files.
      if (found === undefined || found.State.Status === 'created')
        await container.putArchive(await files(), { path: '/' });
      if (found?.State.Running !== true) await container.start();
    }, 'load balancer');
  } catch (error) {
    // Somebody removed the network or the image: the next attempt makes them again.
    if (lacksSomething(error)) {
      world.network.forget();
      world.baseImage.forget();
    }
    throw error;
  }
  const running = runningOf(world, await world.lanes.read.run(() => container.inspect()));
  if (running === undefined) throw new Error('its program ended at once');
  return running;
};

const create = async (
  world: World,
  loadBalancerArn: string,
  dnsName: string | undefined,
): Promise<void> => {
  const { docker, host } = world;
  const [network] = await Promise.all([
    world.network.get(),
    world.baseImage.get(),
    // To know the addresses that are taken.
    findContainers(world),
  ]);
  const name = loadBalancerNameOf(loadBalancerArn);
  const address = world.addresses.reserve(loadBalancerArn, (taken) =>
    addressFor(network, name, taken),
  );
  const environment = loadBalancerEnvironment(
    {
      loadBalancerArn,
      gatewayHost: '0.0.0.0',
      gatewayPort: GATEWAY_PORT,
      listens: true,
      network: 'vpc',
      configurationFile: `/${FOLDER}/configuration.json`,
    },
    host.loadBalancerToken(loadBalancerArn),
  );
  await world.lanes.start.run(() =>
    docker.createContainer({
      name,
      Image: BASE_IMAGE,
      Cmd: ['node', `/${PROGRAM}`],
      Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
      Labels: loadBalancerLabels(host.installId, loadBalancerArn, address),
      ExposedPorts: { [GATEWAY]: {} },
      HostConfig: {
        NetworkMode: network.id,
        PortBindings: { [GATEWAY]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
      },
      NetworkingConfig: {
        EndpointsConfig: {
          [network.id]: {
            IPAMConfig: { IPv4Address: address },
            Aliases: dnsName === undefined ? [] : [dnsName],
          },
        },
      },
    }),
  );
};

const files = async (): Promise<Buffer> => {
  const archive = pack();
  archive.entry({ name: PROGRAM, mode: 0o644 }, await readFile(loadBalancerProgram()));
  archive.entry({ name: FOLDER, type: 'directory', mode: 0o755 });
  archive.finalize();
  return buffer(archive);
};
