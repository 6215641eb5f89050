import type {
  Attribute,
  ContainerDefinition,
  ContainerOverride,
  Resources,
  TaskDefinition,
  TaskOverride,
} from '../model/index.ts';

/**
 * What a task of that definition reserves of its container instance. Sizes of the task go before
 * those of its containers; of a container the soft limit before the hard one (AWS: TaskDefinition,
 * ContainerDefinition.memoryReservation).
 */
export function needsOf(taskDefinition: TaskDefinition, overrides: TaskOverride = {}): Resources {
  const containers = taskDefinition.containerDefinitions.map((definition) => ({
    definition,
    override: overrides.containerOverrides?.find(({ name }) => name === definition.name) ?? {},
  }));
  const sumOf = (value: (definition: ContainerDefinition, override: ContainerOverride) => number) =>
    containers.reduce((sum, { definition, override }) => sum + value(definition, override), 0);
  const { cpu = taskDefinition.cpu, memory = taskDefinition.memory } = overrides;
  return {
    cpu: cpu ? Number(cpu) : sumOf((definition, override) => override.cpu ?? definition.cpu ?? 0),
    memoryMiB: memory ? Number(memory) : sumOf(memoryOf),
    ports: [...new Set(taskDefinition.containerDefinitions.flatMap(portsIn(taskDefinition)))],
    networkInterfaces: taskDefinition.networkMode === 'awsvpc' ? 1 : 0,
    gpus: sumOf(gpusOf),
  };
}

const memoryOf = (definition: ContainerDefinition, override: ContainerOverride): number =>
  override.memoryReservation ??
  definition.memoryReservation ??
  override.memory ??
  definition.memory ??
  0;

const gpusOf = ({ resourceRequirements = [] }: ContainerDefinition): number =>
  resourceRequirements.reduce(
    (sum, { type, value = 0 }) => (type === 'GPU' ? sum + Number(value) : sum),
    0,
  );

/** Host ports that a container fixes, `80/tcp`: an `awsvpc` task has its own, a dynamic one is free. */
const portsIn =
  ({ networkMode }: TaskDefinition) =>
  ({ portMappings = [] }: ContainerDefinition): string[] => {
    if (networkMode !== 'bridge' && networkMode !== 'host') return [];
    return portMappings.flatMap(
      ({ hostPort = 0, containerPort, containerPortRange, protocol = 'tcp' }) => {
        const fixed = networkMode === 'host' ? hostPort || containerPort : hostPort;
        if (fixed) return [`${fixed}/${protocol}`];
        if (networkMode !== 'host' || containerPortRange === undefined) return [];
        const [first = 0, last = first] = containerPortRange.split('-').map(Number);
        return Array.from({ length: last - first + 1 }, (_, n) => `${first + n}/${protocol}`);
      },
    );
  };

const CLASSIC = 'com.amazonaws.ecs.capability.';
const CAPABILITY = 'ecs.capability.';

/**
 * Attributes that its container instance must have, as the agent registers them; with a value: that
 * value (AWS: TaskDefinition.requiresAttributes). A definition never changes, so the same list is
 * answered each time.
 */
export function requiredAttributesOf(taskDefinition: TaskDefinition): readonly Attribute[] {
  const known = required.get(taskDefinition);
  if (known !== undefined) return known;
  const attributes = readAttributes(taskDefinition);
  required.set(taskDefinition, attributes);
  return attributes;
}

const required = new WeakMap<TaskDefinition, readonly Attribute[]>();

function readAttributes(taskDefinition: TaskDefinition): Attribute[] {
  const { containerDefinitions, networkMode, runtimePlatform, volumes = [] } = taskDefinition;
  const some = (has: (definition: ContainerDefinition) => boolean): boolean =>
    containerDefinitions.some(has);
  const drivers = containerDefinitions.flatMap(({ logConfiguration }) =>
    logConfiguration?.logDriver === undefined ? [] : [logConfiguration.logDriver],
  );
  const taskRole =
    networkMode === 'host' ? `${CLASSIC}task-iam-role-network-host` : `${CLASSIC}task-iam-role`;
  const executionRole = taskDefinition.executionRoleArn !== undefined;
  const names = [
    ...drivers.map((driver) => `${CLASSIC}logging-driver.${driver}`),
    some(({ privileged }) => privileged === true) && `${CLASSIC}privileged-container`,
    taskDefinition.taskRoleArn !== undefined && taskRole,
    executionRole && drivers.includes('awslogs') && `${CAPABILITY}execution-role-awslogs`,
    networkMode === 'awsvpc' && `${CAPABILITY}task-eni`,
    (taskDefinition.cpu ?? taskDefinition.memory) !== undefined &&
      `${CAPABILITY}task-cpu-mem-limit`,
    some(({ healthCheck }) => healthCheck !== undefined) && `${CAPABILITY}container-health-check`,
    some(({ dependsOn = [] }) => dependsOn.length > 0) && `${CAPABILITY}container-ordering`,
    (taskDefinition.pidMode ?? taskDefinition.ipcMode) !== undefined &&
      `${CAPABILITY}pid-ipc-namespace-sharing`,
    volumes.some((one) => one.dockerVolumeConfiguration) && `${CAPABILITY}docker-plugin.local`,
    volumes.some((one) => one.efsVolumeConfiguration) && `${CAPABILITY}efs`,
  ];
  const architecture = runtimePlatform?.cpuArchitecture;
  return [
    ...[...new Set(names)].flatMap((name) => (name === false ? [] : [{ name }])),
    ...(architecture === undefined
      ? []
      : [{ name: 'ecs.cpu-architecture', value: architecture === 'ARM64' ? 'arm64' : 'x86_64' }]),
  ];
}
