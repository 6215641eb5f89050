import {
  IpcMode,
  LogDriver,
  OSFamily,
  PidMode,
  type ContainerDefinition as SdkContainerDefinition,
  type TaskDefinition as SdkTaskDefinition,
  type Volume as SdkVolume,
} from '@aws-sdk/client-ecs';
import type {
  ContainerDefinition,
  NetworkMode,
  TaskDefinition,
  Volume,
} from '../../../core/model/task-definition.ts';
import { date } from './times.ts';

/** A revision as the API shows it, with the defaults that AWS fills in. */
export function renderTaskDefinition(taskDefinition: TaskDefinition): SdkTaskDefinition {
  const { tags: _, runtimePlatform, ...shown } = taskDefinition;
  return {
    ...shown,
    containerDefinitions: taskDefinition.containerDefinitions.map((container) =>
      renderContainerDefinition(container, taskDefinition.networkMode),
    ),
    volumes: (taskDefinition.volumes ?? []).map(renderVolume),
    placementConstraints: taskDefinition.placementConstraints ?? [],
    requiresAttributes: requiresAttributes(taskDefinition),
    runtimePlatform: runtimePlatform && {
      ...runtimePlatform,
      operatingSystemFamily: memberOf(OSFamily, runtimePlatform.operatingSystemFamily),
    },
    pidMode: memberOf(PidMode, taskDefinition.pidMode),
    ipcMode: memberOf(IpcMode, taskDefinition.ipcMode),
    registeredAt: date(taskDefinition.registeredAt),
    deregisteredAt: date(taskDefinition.deregisteredAt),
  };
}

/** A volume of no kind is an empty folder of the host; a Docker volume is the task's own. */
const renderVolume = (volume: Volume): SdkVolume => {
  const { dockerVolumeConfiguration: docker, efsVolumeConfiguration: efs } = volume;
  if (docker !== undefined)
    return { ...volume, dockerVolumeConfiguration: { scope: 'task', ...docker } };
  return efs === undefined ? { host: {}, ...volume } : { ...volume };
};

function renderContainerDefinition(
  container: ContainerDefinition,
  networkMode: NetworkMode,
): SdkContainerDefinition {
  const { logConfiguration, portMappings = [] } = container;
  return {
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    ...container,
    portMappings: portMappings.map((mapping) => ({
      // Only a bridge maps ports; elsewhere a container's port is the host's.
      hostPort: networkMode === 'bridge' ? 0 : mapping.containerPort,
      protocol: 'tcp',
      ...mapping,
    })),
    logConfiguration: logConfiguration && {
      ...logConfiguration,
      logDriver: memberOf(LogDriver, logConfiguration.logDriver),
    },
  };
}

/** What an instance must have to run it, as far as this runtime looks at it. */
function requiresAttributes({ containerDefinitions, networkMode, ...rest }: TaskDefinition) {
  const drivers = new Set(
    containerDefinitions.map(({ logConfiguration }) => logConfiguration?.logDriver),
  );
  const names = [...drivers].flatMap((driver) =>
    driver === undefined ? [] : `com.amazonaws.ecs.capability.logging-driver.${driver}`,
  );
  if (rest.executionRoleArn !== undefined && drivers.has('awslogs')) {
    names.push('ecs.capability.execution-role-awslogs');
  }
  if (rest.taskRoleArn !== undefined) names.push('com.amazonaws.ecs.capability.task-iam-role');
  if (networkMode === 'awsvpc') names.push('ecs.capability.task-eni');
  return [...names, 'com.amazonaws.ecs.capability.docker-remote-api.1.18'].map((name) => ({
    name,
  }));
}

/** The enum member that a text spells, since what was read by the schema is one. */
const memberOf = <Member extends string>(
  members: Readonly<Record<string, Member>>,
  text: string | undefined,
): Member | undefined => Object.values(members).find((member) => member === text);
