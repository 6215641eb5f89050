import type Docker from 'dockerode';
import type { EngineHost } from '../engine.ts';
import { ensureBaseImage } from '../images/docker/base-image.ts';
import { ensurePauseImage } from '../images/docker/pause-image.ts';
import type { LabImages } from '../images/lab-images.ts';
import { Addresses } from './addresses.ts';
import { ensureRelay } from './credentials/relay.ts';
import { ImageStore } from './image-store.ts';
import { readPrograms } from './instances/instance-files.ts';
import { KnownInstances } from './instances/known-instances.ts';
import { KnownContainers } from './known-containers.ts';
import { Lane } from './lane.ts';
import { KnownLoadBalancers } from './load-balancers/known-load-balancers.ts';
import { Logs } from './logs.ts';
import { ensureNetwork } from './network.ts';
import { TrafficFilters } from './traffic/traffic-filters.ts';
import { Prepared, type World } from './world.ts';

export const makeWorld = (
  docker: Docker,
  host: EngineHost,
  labImages: LabImages,
  inTurn: World['inTurn'],
): World => {
  // Sized when it is known on what machine Docker runs.
  const lanes = { start: new Lane(4), stop: new Lane(8), read: new Lane(8) };
  const addresses = new Addresses();
  const world: World = {
    docker,
    host,
    lanes,
    images: new ImageStore(docker, labImages, host.clock),
    containers: new KnownContainers(),
    instances: new KnownInstances(addresses),
    loadBalancers: new KnownLoadBalancers(host),
    addresses,
    traffic: new TrafficFilters(),
    inTurn,
    logs: new Logs(docker, host, lanes.read),
    network: new Prepared(() => ensureNetwork(docker, host.installId)),
    pauseImage: new Prepared(() => ensurePauseImage(docker)),
    baseImage: new Prepared(() => ensureBaseImage(docker)),
    relay: new Prepared(() => ensureRelay(world).finally(() => world.relay.forget())),
    programs: new Prepared(readPrograms),
    dockerVersion: '',
    gatewayName: undefined,
  };
  return world;
};
