import { nameOf } from '../../core/arn.ts';
import type { Tag } from '../../core/model/tag.ts';
import type { Container, Task } from '../../core/model/task.ts';
import type { ContainerDefinition } from '../../core/model/task-definition.ts';
import { DEFAULT_VPC_ID } from '../../core/network/default-vpc.ts';
import type { State } from '../../core/state.ts';
import { awslogsSpec } from '../../core/tasks/container-spec.ts';
import type { ContainerDetails } from '../../engines/engine.ts';
import { networksOf } from './networks.ts';

/** What the engine knows of the containers of a task, by their names. */
export type DetailsByName = ReadonlyMap<string, ContainerDetails | undefined>;

/** One container as the task metadata endpoint version 4 shows it. */
export const containerMetadata = (
  state: State,
  task: Task,
  container: Container,
  details: ContainerDetails | undefined,
): object => {
  const definition = state.taskDefinitions.get(task.taskDefinitionArn);
  const { family, revision } = familyOf(task);
  const containerDefinition = definition?.containerDefinitions.find(
    ({ name }) => name === container.name,
  );
  return {
    DockerId: container.runtimeId ?? '',
    Name: container.name,
    // On Fargate AWS shows no other name than that of the container.
    DockerName: (task.launchType === 'EC2' && details?.name) || container.name,
    Image: container.image,
    ImageID: container.imageDigest ?? '',
    ...(container.networkBindings.length === 0 ? {} : { Ports: portsOf(container) }),
    Labels: {
      'com.amazonaws.ecs.cluster': clusterOf(task),
      'com.amazonaws.ecs.container-name': container.name,
      'com.amazonaws.ecs.task-arn': task.taskArn,
      'com.amazonaws.ecs.task-definition-family': family,
      'com.amazonaws.ecs.task-definition-version': revision,
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: container.lastStatus,
    ...(container.exitCode === undefined ? {} : { ExitCode: container.exitCode }),
    Limits: limitsOf(task, container, containerDefinition),
    CreatedAt: iso(container.requestedAt ?? task.createdAt),
    ...(container.started && task.startedAt !== undefined
      ? { StartedAt: iso(task.startedAt) }
      : {}),
    Type: 'NORMAL',
    ContainerARN: container.containerArn,
    ...(container.healthStatus === 'UNKNOWN' ? {} : { Health: { status: container.healthStatus } }),
    ...(containerDefinition === undefined ? {} : logsOf(task, containerDefinition)),
    Networks: networksOf(state, task, details?.ipv4Address),
    ...(task.launchType === 'FARGATE' ? { Snapshotter: 'overlayfs' } : {}),
  };
};

/** A whole task as the task metadata endpoint version 4 shows it. */
export const taskMetadata = (state: State, task: Task, details: DetailsByName): object => {
  const { family, revision } = familyOf(task);
  const service = task.serviceArn === undefined ? undefined : state.services.get(task.serviceArn);
  return {
    Cluster: clusterOf(task),
    TaskARN: task.taskArn,
    Family: family,
    Revision: revision,
    ...(service === undefined ? {} : { ServiceName: service.serviceName }),
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    ...(task.cpu === '' && task.memory === ''
      ? {}
      : {
          Limits: {
            ...(task.cpu === '' ? {} : { CPU: Number(task.cpu) / 1024 }),
            ...(task.memory === '' ? {} : { Memory: Number(task.memory) }),
          },
        }),
    ...(task.pullStartedAt === undefined ? {} : { PullStartedAt: iso(task.pullStartedAt) }),
    ...(task.pullStoppedAt === undefined ? {} : { PullStoppedAt: iso(task.pullStoppedAt) }),
    ...(task.executionStoppedAt === undefined
      ? {}
      : { ExecutionStoppedAt: iso(task.executionStoppedAt) }),
    AvailabilityZone: task.availabilityZone,
    LaunchType: task.launchType,
    // AWS: for tasks on EC2 only.
    ...(task.launchType === 'EC2' ? { VPCID: DEFAULT_VPC_ID } : {}),
    Containers: task.containers.map((container) =>
      containerMetadata(state, task, container, details.get(container.name)),
    ),
  };
};

/** The tags of the task, and of its container instance. */
export const tagsMetadata = (state: State, task: Task): object => {
  const instance = state.containerInstances.get(task.containerInstanceArn ?? '');
  return {
    ...(task.tags.length === 0 ? {} : { TaskTags: tagsOf(task.tags) }),
    ...(instance === undefined || instance.tags.length === 0
      ? {}
      : { ContainerInstanceTags: tagsOf(instance.tags) }),
  };
};

const tagsOf = (tags: readonly Tag[]) =>
  Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));

/** AWS: its ARN on Fargate, its name on EC2. */
const clusterOf = ({ launchType, clusterArn }: Task): string =>
  launchType === 'FARGATE' ? clusterArn : nameOf(clusterArn);

const portsOf = ({ networkBindings }: Container): object[] =>
  networkBindings.map(({ containerPort, hostPort, protocol, bindIP }) => ({
    ContainerPort: containerPort,
    HostPort: hostPort,
    Protocol: protocol,
    HostIp: bindIP,
  }));

const limitsOf = (
  task: Task,
  { name }: Container,
  definition: ContainerDefinition | undefined,
): object => {
  const override = task.overrides.containerOverrides?.find((one) => one.name === name);
  const memory = override?.memory ?? definition?.memory;
  return {
    CPU: override?.cpu ?? definition?.cpu ?? 0,
    ...(memory === undefined ? {} : { Memory: memory }),
  };
};

/** The options as the log driver got them: with the stream, which the prefix stands for. */
const logsOf = (task: Task, definition: ContainerDefinition): object => {
  const { logDriver, options = {} } = definition.logConfiguration ?? { logDriver: undefined };
  if (logDriver === undefined) return {};
  const stream = awslogsSpec(task, definition)?.stream;
  const { 'awslogs-stream-prefix': _prefix, ...rest } = options;
  return {
    LogDriver: logDriver,
    LogOptions: stream === undefined ? options : { ...rest, 'awslogs-stream': stream },
  };
};

const familyOf = (task: Task) => {
  const [family = '', revision = ''] = nameOf(task.taskDefinitionArn).split(':');
  return { family, revision };
};

const iso = (time: number): string => new Date(time).toISOString();
