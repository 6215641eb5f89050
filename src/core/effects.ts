import type { LoadBalancerConfiguration } from './load-balancers/configuration.ts';
import type { NetworkMode, PortMapping } from './model/task-definition.ts';
import type { Traffic } from './security-groups/traffic.ts';
import type { HookEvent } from './services/shift/hooks.ts';
import type { Link } from './task-definitions/links.ts';

/**
 * What an engine must do. Every effect may be asked for again (after a crash, after an engine came
 * back): names derive from the task's ARN, so the engine finds what it already did and answers
 * with the same observation. Effects of one task, or of one instance, take effect in the order
 * given.
 */
export type EngineEffect = TaskEffect | InstanceEffect | LoadBalancerEffect | TrafficEffect;

/** An effect of an engine, or one that the control plane sees to itself. */
export type Effect = EngineEffect | HookEffect;

/** Asks the target of a lifecycle hook → HookAnswered. */
export interface HookEffect {
  readonly type: 'InvokeHook';
  readonly serviceDeploymentArn: string;
  /** Names the hook in this stage of this deployment; asked for twice, it is asked once. */
  readonly hookId: string;
  /** ARN of a Lambda function, or a URL on this machine. */
  readonly hookTargetArn: string;
  readonly event: HookEvent;
}

/**
 * What concerns a load balancer: a program of its own, which goes on with what it was told last
 * while nobody tells it more.
 */
export type LoadBalancerEffect =
  /** → LoadBalancerStarted | LoadBalancerStartFailed. */
  | {
      readonly type: 'StartLoadBalancer';
      readonly loadBalancerArn: string;
      /** Under which containers find its listeners. */
      readonly dnsName: string;
    }
  /** What it is to do from now on, as a whole → TargetHealthChanged, whenever there is news. */
  | {
      readonly type: 'ConfigureLoadBalancer';
      readonly loadBalancerArn: string;
      readonly configuration: LoadBalancerConfiguration;
    }
  /** It is gone → LoadBalancerRemoved. */
  | { readonly type: 'RemoveLoadBalancer'; readonly loadBalancerArn: string };

/**
 * What may come to an interface of the VPC and go out from it, from now on and as a whole. What is
 * started in it later starts behind that. Always free: what stays within it, what comes from this
 * machine or goes there, and link-local addresses (169.254.0.0/16). An engine that cannot filter
 * leaves everything free.
 */
export interface TrafficEffect {
  readonly type: 'FilterTraffic';
  /** Of a task in `awsvpc` mode that has its address, a running instance, or a load balancer that is up. */
  readonly arn: string;
  readonly of: 'task' | 'instance' | 'load-balancer';
  /** Null: everything. */
  readonly traffic: Traffic | null;
}

/** What concerns an EC2 instance. An engine without machines of its own keeps a record of it. */
export type InstanceEffect =
  /**
   * Brings it up, from nothing or from stopped → InstanceStarted | InstanceStartFailed, then, once
   * its user data has run and its agent is up, AgentStarted (or the agent itself calls
   * RegisterContainerInstance, and AgentConnectionChanged tells of its connection).
   */
  | {
      readonly type: 'StartInstance';
      readonly instanceArn: string;
      readonly instance: InstanceSpec;
    }
  /** Everything on it ends → InstanceStopped; it can be started again. */
  | { readonly type: 'StopInstance'; readonly instanceArn: string }
  /** Everything on it ends and it is gone → InstanceTerminated. */
  | { readonly type: 'TerminateInstance'; readonly instanceArn: string };

/** An instance to run, everything resolved. */
export interface InstanceSpec {
  readonly instanceId: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** A script that runs at the first boot. */
  readonly userData?: string | undefined;
  /**
   * What the user data would write into /etc/ecs/ecs.config, read from it without running it: for
   * engines that have no machine to run it on. Undefined: no agent (not an ECS-optimised image).
   */
  readonly agentConfiguration?: Readonly<Record<string, string>> | undefined;
}

