import type { Tag } from './tag.ts';

export type NetworkMode = 'awsvpc' | 'bridge' | 'host' | 'none';
export type Compatibility = 'EC2' | 'FARGATE' | 'EXTERNAL' | 'MANAGED_INSTANCES';
export type TransportProtocol = 'tcp' | 'udp';
export type ContainerCondition = 'START' | 'COMPLETE' | 'SUCCESS' | 'HEALTHY';

export interface KeyValuePair {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

export interface PortMapping {
  readonly containerPort?: number | undefined;
  readonly hostPort?: number | undefined;
  readonly protocol?: TransportProtocol | undefined;
  readonly name?: string | undefined;
  readonly containerPortRange?: string | undefined;
}

/** Seconds throughout, as in the API. */
export interface HealthCheck {
  readonly command: string[] | undefined;
  readonly interval?: number | undefined;
  readonly timeout?: number | undefined;
  readonly retries?: number | undefined;
  readonly startPeriod?: number | undefined;
}

export interface ContainerDependency {
  readonly containerName: string | undefined;
  readonly condition: ContainerCondition | undefined;
}

export interface LogConfiguration {
  readonly logDriver: string | undefined;
  readonly options?: Record<string, string> | undefined;
}

export interface MountPoint {
  readonly sourceVolume?: string | undefined;
  readonly containerPath?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

export interface VolumeFrom {
  readonly sourceContainer?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/** Without any configuration: empty at first, shared by the containers of one task. */
export interface Volume {
  readonly name?: string | undefined;
  readonly host?: { readonly sourcePath?: string | undefined } | undefined;
  readonly dockerVolumeConfiguration?: DockerVolumeConfiguration | undefined;
  readonly efsVolumeConfiguration?: EFSVolumeConfiguration | undefined;
}

export interface DockerVolumeConfiguration {
  /** `shared` belongs to the instance and outlives its tasks. */
  readonly scope?: 'task' | 'shared' | undefined;
  readonly autoprovision?: boolean | undefined;
  readonly driver?: string | undefined;
  readonly driverOpts?: Record<string, string> | undefined;
  readonly labels?: Record<string, string> | undefined;
}

export interface EFSVolumeConfiguration {
  readonly fileSystemId: string | undefined;
  readonly rootDirectory?: string | undefined;
  readonly transitEncryption?: 'ENABLED' | 'DISABLED' | undefined;
  readonly transitEncryptionPort?: number | undefined;
}

/**
 * The members that the orchestrator understands, spelled and typed as in the API. Members beyond
 * these (secrets, ulimits …) travel with the value untouched.
 */
export interface ContainerDefinition {
  readonly name?: string | undefined;
  readonly image?: string | undefined;
  /** CPU units, 1024 a vCPU. */
  readonly cpu?: number | undefined;
  /** Hard limit, MiB. */
  readonly memory?: number | undefined;
  /** Soft limit, MiB. */
  readonly memoryReservation?: number | undefined;
  readonly essential?: boolean | undefined;
  readonly portMappings?: PortMapping[] | undefined;
  readonly environment?: KeyValuePair[] | undefined;
  readonly entryPoint?: string[] | undefined;
  readonly command?: string[] | undefined;
  readonly workingDirectory?: string | undefined;
  readonly user?: string | undefined;
  readonly healthCheck?: HealthCheck | undefined;
  readonly dependsOn?: ContainerDependency[] | undefined;
  /** Seconds. */
  readonly startTimeout?: number | undefined;
  /** Seconds. */
  readonly stopTimeout?: number | undefined;
  readonly logConfiguration?: LogConfiguration | undefined;
  readonly privileged?: boolean | undefined;
  readonly readonlyRootFilesystem?: boolean | undefined;
  readonly links?: string[] | undefined;
  readonly mountPoints?: MountPoint[] | undefined;
  readonly volumesFrom?: VolumeFrom[] | undefined;
  readonly resourceRequirements?:
    | {
        readonly type: 'GPU' | 'InferenceAccelerator' | 'NeuronDevice' | undefined;
        readonly value?: string | undefined;
      }[]
    | undefined;
}

export interface RuntimePlatform {
  readonly cpuArchitecture?: 'X86_64' | 'ARM64' | undefined;
  readonly operatingSystemFamily?: string | undefined;
}

/** What RegisterTaskDefinition takes. */
export interface TaskDefinitionInput {
  readonly family: string | undefined;
  readonly containerDefinitions: ContainerDefinition[] | undefined;
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
  readonly networkMode?: NetworkMode | undefined;
  readonly requiresCompatibilities?: Compatibility[] | undefined;
  readonly taskRoleArn?: string | undefined;
  readonly executionRoleArn?: string | undefined;
  readonly runtimePlatform?: RuntimePlatform | undefined;
  readonly pidMode?: string | undefined;
  readonly ipcMode?: string | undefined;
  readonly volumes?: Volume[] | undefined;
  readonly placementConstraints?:
    | { readonly type?: 'memberOf' | undefined; readonly expression?: string | undefined }[]
    | undefined;
  readonly tags?: Tag[] | undefined;
}

/** One registered revision of a family. Never changes but in status. */
export interface TaskDefinition extends Omit<TaskDefinitionInput, 'tags' | 'family'> {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  readonly containerDefinitions: ContainerDefinition[];
  readonly networkMode: NetworkMode;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  /** Launch types that the definition could run on. */
  readonly compatibilities: Compatibility[];
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
  readonly deregisteredAt?: number | undefined;
  readonly registeredBy: string;
  readonly tags: readonly Tag[];
  /** When to look whether a deleted revision is still in use; null: never. */
  readonly dueAt: number | null;
}
