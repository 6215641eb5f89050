import type {
  ContainerInstanceField,
  ContainerInstanceHealthStatus,
  Resource,
  ContainerInstance as SdkContainerInstance,
} from '@aws-sdk/client-ecs';
import { noLoad } from '../../../core/counts.ts';
import type { ContainerInstance } from '../../../core/model/container-instance.ts';
import type { InstanceLoad, State } from '../../../core/state.ts';
import { date } from './times.ts';

/** A container instance as the API shows it; `include` says which of the longer parts. */
export function renderContainerInstance(
  state: State,
  instance: ContainerInstance,
  include: readonly ContainerInstanceField[],
): SdkContainerInstance {
  const load = state.loads.get(instance.containerInstanceArn) ?? noLoad();
  return {
    containerInstanceArn: instance.containerInstanceArn,
    ec2InstanceId: instance.ec2InstanceId,
    capacityProviderName: instance.capacityProviderName,
    version: instance.version,
    versionInfo: {
      agentVersion: instance.agentVersion || undefined,
      dockerVersion: instance.dockerVersion || undefined,
    },
    remainingResources: remaining(instance, load),
    registeredResources: registered(instance),
    status: instance.status,
    agentConnected: instance.agentConnected,
    runningTasksCount: load.runningCount,
    pendingTasksCount: load.pendingCount,
    agentUpdateStatus: instance.agentUpdateStatus,
    attributes: [...instance.attributes],
    registeredAt: date(instance.registeredAt),
    attachments: [],
    tags: include.includes('TAGS') ? [...instance.tags] : [],
    healthStatus: include.includes('CONTAINER_INSTANCE_HEALTH') ? health(instance) : undefined,
  };
}

const registered = ({ registered: { cpu, memoryMiB, ports, gpus } }: ContainerInstance) => [
  integer('CPU', cpu),
  integer('MEMORY', memoryMiB),
  ...portSets(ports),
  ...gpuSet(gpus),
];

/** What is left of CPU, memory and GPUs; of ports, as AWS has it, those that are taken. */
const remaining = ({ registered }: ContainerInstance, load: InstanceLoad) => [
  integer('CPU', registered.cpu - load.cpu),
  integer('MEMORY', registered.memoryMiB - load.memoryMiB),
  ...portSets([...registered.ports, ...load.ports.keys()]),
  ...gpuSet(registered.gpus - load.gpus, registered.gpus),
];

const integer = (name: string, integerValue: number): Resource => ({
  name,
  type: 'INTEGER',
  doubleValue: 0,
  longValue: 0,
  integerValue,
});

const stringSet = (name: string, stringSetValue: string[]): Resource => ({
  name,
  type: 'STRINGSET',
  doubleValue: 0,
  longValue: 0,
  integerValue: 0,
  stringSetValue,
});

/** From `80/tcp`, `53/udp`. */
function portSets(ports: readonly string[]): Resource[] {
  const of = (protocol: string): string[] => [
    ...new Set(
      ports
        .filter((port) => port.endsWith(`/${protocol}`))
        .map((port) => port.slice(0, -protocol.length - 1)),
    ),
  ];
  return [stringSet('PORTS', of('tcp')), stringSet('PORTS_UDP', of('udp'))];
}

/** Instances without GPUs do not show the resource. */
const gpuSet = (count: number, registeredCount = count): Resource[] =>
  registeredCount === 0
    ? []
    : [
        stringSet(
          'GPU',
          Array.from({ length: Math.max(0, count) }, (_, n) => `GPU-${n}`),
        ),
      ];

/** Of what its agent reports there is one thing that we see: whether it reports. */
function health(instance: ContainerInstance): ContainerInstanceHealthStatus {
  const status = instance.agentConnected ? 'OK' : 'INSUFFICIENT_DATA';
  const since = date(instance.disconnectedAt ?? instance.registeredAt);
  return {
    overallStatus: status,
    details: [{ type: 'CONTAINER_RUNTIME', status, lastUpdated: since, lastStatusChange: since }],
  };
}
