import type { Attachment, Task as SdkTask } from '@aws-sdk/client-ecs';
import type { Task } from '../../../core/model/task.ts';
import type { State } from '../../../core/state.ts';
import { attachmentIdOf } from './attachment.ts';
import { renderContainer } from './container.ts';
import { date } from './times.ts';

const CPU_ARCHITECTURE = 'ecs.cpu-architecture';

/** A task as the API shows it. */
export function renderTask(
  state: State,
  task: Task,
  { tags }: { readonly tags: boolean },
): SdkTask {
  const taskDefinition = state.taskDefinitions.get(task.taskDefinitionArn);
  const architecture = taskDefinition?.runtimePlatform?.cpuArchitecture;
  const ofInstance = state.containerInstances
    .get(task.containerInstanceArn ?? '')
    ?.attributes.find(({ name }) => name === CPU_ARCHITECTURE)?.value;
  const { attachment, attachmentId } = networkAttachment(task);
  const overridden = new Map(task.overrides.containerOverrides?.map((item) => [item.name, item]));
  return {
    attachments: attachment === undefined ? [] : [attachment],
    attributes: [
      {
        name: CPU_ARCHITECTURE,
        value: ofInstance ?? (architecture === 'ARM64' ? 'arm64' : 'x86_64'),
      },
    ],
    availabilityZone: task.availabilityZone,
    capacityProviderName: task.capacityProviderName,
    clusterArn: task.clusterArn,
    connectivity: task.connectivityAt === undefined ? undefined : 'CONNECTED',
    connectivityAt: date(task.connectivityAt),
    containerInstanceArn: task.containerInstanceArn,
    containers: task.containers.map((container) =>
      renderContainer(task, container, taskDefinition, attachmentId),
    ),
    cpu: task.cpu,
    memory: task.memory,
    createdAt: date(task.createdAt),
    desiredStatus: task.desiredStatus,
    lastStatus: task.lastStatus,
    healthStatus: task.healthStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    executionStoppedAt: date(task.executionStoppedAt),
    group: task.group,
    launchType: task.launchType,
    overrides: {
      ...task.overrides,
      containerOverrides: task.containers.map(({ name }) => overridden.get(name) ?? { name }),
      inferenceAcceleratorOverrides: [],
    },
    platformVersion: task.platformVersion,
    platformFamily: task.platformFamily,
    pullStartedAt: date(task.pullStartedAt),
    pullStoppedAt: date(task.pullStoppedAt),
    startedAt: date(task.startedAt),
    startedBy: task.startedBy,
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    stoppingAt: date(task.stoppingAt),
    stoppedAt: date(task.stoppedAt),
    tags: tags ? [...task.tags] : [],
    taskArn: task.taskArn,
    taskDefinitionArn: task.taskDefinitionArn,
    version: task.version,
    ...(task.launchType === 'FARGATE' && {
      ephemeralStorage: { sizeInGiB: FARGATE_STORAGE_GIB },
      fargateEphemeralStorage: { sizeInGiB: FARGATE_STORAGE_GIB },
    }),
  };
}

/** What every Fargate task has without asking. */
const FARGATE_STORAGE_GIB = 20;

function networkAttachment(task: Task): { attachment?: Attachment; attachmentId?: string } {
  const eni = task.networkInterface;
  if (eni === undefined) return {};
  const attachmentId = attachmentIdOf(task);
  const privateDnsName =
    eni.privateIpv4Address && `ip-${eni.privateIpv4Address.replaceAll('.', '-')}.ec2.internal`;
  const details = {
    subnetId: eni.subnetId,
    networkInterfaceId: eni.networkInterfaceId,
    macAddress: eni.macAddress,
    privateDnsName,
    privateIPv4Address: eni.privateIpv4Address,
  };
  return {
    attachmentId,
    attachment: {
      id: attachmentId,
      type: 'ElasticNetworkInterface',
      status: attachmentStatus(task),
      details: Object.entries(details).flatMap(([name, value]) => (value ? { name, value } : [])),
    },
  };
}

function attachmentStatus({ lastStatus }: Task): string {
  if (lastStatus === 'PROVISIONING') return 'PRECREATED';
  if (lastStatus === 'DEPROVISIONING') return 'DETACHING';
  return lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED';
}
