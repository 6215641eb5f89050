import type { ContainerSpec } from '../../../src/core/effects.ts';

/** The strings of `fixtures/puppet`, as environment; milliseconds where it says so. */
export type Puppet = Partial<
  Record<
    | 'LINES'
    | 'ERROR_LINES'
    | 'TICK_MS'
    | 'PORT'
    | 'NEIGHBOUR_PORT'
    | 'SICK_AFTER_PROBES'
    | 'EXIT_AFTER_MS'
    | 'EXIT_CODE'
    | 'SIGTERM_CODE',
    number
  > &
    Record<
      | 'IGNORE_SIGTERM'
      | 'NAME'
      | 'NEIGHBOUR'
      | 'ENVIRONMENT_OF'
      | 'ARGUMENTS'
      | 'FOLDER'
      | 'WRITE'
      | 'READ',
      string
    >
>;

export type SpecChange = Partial<Omit<ContainerSpec, 'name' | 'environment'>>;

export const awslogs = {
  group: '/ecs/puppet',
  stream: 'puppet',
  region: 'us-east-1',
  createGroup: true,
} as const;

export function puppetSpec(
  image: string,
  name: string,
  puppet: Puppet,
  change: SpecChange,
): ContainerSpec {
  return {
    name,
    image,
    networkMode: 'awsvpc',
    availabilityZone: 'us-east-1a',
    environment: Object.fromEntries(
      Object.entries(puppet).map(([key, value]) => [key, String(value)]),
    ),
    cpu: 0,
    portMappings: [],
    readonlyRootFilesystem: false,
    awslogs: { ...awslogs, stream: `puppet/${name}` },
    ...change,
  };
}

/**
 * A health check of the puppet's own port, at a pace for tests. The start period covers the start
 * of its program on a busy machine.
 */
export const healthCheck = (port: number) => ({
  command: ['CMD-SHELL', `curl -f http://localhost:${port}/health || exit 1`],
  interval: 500,
  timeout: 2000,
  retries: 2,
  startPeriod: 30_000,
});
