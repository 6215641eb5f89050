import type { Tag } from './tag.ts';

export interface Attribute {
  readonly name: string;
  readonly value?: string | undefined;
}

/** What a container instance has, or a task reserves of one. */
export interface Resources {
  /** CPU units, 1024 a vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Host ports that are taken, `80/tcp`. Dynamic ones do not count. */
  readonly ports: readonly string[];
  /** Tasks in `awsvpc` mode: interfaces beside the instance's own. */
  readonly networkInterfaces: number;
  readonly gpus: number;
}

export interface ContainerInstance {
  readonly containerInstanceArn: string;
  readonly clusterArn: string;
  readonly ec2InstanceId: string;
  /** The EC2 instance it is on; undefined: one that we did not start. */
  readonly instanceArn?: string | undefined;
  readonly capacityProviderName?: string | undefined;
  readonly status: 'REGISTERING' | 'ACTIVE' | 'DRAINING' | 'DEREGISTERING' | 'INACTIVE';
  readonly agentConnected: boolean;
  /** Since when its agent is away (ms since the epoch); null: it is not. */
  readonly disconnectedAt: number | null;
  readonly agentVersion: string;
  readonly agentUpdateStatus?: 'PENDING' | 'STAGING' | 'STAGED' | 'UPDATING' | 'UPDATED' | 'FAILED';
  readonly dockerVersion: string;
  /** `ports`: those that the system and the agent have taken. */
  readonly registered: Resources;
  /** Also held by `attributes`, which is where the zone is read from everywhere: kept beside for speed. */
  readonly availabilityZone: string;
  /** Built-in (`ecs.…`) and custom ones; names are unique. */
  readonly attributes: readonly Attribute[];
  readonly registeredAt: number;
  readonly tags: readonly Tag[];
  /** Counts the changes of this container instance, from 1. */
  readonly version: number;
  /** When it needs attention although nothing happens; null: not before something does. */
  readonly dueAt: number | null;
}
