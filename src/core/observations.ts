import type { TargetHealth } from './load-balancers/configuration.ts';
import type { Document } from './model/service.ts';
import type { HealthStatus, NetworkBinding, PublishedPort } from './model/task.ts';

/** The address an engine gave a task. */
export interface TaskAddress {
  readonly privateIpv4Address?: string | undefined;
  readonly macAddress?: string | undefined;
}

/**
 * What an engine saw happen. Observations may come late, twice or not at all; the core takes each
 * as a fact about one container or task and ignores what it knows already or what would go back.
 */
export type Observation =
  | TaskObservation
  | InstanceObservation
  | LoadBalancerObservation
  | HookObservation;

/** What the target of a lifecycle hook answered. */
export interface HookObservation {
  readonly type: 'HookAnswered';
  readonly serviceDeploymentArn: string;
  readonly hookId: string;
  readonly answer: HookAnswer;
}

export type HookAnswer =
  | {
      readonly hookStatus: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS';
      /** Seconds until it is to be asked again; undefined: 30. */
      readonly callBackDelay?: number | undefined;
      /** For the next time. */
      readonly hookDetails?: Document | undefined;
    }
  /** It could not be asked, or did not answer as it should, in the words of the status reason. */
  | { readonly failure: string };

export type LoadBalancerObservation =
  | {
      readonly type: 'LoadBalancerStarted';
      readonly loadBalancerArn: string;
      readonly address: LoadBalancerAddress;
    }
  | {
      readonly type: 'LoadBalancerStartFailed';
      readonly loadBalancerArn: string;
      readonly reason: string;
    }
  /** It is gone, asked for or not. */
  | { readonly type: 'LoadBalancerRemoved'; readonly loadBalancerArn: string }
  | {
      readonly type: 'TargetHealthChanged';
      readonly loadBalancerArn: string;
      readonly targets: readonly TargetHealth[];
    };

export interface LoadBalancerAddress {
  /** In the VPC; undefined: it has none there. */
  readonly privateIpAddress?: string | undefined;
  /** Port on 127.0.0.1 of its gateway; undefined: none. */
  readonly gatewayPort?: number | undefined;
}

/** What an engine really has of one load balancer; the answer to `Engine.listLoadBalancers`. */
export interface ListedLoadBalancer {
  readonly loadBalancerArn: string;
  /** Undefined: it is there and does not run. */
  readonly address?: LoadBalancerAddress | undefined;
}

export type InstanceObservation =
  | ({ readonly type: 'InstanceStarted'; readonly instanceArn: string } & InstanceAddress)
  | { readonly type: 'InstanceStartFailed'; readonly instanceArn: string; readonly reason: string }
  /** It is down, asked for or not (a crash, a pulled plug), and so is all that ran on it. */
  | { readonly type: 'InstanceStopped'; readonly instanceArn: string }
  | { readonly type: 'InstanceTerminated'; readonly instanceArn: string }
  /** The agent of an engine that keeps records is up, with what its ecs.config says: register it. */
  | {
      readonly type: 'AgentStarted';
      readonly instanceArn: string;
      readonly configuration: Readonly<Record<string, string>>;
    }
  /** A registered agent's connection came or went. */
  | {
      readonly type: 'AgentConnectionChanged';
      readonly instanceArn: string;
      readonly connected: boolean;
    };

export interface InstanceAddress {
  readonly privateIpAddress: string;
  /** Port on 127.0.0.1 that takes HTTP CONNECT to the instance's own ports; undefined: none. */
  readonly gatewayPort?: number | undefined;
}

export type TaskObservation =
  | {
      readonly type: 'TaskProvisioned';
      readonly taskArn: string;
      readonly address: TaskAddress;
      readonly publishedPorts: readonly PublishedPort[];
    }
  /** `reason` as ECS words it ("ResourceInitializationError: …"). */
  | { readonly type: 'TaskProvisionFailed'; readonly taskArn: string; readonly reason: string }
  | { readonly type: 'ImagePullStarted'; readonly taskArn: string; readonly containerName: string }
  | {
      readonly type: 'ImagePulled';
      readonly taskArn: string;
      readonly containerName: string;
      readonly imageDigest?: string | undefined;
    }
  | {
      readonly type: 'ContainerStarted';
      readonly taskArn: string;
      readonly containerName: string;
      readonly runtimeId: string;
      readonly imageDigest?: string | undefined;
      readonly networkBindings: readonly NetworkBinding[];
    }
  /** It never ran. `reason`: "CannotPullContainerError: …", "CannotStartContainerError: …" … */
  | {
      readonly type: 'ContainerStartFailed';
      readonly taskArn: string;
      readonly containerName: string;
      readonly reason: string;
    }
  | {
      readonly type: 'ContainerHealthChanged';
      readonly taskArn: string;
      readonly containerName: string;
      readonly healthStatus: HealthStatus;
    }
  /** It ran and is gone. `reason` only where there is one ("OutOfMemoryError: …"). */
  | {
      readonly type: 'ContainerStopped';
      readonly taskArn: string;
      readonly containerName: string;
      readonly exitCode?: number | undefined;
      readonly reason?: string | undefined;
    }
  /** `reason` for people: what could not be done, and what can be done instead. */
  | {
      readonly type: 'DisturbanceFailed';
      readonly taskArn: string;
      readonly faultId: string;
      readonly reason: string;
    }
  /** Network and containers of the task are gone. */
  | { readonly type: 'TaskDeprovisioned'; readonly taskArn: string };

/** What an engine really has of one EC2 instance; the answer to `Engine.listInstances`. */
export interface ListedInstance extends Partial<InstanceAddress> {
  readonly instanceArn: string;
  readonly status: 'RUNNING' | 'STOPPED';
}

/** What an engine really has of one task; the answer to `Engine.list`. */
export interface ListedTask {
  readonly taskArn: string;
  /** Undefined: its network is not (or no longer) there. */
  readonly provisioned?:
    | { readonly address: TaskAddress; readonly publishedPorts: readonly PublishedPort[] }
    | undefined;
  readonly containers: readonly ListedContainer[];
}

export interface ListedContainer {
  readonly name: string;
  readonly runtimeId: string;
  readonly imageDigest?: string | undefined;
  /** CREATED: there, but it was never started. */
  readonly status: 'CREATED' | 'RUNNING' | 'STOPPED';
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  readonly healthStatus: HealthStatus;
  readonly networkBindings: readonly NetworkBinding[];
}