/** What concerns a task. */
export type TaskEffect =
  /** Network (and for `awsvpc` the address) of a task → TaskProvisioned | TaskProvisionFailed. */
  | {
      readonly type: 'ProvisionTask';
      readonly taskArn: string;
      readonly networkMode: NetworkMode;
      readonly availabilityZone: string;
      readonly subnetId?: string | undefined;
      readonly containerInstanceArn?: string | undefined;
      /** The EC2 instance it runs on; undefined: on Fargate, or on one that we did not start. */
      readonly instanceArn?: string | undefined;
      /** Ports of all containers of the task. */
      readonly portMappings: readonly PortMapping[];
    }
  /** → (ImagePullStarted, ImagePulled,) ContainerStarted | ContainerStartFailed, later ContainerHealthChanged, ContainerStopped. */
  | { readonly type: 'StartContainer'; readonly taskArn: string; readonly container: ContainerSpec }
  /** Stop signal, then SIGKILL after `stopTimeout` ms → ContainerStopped (also when it never ran). */
  | {
      readonly type: 'StopContainer';
      readonly taskArn: string;
      readonly containerName: string;
      readonly stopTimeout: number;
    }
  /**
   * Something goes wrong with the task, on purpose → DisturbanceFailed when that cannot be done. What
   * it is already is no failure.
   */
  | {
      readonly type: 'Disturb';
      readonly taskArn: string;
      readonly faultId: string;
      readonly disturbance: Disturbance;
    }
  /** Whatever is left of that is over; also when there was nothing (any more). */
  | { readonly type: 'Undisturb'; readonly taskArn: string; readonly disturbance: Disturbance }
  /** Remove the task's containers and network, running or not → TaskDeprovisioned. */
  | { readonly type: 'DeprovisionTask'; readonly taskArn: string };

/** What can go wrong with a task. `kill` and `fill-memory` are over at once; the others last. */
export type Disturbance =
  | {
      /**
       * `kill`: SIGKILL. `pause`: frozen. `sick`: answers 500 to every request. `fill-memory`: takes
       * memory until its limit kills it.
       */
      readonly kind: 'kill' | 'pause' | 'sick' | 'fill-memory';
      readonly containerName: string;
    }
  /** Nothing gets in or out. */
  | { readonly kind: 'cut-network' }
  /** All that it sends is late, by `delay` ms. */
  | { readonly kind: 'slow-network'; readonly delay: number };

/** A container to run, everything resolved (overrides, defaults, time scale). */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly networkMode: NetworkMode;
  readonly availabilityZone: string;
  /** As in ProvisionTask. */
  readonly instanceArn?: string | undefined;
  readonly entryPoint?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory?: string | undefined;
  readonly user?: string | undefined;
  /** CPU shares, 1024 a vCPU; 0: the engine's default. */
  readonly cpu: number;
  /** Hard limit in MiB; undefined: none. */
  readonly memory?: number | undefined;
  /** Soft limit in MiB; undefined: none. */
  readonly memoryReservation?: number | undefined;
  readonly portMappings: readonly PortMapping[];
  readonly healthCheck?: HealthCheckSpec | undefined;
  readonly readonlyRootFilesystem: boolean;
  /** Containers of the task that it reaches by name, in `bridge` mode; undefined: none. */
  readonly links?: readonly Link[] | undefined;
  /** At most one at a path; undefined: none. */
  readonly mounts?: readonly MountSpec[] | undefined;
  readonly architecture?: 'X86_64' | 'ARM64' | undefined;
  /** Undefined: the container's output is not kept. */
  readonly awslogs?: AwslogsSpec | undefined;
}

/** A volume at a place of the container's file system. */
export interface MountSpec {
  /** Absolute and without `..`. */
  readonly containerPath: string;
  readonly readOnly: boolean;
  readonly volume: VolumeSpec;
}

export interface VolumeSpec {
  /**
   * What it goes with: the task; the instance that the task is on; or, of an `account` (file
   * systems, and instances that we did not start), the install as a whole.
   */
  readonly of: 'task' | 'instance' | 'account';
  /** Tells it apart from others of the same; any text. */
  readonly name: string;
  /** It is not made here: a container that finds none must not start. */
  readonly mustExist: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** Milliseconds, already divided by the time scale. */
export interface HealthCheckSpec {
  /** `['CMD', …]` or `['CMD-SHELL', script]`. */
  readonly command: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod: number;
}

export interface AwslogsSpec {
  readonly group: string;
  readonly stream: string;
  readonly region: string;
  readonly createGroup: boolean;
}
