import type Docker from 'dockerode';
import type { ContainerSpec, HealthCheckSpec } from '../../core/effects.ts';
import type { Link } from '../../core/task-definitions/links.ts';
import type { KnownInstance } from './instances/known-instances.ts';
import { dockerNameOf, pauseNameOf } from './labels.ts';
import type { Network } from './network.ts';
import { publishing } from './ports.ts';

const MEBIBYTE = 2 ** 20;
const NANOSECONDS = 1_000_000;

/** What Docker is asked to create for a container of a task. */
export const containerOptions = (
  taskArn: string,
  spec: ContainerSpec,
  image: string,
  network: Network,
  runtimeEnvironment: Readonly<Record<string, string>>,
  instance: KnownInstance | undefined,
  mounts: Docker.HostConfig['Mounts'],
): Docker.ContainerCreateOptions & { name: string } => {
  const environment = { ...spec.environment, ...runtimeEnvironment };
  const memory = spec.memory === undefined ? undefined : spec.memory * MEBIBYTE;
  const reservation = spec.memoryReservation;
  // On an instance it is the instance's ports that lead to those of a container.
  const published = spec.networkMode === 'bridge' && instance === undefined;
  const ports = published ? publishing(spec.portMappings, 'as given') : {};
  const { ExposedPorts, PortBindings } = {
    ExposedPorts: undefined,
    PortBindings: undefined,
    ...ports,
  };
  return {
    name: dockerNameOf(taskArn, spec.name),
    Image: image,
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    Entrypoint: spec.entryPoint && [...spec.entryPoint],
    Cmd: spec.command && [...spec.command],
    WorkingDir: spec.workingDirectory,
    User: spec.user,
    Healthcheck: healthcheck(spec.healthCheck),
    ExposedPorts,
    HostConfig: {
      NetworkMode: networkModeOf(taskArn, spec, network, instance),
      PortBindings,
      // Docker takes no fewer than 2 shares; 0 is its default.
      CpuShares: spec.cpu === 0 ? 0 : Math.max(2, spec.cpu),
      Memory: memory,
      // As much swap as memory means: none on top of it, so that the limit is one.
      MemorySwap: memory,
      MemoryReservation: reservation === undefined ? undefined : reservation * MEBIBYTE,
      ReadonlyRootfs: spec.readonlyRootFilesystem,
      Mounts: mounts,
      ...(spec.awslogs ? { LogConfig: KEPT_OUTPUT } : {}),
    },
    NetworkingConfig: spec.links?.length
      ? { EndpointsConfig: { [network.id]: { Links: linksOf(taskArn, spec.links) } } }
      : undefined,
  };
};

/** Read from and handed on at once, so a few megabytes are enough; and always readable. */
const KEPT_OUTPUT = { Type: 'json-file', Config: { 'max-size': '20m', 'max-file': '2' } };

/** Docker's own links: the names are known to this container alone. */
const linksOf = (taskArn: string, links: readonly Link[]): string[] =>
  links.map(({ containerName, alias }) => `${dockerNameOf(taskArn, containerName)}:${alias}`);

const networkModeOf = (
  taskArn: string,
  { networkMode }: ContainerSpec,
  network: Network,
  instance: KnownInstance | undefined,
): string => {
  if (networkMode === 'awsvpc') return `container:${pauseNameOf(taskArn)}`;
  if (networkMode === 'host' && instance !== undefined) return `container:${instance.id}`;
  return networkMode === 'bridge' ? network.id : networkMode;
};

/** ECS does not look at health checks of images: without one of its own a container has none. */
const healthcheck = (check: HealthCheckSpec | undefined): Docker.HealthConfig => {
  if (check === undefined) return { Test: ['NONE'] };
  // Docker takes no less than a millisecond, and 0 for its own default.
  const duration = (ms: number) => Math.max(1, Math.round(ms)) * NANOSECONDS;
  return {
    Test: [...check.command],
    Interval: duration(check.interval),
    Timeout: duration(check.timeout),
    Retries: check.retries,
    StartPeriod: check.startPeriod === 0 ? 0 : duration(check.startPeriod),
  };
};
