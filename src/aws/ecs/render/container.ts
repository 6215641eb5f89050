import type { NetworkBinding, Container as SdkContainer } from '@aws-sdk/client-ecs';
import type { Container, Task } from '../../../core/model/task.ts';
import type { ContainerDefinition, TaskDefinition } from '../../../core/model/task-definition.ts';

/** A task's container as the API shows it. */
export function renderContainer(
  task: Task,
  container: Container,
  taskDefinition: TaskDefinition | undefined,
  attachmentId: string | undefined,
): SdkContainer {
  const definition = taskDefinition?.containerDefinitions.find(
    ({ name }) => name === container.name,
  );
  const override = task.overrides.containerOverrides?.find(({ name }) => name === container.name);
  const sizes = { ...definition, ...override };
  return {
    containerArn: container.containerArn,
    taskArn: task.taskArn,
    name: container.name,
    image: container.image,
    imageDigest: container.imageDigest,
    runtimeId: container.runtimeId,
    lastStatus: container.lastStatus,
    exitCode: container.exitCode,
    reason: container.reason,
    networkBindings: networkBindings(task, container, definition),
    networkInterfaces:
      attachmentId === undefined
        ? []
        : [{ attachmentId, privateIpv4Address: task.networkInterface?.privateIpv4Address }],
    healthStatus: container.healthStatus,
    cpu: String(sizes.cpu ?? 0),
    memory: text(sizes.memory),
    memoryReservation: text(sizes.memoryReservation),
  };
}

/**
 * Where the container's ports can be reached. On AWS an `awsvpc` task has none, since its own
 * address is reachable; here it is not on every desktop, so the ports published on this machine
 * are shown in their place.
 */
function networkBindings(
  task: Task,
  container: Container,
  definition: ContainerDefinition | undefined,
): NetworkBinding[] {
  if (container.networkBindings.length > 0) return [...container.networkBindings];
  if (container.lastStatus !== 'RUNNING') return [];
  const mapped = new Set(definition?.portMappings?.map(({ containerPort }) => containerPort));
  return task.publishedPorts
    .filter(({ containerPort }) => mapped.has(containerPort))
    .map((published) => ({ bindIP: '127.0.0.1', ...published }));
}

const text = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);
