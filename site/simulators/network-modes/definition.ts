import type { PortMapping, TaskDefinitionInput } from '../../../src/core/model/index.ts';
import { FARGATE_SIZES } from '../../../src/core/task-definitions/fargate.ts';
import { type Mode, networkModeOf, type Settings } from './settings.ts';

export const FAMILY = 'cats';
/** What the container listens on, and the host port where that is fixed to another. */
export const CONTAINER_PORT = 8080;
export const HOST_PORT = 80;
/** So little that interfaces, ports or memory run out first on most types. */
const TASK_CPU = 128;

const PORTS: Readonly<Record<Mode, PortMapping | undefined>> = {
  host: { containerPort: CONTAINER_PORT },
  'bridge-static': { containerPort: CONTAINER_PORT, hostPort: HOST_PORT },
  'bridge-dynamic': { containerPort: CONTAINER_PORT, hostPort: 0 },
  awsvpc: { containerPort: CONTAINER_PORT },
  none: undefined,
};

/** What the settings ask ECS to run. On Fargate a task is at least as large as Fargate's smallest. */
export const taskDefinitionFor = ({
  mode,
  launchType,
  memoryMiB,
}: Settings): TaskDefinitionInput => {
  const mapping = PORTS[mode];
  const size =
    launchType === 'FARGATE' ? fargateSize(memoryMiB) : { cpu: TASK_CPU, memory: memoryMiB };
  return {
    family: FAMILY,
    requiresCompatibilities: [launchType],
    networkMode: networkModeOf(mode),
    cpu: String(size.cpu),
    memory: String(size.memory),
    containerDefinitions: [
      { name: 'web', image: FAMILY, portMappings: mapping === undefined ? [] : [mapping] },
    ],
  };
};

const fargateSize = (memoryMiB: number) => {
  const [[cpu, sizes] = [0, []]] = FARGATE_SIZES;
  return { cpu, memory: Math.max(memoryMiB, ...sizes.slice(0, 1)) };
};
