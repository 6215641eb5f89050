import fc from 'fast-check';
import { noLoad, noTasks } from '../../src/core/counts.ts';
import type { Cluster } from '../../src/core/model/cluster.ts';
import type { ContainerInstance } from '../../src/core/model/container-instance.ts';
import type { Service } from '../../src/core/model/service.ts';
import { type Container, TASK_STATUSES, type Task } from '../../src/core/model/task.ts';
import type { TaskDefinition } from '../../src/core/model/task-definition.ts';
import { emptyState, type State } from '../../src/core/state.ts';

const ECS = 'arn:aws:ecs:us-east-1:111122223333';
export const CLUSTER_ARN = `${ECS}:cluster/cats`;
export const CONTAINER_INSTANCE_ARN = `${ECS}:container-instance/cats/0123456789abcdef`;
export const SERVICE_ARN = `${ECS}:service/cats/web`;
export const TASK_DEFINITION_ARN = `${ECS}:task-definition/cats:1`;
const DEPLOYMENT_ID = 'ecs-svc/1234567890123456789';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Text as people and programs write it, with what JSON must escape. */
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const time = fc.integer({ min: 0, max: 4e12 });
const port = fc.integer({ min: 1, max: 65535 });
const tags = fc.array(fc.record({ key: text, value: text }), { maxLength: 2 });
const health = fc.constantFrom('HEALTHY' as const, 'UNHEALTHY' as const, 'UNKNOWN' as const);
const launchType = fc.constantFrom('FARGATE' as const, 'EC2' as const, 'EXTERNAL' as const);
const hex32 = fc.stringMatching(/^[0-9a-f]{32}$/);
const networkConfiguration = fc.record({
  awsvpcConfiguration: fc.record({
    subnets: fc.array(text, { maxLength: 2 }),
    securityGroups: maybe(fc.array(text, { maxLength: 2 })),
    assignPublicIp: maybe(fc.constantFrom('ENABLED' as const, 'DISABLED' as const)),
  }),
});

const cluster: fc.Arbitrary<Cluster> = fc.record({
  clusterArn: fc.constant(CLUSTER_ARN),
  clusterName: fc.constant('cats'),
  status: fc.constant('ACTIVE' as const),
  settings: fc.constant([{ name: 'containerInsights' as const, value: 'disabled' }]),
  configuration: fc.constant(undefined),
  serviceConnectDefaults: maybe(fc.record({ namespace: text })),
  capacityProviders: fc.array(text, { maxLength: 2 }),
  defaultCapacityProviderStrategy: fc.array(
    fc.record({ capacityProvider: text, weight: maybe(port), base: maybe(port) }),
    { maxLength: 2 },
  ),
  tags,
});

