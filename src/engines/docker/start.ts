import type Docker from 'dockerode';
import type { ContainerSpec } from '../../core/effects.ts';
import type { NetworkBinding } from '../../core/model/task.ts';
import { containerOptions } from './container-options.ts';
import { createOrAdopt } from './create.ts';
import { environmentOf } from './credentials/environment.ts';
import { dockerText, isConnectionError, lacksSomething, statusCodeOf } from './errors.ts';
import { exitOf, reportExit } from './exit.ts';
import { CannotPullContainerError, type Image } from './image-store.ts';
import { type Place, placeOf } from './instances/place.ts';
import type { KnownContainer } from './known-containers.ts';
import { bindingsOf } from './ports.ts';
import { mountsOf } from './volumes.ts';
import type { World } from './world.ts';

/** Pulls the image and runs the container. `signal`: a stop has been asked for, which then answers. */
export const startContainer = async (
  world: World,
  taskArn: string,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<void> => {
  const { host } = world;
  const containerName = spec.name;
  if (signal.aborted) return;
  try {
    host.observe({ type: 'ImagePullStarted', taskArn, containerName });
    const image = await unlessAborted(signal, resolveImage(world, spec));
    if (image === undefined) return;
    host.observe({ type: 'ImagePulled', taskArn, containerName, imageDigest: image.digest });
    await world.lanes.start.run(() => createAndStart(world, taskArn, spec, image, signal));
  } catch (error) {
    if (isConnectionError(error)) throw error;
    // Perhaps the network was removed by hand: the next container finds it made again.
    if (error instanceof Error && lacksSomething(error.cause)) world.network.forget();
    const reason = error instanceof Error ? error.message : String(error);
    host.observe({ type: 'ContainerStartFailed', taskArn, containerName, reason });
  }
};

const resolveImage = async (world: World, spec: ContainerSpec): Promise<Image> => {
  const image = await world.images.resolve(spec.image);
  const wanted = spec.architecture === 'ARM64' ? 'arm64' : 'amd64';
  // The labs' images stand for ones that a registry has for every platform.
  if (spec.architecture !== undefined && !image.lab && image.architecture !== wanted) {
    throw new CannotPullContainerError(
      `image Manifest does not contain descriptor matching platform 'linux/${wanted}'`,
    );
  }
  return image;
};

const createAndStart = async (
  world: World,
  taskArn: string,
  spec: ContainerSpec,
  image: Image,
  signal: AbortSignal,
): Promise<void> => {
  if (signal.aborted) return;
  const place = await placeOf(world, taskArn, spec);
  let started = false;
  try {
    started = await createAndStartAt(world, taskArn, spec, image, place, signal);
  } finally {
    if (!started) await place.letGo();
  }
};

/** True when it runs now. */
const createAndStartAt = async (
  world: World,
  taskArn: string,
  spec: ContainerSpec,
  image: Image,
  { instance, networkBindings, arrived }: Place,
  signal: AbortSignal,
): Promise<boolean> => {
  const network = await world.network.get();
  const { docker, containers } = world;
  const gateway = world.gatewayName ?? network.gateway;
  const environment = await environmentOf(world, taskArn, spec.name, gateway);
  const { awslogs, instanceArn } = spec;
  const task = { taskArn, containerName: spec.name, pause: false };
  const identity = { ...task, awslogs, instanceArn, networkBindings };
  const mounts = await mountsOf(world, taskArn, spec);
  const options = containerOptions(
    taskArn,
    spec,
    image.name,
    network,
    environment,
    instance,
    mounts,
  );
  const made = await worded('CannotCreateContainerError', createOrAdopt(world, identity, options));
  const container = docker.getContainer(made.id);
  const state = made.found?.State;
  const known = containers.add(made.id, identity, 'CREATED');
  if (made.found !== undefined && state?.Status === 'exited') {
    known.exit ??= exitOf(made.found);
    await reportExit(world, known, { again: true });
    return false;
  }
  if (signal.aborted) return false;
  if (state?.Running !== true) {
    const starting = container.start();
    known.starting = starting.catch(() => {});
    await worded('CannotStartContainerError', starting);
  }
  known.phase = 'RUNNING';
  const bindings = networkBindings ?? (await publishedBindings(container, spec));
  await arrived(made.id);
  if (spec.networkMode === 'bridge' && spec.instanceArn !== undefined)
    world.traffic.arrivedOn(world, spec.instanceArn);
  reportStarted(world, known, image.digest, bindings);
  world.logs.follow(known);
  return true;
};

const publishedBindings = async (container: Docker.Container, spec: ContainerSpec) =>
  spec.networkMode === 'bridge' && spec.portMappings.length > 0
    ? bindingsOf((await container.inspect()).NetworkSettings.Ports)
    : [];

const reportStarted = (
  { host }: World,
  { taskArn, containerName, id }: KnownContainer,
  imageDigest: string,
  networkBindings: readonly NetworkBinding[],
): void => {
  host.observe({
    type: 'ContainerStarted',
    taskArn,
    containerName,
    runtimeId: id,
    imageDigest,
    networkBindings,
  });
};

/** Puts the name that ECS gives such a failure in front of what Docker says. */
const worded = async <T>(name: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (statusCodeOf(error) === undefined) throw error;
    throw new Error(`${name}: ${dockerText(error)}`, { cause: error });
  }
};

/** Undefined as soon as the signal is given; the work itself goes on. */
const unlessAborted = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> => {
  if (signal.aborted) return undefined;
  let stop = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
