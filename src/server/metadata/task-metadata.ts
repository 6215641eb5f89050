import { nameOf } from '../../core/arn.ts';
import type { Container, Task } from '../../core/model/task.ts';
import type { State } from '../../core/state.ts';

/** One container as the task metadata endpoint version 4 shows it. */
export const containerMetadata = (state: State, task: Task, container: Container): object => {
  const definition = state.taskDefinitions.get(task.taskDefinitionArn);
  const { family, revision } = familyOf(task);
  const containerDefinition = definition?.containerDefinitions.find(
    ({ name }) => name === container.name,
  );
  const { logDriver, options } = containerDefinition?.logConfiguration ?? {};
  return {
    DockerId: container.runtimeId ?? '',
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    ImageID: container.imageDigest ?? '',
    Ports: container.networkBindings.map(({ containerPort, hostPort, protocol, bindIP }) => ({
      ContainerPort: containerPort,
      HostPort: hostPort,
      Protocol: protocol,
      HostIp: bindIP,
    })),
    Labels: {
      'com.amazonaws.ecs.cluster': task.clusterArn,
      'com.amazonaws.ecs.container-name': container.name,
      'com.amazonaws.ecs.task-arn': task.taskArn,
      'com.amazonaws.ecs.task-definition-family': family,
      'com.amazonaws.ecs.task-definition-version': revision,
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: container.lastStatus,
    ...(container.exitCode === undefined ? {} : { ExitCode: container.exitCode }),
    Limits: { CPU: containerDefinition?.cpu ?? 0, Memory: containerDefinition?.memory ?? 0 },
    CreatedAt: iso(task.createdAt),
    ...(container.started && task.startedAt !== undefined
      ? { StartedAt: iso(task.startedAt) }
      : {}),
    Type: 'NORMAL',
    ContainerARN: container.containerArn,
    ...(container.healthStatus === 'UNKNOWN' ? {} : { Health: { status: container.healthStatus } }),
    ...(logDriver === undefined ? {} : { LogDriver: logDriver, LogOptions: options ?? {} }),
    Networks: networksOf(task),
    Snapshotter: 'overlayfs',
  };
};

/** A whole task as the task metadata endpoint version 4 shows it. */
export const taskMetadata = (state: State, task: Task): object => {
  const { family, revision } = familyOf(task);
  const service = task.serviceArn === undefined ? undefined : state.services.get(task.serviceArn);
  return {
    Cluster: task.clusterArn,
    TaskARN: task.taskArn,
    Family: family,
    Revision: revision,
    ...(service === undefined ? {} : { ServiceName: service.serviceName }),
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    Limits: {
      ...(task.cpu === '' ? {} : { CPU: Number(task.cpu) / 1024 }),
      ...(task.memory === '' ? {} : { Memory: Number(task.memory) }),
    },
    ...(task.pullStartedAt === undefined ? {} : { PullStartedAt: iso(task.pullStartedAt) }),
    ...(task.pullStoppedAt === undefined ? {} : { PullStoppedAt: iso(task.pullStoppedAt) }),
    AvailabilityZone: task.availabilityZone,
    LaunchType: task.launchType,
    Containers: task.containers.map((container) => containerMetadata(state, task, container)),
  };
};

const networksOf = ({ networkInterface }: Task): object[] =>
  networkInterface === undefined
    ? []
    : [
        {
          NetworkMode: 'awsvpc',
          IPv4Addresses: [networkInterface.privateIpv4Address].filter(Boolean),
          AttachmentIndex: 0,
          ...(networkInterface.macAddress === undefined
            ? {}
            : { MACAddress: networkInterface.macAddress }),
        },
      ];

const familyOf = (task: Task) => {
  const [family = '', revision = ''] = nameOf(task.taskDefinitionArn).split(':');
  return { family, revision };
};

const iso = (time: number): string => new Date(time).toISOString();
