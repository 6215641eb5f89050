import type { Resources } from './container-instance.ts';
import type { Tag } from './tag.ts';
import type { KeyValuePair, TransportProtocol } from './task-definition.ts';

/** In order; a task never goes back. */
export const TASK_STATUSES = [
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export type LaunchType = 'EC2' | 'FARGATE' | 'EXTERNAL';
export type HealthStatus = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated'
  | 'SpotInterruption'
  | 'TerminationNotice';

export interface NetworkBinding {
  readonly bindIP: string;
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: TransportProtocol;
}

/** The elastic network interface of an `awsvpc` task. */
export interface NetworkInterface {
  /** `eni-…` */
  readonly networkInterfaceId: string;
  readonly subnetId: string;
  /** Undefined: the default one of the VPC. */
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly privateIpv4Address?: string | undefined;
  readonly macAddress?: string | undefined;
}

/** Where a port of the task can be reached on this machine (127.0.0.1), whatever its network mode. */
export interface PublishedPort {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: TransportProtocol;
}

/** In order; a container never goes back. */
export const CONTAINER_STATUSES = ['PENDING', 'RUNNING', 'STOPPED'] as const;
export type ContainerStatus = (typeof CONTAINER_STATUSES)[number];

/** One container of one task, as DescribeTasks shows it. */
export interface Container {
  readonly containerArn: string;
  readonly name: string;
  readonly image: string;
  readonly imageDigest?: string | undefined;
  readonly runtimeId?: string | undefined;
  readonly lastStatus: ContainerStatus;
  /** What was last asked of the engine; undefined: nothing yet. */
  readonly requested?: 'START' | 'STOP' | undefined;
  /** When its start was asked for; milliseconds since the epoch, as all times here. */
  readonly requestedAt?: number | undefined;
  /** True once it has been RUNNING. */
  readonly started: boolean;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  readonly healthStatus: HealthStatus;
  readonly networkBindings: readonly NetworkBinding[];
}

export interface ContainerOverride {
  readonly name?: string | undefined;
  readonly command?: string[] | undefined;
  readonly environment?: KeyValuePair[] | undefined;
  readonly cpu?: number | undefined;
  readonly memory?: number | undefined;
  readonly memoryReservation?: number | undefined;
}

export interface TaskOverride {
  readonly containerOverrides?: ContainerOverride[] | undefined;
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
  readonly taskRoleArn?: string | undefined;
  readonly executionRoleArn?: string | undefined;
}

/** How a service counts a task: STARTING until it is ready, then HEALTHY or UNHEALTHY. */
export type Readiness = 'STARTING' | 'HEALTHY' | 'UNHEALTHY';

export interface Task {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  /** `family:NAME` or `service:NAME`, or what RunTask said. */
  readonly group: string;
  /** Deployment id for a service's task, or what RunTask said. */
  readonly startedBy?: string | undefined;
  readonly serviceArn?: string | undefined;
  readonly deploymentId?: string | undefined;
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly platformFamily?: string | undefined;
  readonly containerInstanceArn?: string | undefined;
  readonly availabilityZone: string;
  /** CPU units and MiB, as strings, as in the API. */
  readonly cpu: string;
  readonly memory: string;
  /** What it takes of its container instance until it is STOPPED; nothing on Fargate. */
  readonly reserved: Resources;
  /** Its container instance is DRAINING: it is to be replaced elsewhere. */
  readonly draining: boolean;
  /** Scale-in protection holds until then (ms since the epoch; null: without end); undefined: none. */
  readonly protectedUntil?: number | null | undefined;
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
  readonly lastStatus: TaskStatus;
  readonly healthStatus: HealthStatus;
  readonly readiness: Readiness;
  readonly containers: readonly Container[];
  readonly overrides: TaskOverride;
  readonly networkInterface?: NetworkInterface | undefined;
  readonly publishedPorts: readonly PublishedPort[];
  readonly enableExecuteCommand: boolean;
  /** RunTask's, by which a repeated call finds the tasks of the first. */
  readonly clientToken?: string | undefined;
  readonly tags: readonly Tag[];
  /** Counts the changes of this task, from 1. */
  readonly version: number;
  readonly stopCode?: StopCode | undefined;
  readonly stoppedReason?: string | undefined;
  /** All times in milliseconds since the epoch. */
  readonly createdAt: number;
  readonly connectivityAt?: number | undefined;
  readonly pullStartedAt?: number | undefined;
  readonly pullStoppedAt?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly stoppingAt?: number | undefined;
  readonly executionStoppedAt?: number | undefined;
  readonly stoppedAt?: number | undefined;
  /** When the task needs attention although nothing happens; null: not before something does. */
  readonly dueAt: number | null;
}