const taskDefinition: fc.Arbitrary<TaskDefinition> = fc.record({
  taskDefinitionArn: fc.constant(TASK_DEFINITION_ARN),
  family: fc.constant('cats'),
  revision: fc.constant(1),
  containerDefinitions: fc.array(
    fc.record({
      name: fc.constant('web'),
      image: text,
      memory: maybe(port),
      portMappings: maybe(fc.array(fc.record({ containerPort: port, hostPort: maybe(port) }))),
      environment: maybe(fc.array(fc.record({ name: text, value: text }))),
      healthCheck: maybe(fc.record({ command: fc.array(text), interval: maybe(port) })),
      logConfiguration: maybe(
        fc.record({
          logDriver: fc.constantFrom('awslogs', 'json-file'),
          options: maybe(fc.dictionary(text, text, { maxKeys: 2 })),
        }),
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  networkMode: fc.constantFrom('awsvpc' as const, 'bridge' as const),
  status: fc.constant('ACTIVE' as const),
  compatibilities: fc.constant(['EC2' as const, 'FARGATE' as const]),
  runtimePlatform: maybe(
    fc.constant({ cpuArchitecture: 'ARM64' as const, operatingSystemFamily: 'LINUX' }),
  ),
  executionRoleArn: maybe(text),
  pidMode: maybe(fc.constant('task')),
  registeredAt: time,
  deregisteredAt: maybe(time),
  registeredBy: text,
  tags,
  dueAt: fc.constant(null),
});

const container: fc.Arbitrary<Container> = fc.record({
  containerArn: text,
  name: fc.constantFrom('web', 'side'),
  image: text,
  imageDigest: maybe(text),
  runtimeId: maybe(text),
  lastStatus: fc.constantFrom('PENDING' as const, 'RUNNING' as const, 'STOPPED' as const),
  started: fc.boolean(),
  exitCode: maybe(fc.integer({ min: 0, max: 255 })),
  reason: maybe(text),
  healthStatus: health,
  networkBindings: fc.array(
    fc.record({
      bindIP: text,
      containerPort: port,
      hostPort: port,
      protocol: fc.constant('tcp' as const),
    }),
    { maxLength: 1 },
  ),
});

const task: fc.Arbitrary<Task> = fc.record({
  taskArn: hex32.map((id) => `${ECS}:task/cats/${id}`),
  clusterArn: fc.constant(CLUSTER_ARN),
  taskDefinitionArn: fc.constant(TASK_DEFINITION_ARN),
  group: text,
  startedBy: maybe(text),
  launchType,
  platformVersion: maybe(text),
  availabilityZone: text,
  cpu: text,
  memory: text,
  desiredStatus: fc.constantFrom('RUNNING' as const, 'STOPPED' as const),
  lastStatus: fc.constantFrom(...TASK_STATUSES),
  healthStatus: health,
  readiness: fc.constant('STARTING' as const),
  containers: fc.array(container, { maxLength: 2 }),
  reserved: fc.constant({ cpu: 0, memoryMiB: 0, ports: [], networkInterfaces: 0, gpus: 0 }),
  draining: fc.constant(false),
  overrides: fc.record({
    containerOverrides: maybe(fc.array(fc.record({ name: fc.constant('web'), cpu: maybe(port) }))),
  }),
  networkInterface: maybe(
    fc.record({
      networkInterfaceId: text,
      subnetId: text,
      privateIpv4Address: maybe(fc.ipV4()),
      macAddress: maybe(text),
    }),
  ),
  publishedPorts: fc.array(
    fc.record({ containerPort: port, hostPort: port, protocol: fc.constant('tcp' as const) }),
  ),
  enableExecuteCommand: fc.boolean(),
  tags,
  dueAt: fc.constant(null),
  version: fc.nat(),
  stopCode: maybe(fc.constantFrom('UserInitiated' as const, 'TaskFailedToStart' as const)),
  stoppedReason: maybe(text),
  createdAt: time,
  connectivityAt: maybe(time),
  startedAt: maybe(time),
  stoppedAt: maybe(time),
});

const service: fc.Arbitrary<Service> = fc.record({
  serviceArn: fc.constant(SERVICE_ARN),
  serviceName: fc.constant('web'),
  clusterArn: fc.constant(CLUSTER_ARN),
  status: fc.constantFrom('ACTIVE' as const, 'DRAINING' as const),
  desiredCount: fc.nat(),
  taskDefinition: fc.constant(TASK_DEFINITION_ARN),
  launchType: maybe(launchType),
  schedulingStrategy: fc.constant('REPLICA' as const),
  deploymentController: fc.constant({ type: 'ECS' as const }),
  deploymentConfiguration: fc.record({
    minimumHealthyPercent: fc.nat(),
    maximumPercent: fc.nat(),
    deploymentCircuitBreaker: maybe(fc.record({ enable: fc.boolean(), rollback: fc.boolean() })),
  }),
  networkConfiguration: maybe(networkConfiguration),
  healthCheckGracePeriodSeconds: maybe(fc.nat()),
  enableECSManagedTags: fc.boolean(),
  enableExecuteCommand: fc.boolean(),
  propagateTags: fc.constantFrom('NONE' as const, 'SERVICE' as const),
  availabilityZoneRebalancing: fc.constant('DISABLED' as const),
  placementConstraints: fc.constant([]),
  placementStrategy: fc.constant([]),
  placementBlocked: fc.constant(null),
  deployments: fc.array(
    fc.record({
      id: fc.constant(DEPLOYMENT_ID),
      status: fc.constant('PRIMARY' as const),
      taskDefinition: fc.constant(TASK_DEFINITION_ARN),
      desiredCount: fc.nat(),
      serviceDeploymentArn: text,
      serviceRevisionArn: text,
      failedTasks: fc.nat(),
      consecutiveFailures: fc.nat(),
      networkConfiguration: maybe(networkConfiguration),
      rolloutState: fc.constantFrom('IN_PROGRESS' as const, 'COMPLETED' as const),
      rolloutStateReason: text,

      createdAt: time,
      updatedAt: time,
    }),
    { maxLength: 2 },
  ),
  events: fc.array(fc.record({ id: fc.uuid(), createdAt: time, message: text }), { maxLength: 3 }),
  createdAt: time,
  createdBy: text,
  tags,
  lastCompleted: fc.constant(null),
  dueAt: fc.constant(null),
});

const resources = fc.record({
  cpu: port,
  memoryMiB: port,
  ports: fc.uniqueArray(
    fc.tuple(port, fc.constantFrom('tcp', 'udp')).map(([n, protocol]) => `${n}/${protocol}`),
    { maxLength: 3 },
  ),
  networkInterfaces: port,
  gpus: fc.integer({ min: 0, max: 2 }),
});

const containerInstance: fc.Arbitrary<ContainerInstance> = fc.record(
  {
    containerInstanceArn: fc.constant(CONTAINER_INSTANCE_ARN),
    clusterArn: fc.constant(CLUSTER_ARN),
    ec2InstanceId: text,
    capacityProviderName: text,
    status: fc.constantFrom('ACTIVE' as const, 'DRAINING' as const, 'INACTIVE' as const),
    agentConnected: fc.boolean(),
    disconnectedAt: fc.option(time),
    agentVersion: text,
    agentUpdateStatus: fc.constantFrom('PENDING' as const, 'UPDATED' as const, 'FAILED' as const),
    dockerVersion: text,
    registered: resources,
    availabilityZone: text,
    attributes: fc.array(fc.record({ name: text, value: maybe(text) }), { maxLength: 3 }),
    registeredAt: time,
    tags,
    version: port,
    dueAt: fc.constant(null),
  },
  {
    requiredKeys: [
      'containerInstanceArn',
      'clusterArn',
      'ec2InstanceId',
      'status',
      'agentConnected',
      'disconnectedAt',
      'agentVersion',
      'dockerVersion',
      'registered',
      'availabilityZone',
      'attributes',
      'registeredAt',
      'tags',
      'version',
      'dueAt',
    ],
  },
);

/** A state with one cluster, container instance, service and task definition and some tasks, its indexes filled. */
export const arbitraryState: fc.Arbitrary<State> = fc
  .tuple(
    cluster,
    taskDefinition,
    service,
    fc.uniqueArray(task, { maxLength: 3, selector: ({ taskArn }) => taskArn }),
    fc.nat(),
    containerInstance,
    resources,
  )
  .map(([ofCats, definition, web, tasks, runningCount, instance, taken]) => {
    const state = emptyState();
    state.clusters.set(CLUSTER_ARN, ofCats);
    state.taskDefinitions.set(TASK_DEFINITION_ARN, definition);
    state.services.set(SERVICE_ARN, web);
    state.containerInstances.set(CONTAINER_INSTANCE_ARN, instance);
    state.containerInstancesByCluster.set(CLUSTER_ARN, new Set([CONTAINER_INSTANCE_ARN]));
    const ports = new Map(taken.ports.map((taking) => [taking, 1]));
    state.loads.set(CONTAINER_INSTANCE_ARN, { ...noLoad(), ...taken, ports, runningCount });
    for (const one of tasks) state.tasks.set(one.taskArn, one);
    state.tasksByCluster.set(CLUSTER_ARN, new Set(tasks.map(({ taskArn }) => taskArn)));
    state.servicesByCluster.set(CLUSTER_ARN, new Set([SERVICE_ARN]));
    state.countsByCluster.set(CLUSTER_ARN, { running: runningCount, pending: 1 });
    state.deploymentsByService.set(SERVICE_ARN, new Set([DEPLOYMENT_ID]));
    state.tasksByDeployment.set(DEPLOYMENT_ID, {
      ...noTasks(),
      runningCount,
    });
    return state;
  });
