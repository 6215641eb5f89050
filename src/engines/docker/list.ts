import type Docker from 'dockerode';
import type { HealthStatus } from '../../core/model/task.ts';
import type { ListedContainer, ListedTask } from '../../core/observations.ts';
import { markStopped, readExit } from './exit.ts';
import { meetInstances } from './instances/meet-instance.ts';
import type { Exit, KnownContainer } from './known-containers.ts';
import { type Identity, identityOf, labelFilter } from './labels.ts';
import { asPublished, listedBindings } from './ports.ts';
import type { World } from './world.ts';

/** A container of ours as Docker lists it. */
export interface Found {
  readonly identity: Identity;
  readonly info: Docker.ContainerInfo;
}

/** All containers of tasks of this install, by their labels. Instances are met on the way. */
export const findContainers = async (world: World): Promise<Found[]> => {
  const { docker, host, instances, lanes } = world;
  const { moment } = instances;
  const filters = labelFilter(host.installId);
  const all = await lanes.read.run(() => docker.listContainers({ all: true, filters }));
  meetInstances(world, all, moment);
  return all.flatMap((info) => {
    const identity = identityOf(host.installId, info.Labels);
    return identity === undefined || info.State === 'removing' ? [] : [{ identity, info }];
  });
};

/**
 * What is really there, task by task. Containers met for the first time are known from now on:
 * their logs are followed, and the last lines of those that ended are read first.
 */
export const listTasks = async (world: World): Promise<ListedTask[]> => {
  const found = await findContainers(world);
  const there = new Set(found.map(({ info }) => info.Id));
  for (const known of world.containers.all()) {
    // Not while it is being made: it may be younger than the list.
    if (!there.has(known.id) && known.phase !== 'CREATED') world.containers.forget(known);
  }
  const tasks = new Map<
    string,
    { pause?: Found; listed: Promise<ListedContainer>[]; own: boolean }
  >();
  for (const each of found) {
    const { taskArn, pause } = each.identity;
    const task = tasks.get(taskArn) ?? { listed: [], own: false };
    tasks.set(taskArn, task);
    if (pause) {
      world.containers.add(each.info.Id, each.identity, 'RUNNING');
      task.pause = each;
    } else {
      task.listed.push(listContainer(world, each));
      // In the other modes there is no pause container to be missed.
      if (!joinsPause(world, each)) task.own = true;
    }
  }
  return Promise.all(
    [...tasks].map(async ([taskArn, { pause, listed, own }]) => ({
      taskArn,
      provisioned: pause ? provisionedBy(pause.info) : own ? NOTHING_NEEDED : undefined,
      containers: await Promise.all(listed),
    })),
  );
};

/** `awsvpc`; in `host` mode it is the network of an instance that a container joins. */
const joinsPause = ({ instances }: World, { info, identity }: Found): boolean => {
  const { NetworkMode } = info.HostConfig;
  const instance = instances.all().find(({ instanceArn }) => instanceArn === identity.instanceArn);
  return NetworkMode.startsWith('container:') && NetworkMode !== `container:${instance?.id}`;
};

const NOTHING_NEEDED = { address: {}, publishedPorts: [] };

const provisionedBy = ({ State, NetworkSettings, Ports }: Docker.ContainerInfo) => {
  if (State !== 'running') return undefined;
  const [endpoint] = Object.values(NetworkSettings.Networks);
  return {
    address: { privateIpv4Address: endpoint?.IPAddress, macAddress: endpoint?.MacAddress },
    publishedPorts: asPublished(listedBindings(Ports)),
  };
};

const listContainer = async (world: World, { identity, info }: Found): Promise<ListedContainer> => {
  const known = meet(world, { identity, info });
  // Docker's list lags behind its events.
  const status = known.phase === 'STOPPED' ? 'STOPPED' : statusOf(info.State);
  const exit = status === 'STOPPED' ? await adoptStopped(world, known) : undefined;
  if (status === 'RUNNING') {
    known.phase = 'RUNNING';
    known.health = healthOf(info.Status);
  }
  return {
    name: identity.containerName,
    runtimeId: info.Id,
    imageDigest: undefined,
    status,
    exitCode: exit?.exitCode,
    reason: exit?.reason,
    healthStatus: healthOf(info.Status),
    networkBindings: identity.networkBindings ?? listedBindings(info.Ports),
  };
};

/** Knows the container from now on, and follows its logs if it runs. */
export const meet = ({ containers, logs }: World, { identity, info }: Found): KnownContainer => {
  const phase = info.State === 'created' ? 'CREATED' : 'RUNNING';
  const known = containers.add(info.Id, identity, phase);
  if (statusOf(info.State) === 'RUNNING' && known.phase === 'RUNNING') logs.follow(known);
  return known;
};

const adoptStopped = async (world: World, known: KnownContainer): Promise<Exit> => {
  const exit = known.exit ?? (await readExit(world, known.id));
  await world.logs.drain(known);
  if (known.phase !== 'STOPPED') markStopped(known, exit);
  return exit;
};

export const statusOf = (state: string): ListedContainer['status'] => {
  if (state === 'created') return 'CREATED';
  return state === 'exited' || state === 'dead' ? 'STOPPED' : 'RUNNING';
};

/** Docker's list tells health in words only: "Up 3 minutes (healthy)". */
export const healthOf = (status: string): HealthStatus => {
  if (status.endsWith('(healthy)')) return 'HEALTHY';
  return status.endsWith('(unhealthy)') ? 'UNHEALTHY' : 'UNKNOWN';
};
