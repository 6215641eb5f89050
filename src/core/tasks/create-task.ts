import { containerArn, nameOf, type Scope, taskArn } from '../arn.ts';
import type {
  Cluster,
  ContainerInstance,
  LaunchType,
  NetworkConfiguration,
  NetworkInterface,
  Resources,
  Service,
  Tag,
  Task,
  TaskDefinition,
  TaskOverride,
} from '../model/index.ts';
import type { Subnet } from '../network/default-vpc.ts';
import { needsOf } from '../placement/needs.ts';
import type { Transaction } from '../transaction.ts';
import { uuid } from '../uuid.ts';
import { provisionEffect } from './provision.ts';

export interface NewTask {
  readonly scope: Scope;
  readonly cluster: Cluster;
  readonly taskDefinition: TaskDefinition;
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string | undefined;
  readonly platformVersion?: string | undefined;
  /** Where it goes; decided by the scheduler. */
  readonly subnet: Subnet;
  /** Its security groups, of a task in `awsvpc` mode. */
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  /** The one that bears it; undefined on Fargate. */
  readonly containerInstance?: ContainerInstance | undefined;
  readonly group: string;
  readonly startedBy?: string | undefined;
  readonly service?: Service | undefined;
  readonly deploymentId?: string | undefined;
  readonly overrides?: TaskOverride | undefined;
  readonly enableExecuteCommand?: boolean | undefined;
  readonly clientToken?: string | undefined;
  readonly tags: readonly Tag[];
}

const NOTHING: Resources = { cpu: 0, memoryMiB: 0, ports: [], networkInterfaces: 0, gpus: 0 };

/** Records a new task and asks for its network. Everything about it has been checked. */
export function createTask(tx: Transaction, wanted: NewTask): Task {
  const { scope, cluster, taskDefinition, service } = wanted;
  const { ids, now } = tx.env;
  const id = ids.hex(32);
  const overrides = wanted.overrides ?? {};
  const fargate = wanted.launchType === 'FARGATE';
  const task: Task = {
    taskArn: taskArn(scope, cluster.clusterName, id),
    clusterArn: cluster.clusterArn,
    taskDefinitionArn: taskDefinition.taskDefinitionArn,
    group: wanted.group,
    startedBy: wanted.startedBy,
    serviceArn: service?.serviceArn,
    deploymentId: wanted.deploymentId,
    launchType: wanted.launchType,
    capacityProviderName: wanted.capacityProviderName,
    platformVersion: fargate ? (wanted.platformVersion ?? '1.4.0') : undefined,
    platformFamily: fargate ? 'Linux' : undefined,
    containerInstanceArn: wanted.containerInstance?.containerInstanceArn,
    availabilityZone: wanted.containerInstance?.availabilityZone ?? wanted.subnet.availabilityZone,
    cpu: overrides.cpu ?? taskDefinition.cpu ?? sumOf(taskDefinition, ({ cpu }) => cpu),
    memory:
      overrides.memory ??
      taskDefinition.memory ??
      sumOf(taskDefinition, ({ memory, memoryReservation }) => memoryReservation ?? memory),
    reserved: wanted.containerInstance === undefined ? NOTHING : needsOf(taskDefinition, overrides),
    draining: false,
    desiredStatus: 'RUNNING',
    lastStatus: 'PROVISIONING',
    healthStatus: 'UNKNOWN',
    readiness: 'STARTING',
    containers: taskDefinition.containerDefinitions.map(({ name = '', image = '' }) => ({
      containerArn: containerArn(scope, cluster.clusterName, id, uuid(ids.hex(32))),
      name,
      image,
      lastStatus: 'PENDING',
      started: false,
      healthStatus: 'UNKNOWN',
      networkBindings: [],
    })),
    overrides,
    networkInterface:
      taskDefinition.networkMode === 'awsvpc'
        ? interfaceFor(wanted, `eni-${ids.hex(17)}`)
        : undefined,
    publishedPorts: [],
    enableExecuteCommand: wanted.enableExecuteCommand ?? false,
    clientToken: wanted.clientToken,
    tags: wanted.tags,
    version: 1,
    createdAt: now,
    dueAt: null,
  };
  tx.emit({ type: 'TaskCreated', task });
  tx.perform(provisionEffect(tx.state, task, taskDefinition));
  return task;
}

function interfaceFor(
  { subnet, networkConfiguration }: NewTask,
  networkInterfaceId: string,
): NetworkInterface {
  const { securityGroups = [] } = networkConfiguration?.awsvpcConfiguration ?? {};
  return {
    networkInterfaceId,
    subnetId: subnet.subnetId,
    ...(securityGroups.length > 0 && { securityGroupIds: securityGroups }),
  };
}

const sumOf = (
  { containerDefinitions }: TaskDefinition,
  value: (definition: TaskDefinition['containerDefinitions'][number]) => number | undefined,
): string =>
  String(containerDefinitions.reduce((total, definition) => total + (value(definition) ?? 0), 0));

/** Tags that ECS itself puts on a task (AWS: enableECSManagedTags). */
export const managedTags = (cluster: Cluster, service?: Service): Tag[] => [
  { key: 'aws:ecs:clusterName', value: cluster.clusterName },
  ...(service === undefined
    ? []
    : [{ key: 'aws:ecs:serviceName', value: nameOf(service.serviceArn) }]),
];
