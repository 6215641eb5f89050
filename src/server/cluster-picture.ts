import type { InstanceNetwork } from '../core/network/instance-network.ts';
import type { TaskNetwork } from '../core/network/task-network.ts';
import type { FaultPicture } from './api.ts';

/** The live picture: every cluster of the account, in all regions. */
export interface ClusterPicture {
  /** Milliseconds since the epoch, by the runtime's clock. */
  readonly now: number;
  /** Those that are in force, oldest first. */
  readonly faults: readonly FaultPicture[];
  /** All of the account. */
  readonly loadBalancers: readonly LoadBalancerPicture[];
  readonly clusters: readonly {
    readonly arn: string;
    readonly name: string;
    readonly services: readonly ServicePicture[];
    /** Its container instances that are not INACTIVE, as they registered. */
    readonly instances: readonly InstancePicture[];
    /** Stopped tasks stay in the picture for a minute. */
    readonly tasks: readonly TaskPicture[];
  }[];
}

export interface InstancePicture extends InstanceNetwork {
  readonly status: string;
  readonly agentConnected: boolean;
}

export interface ServicePicture {
  readonly name: string;
  readonly status: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  /** Tasks that the rolling rule counts as healthy, of all deployments; without a check some time after their start. */
  readonly healthyCount: number;
  /** By the rolling rule: healthy tasks that a deployment must leave, and live ones it may have. */
  readonly floor: number;
  readonly ceiling: number;
  readonly strategy: string;
  readonly deployments: readonly DeploymentPicture[];
  /** The ten newest, newest first. */
  readonly events: readonly { readonly at: number; readonly message: string }[];
}

export interface DeploymentPicture {
  readonly id: string;
  readonly status: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly failedTasks: number;
  readonly rolloutState: string;
  readonly rolloutStateReason: string;
  /** Of one that shifts traffic: where it is, and what its tasks have of production traffic. */
  readonly shift?: { readonly stage: string; readonly productionPercent: number } | undefined;
}

export interface LoadBalancerPicture {
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly state: string;
  readonly stateReason?: string | undefined;
  readonly dnsName: string;
  readonly listeners: readonly {
    readonly arn: string;
    readonly port: number;
    readonly protocol: string;
    /** Where it answers in a browser, when it does. */
    readonly url?: string | undefined;
    /** In the order in which they are looked at; the default one last. */
    readonly rules: readonly {
      readonly arn: string;
      /** Null: the default one. */
      readonly priority: number | null;
      /** "path-pattern /cats*" */
      readonly conditions: readonly string[];
      /** AWS: ActionTypeEnum. */
      readonly action: string;
      /** Empty, unless it forwards. */
      readonly forwards: readonly { readonly targetGroupArn: string; readonly weight: number }[];
    }[];
  }[];
  /** Those that its listeners lead to. */
  readonly targetGroups: readonly {
    readonly arn: string;
    readonly name: string;
    readonly protocol: string;
    readonly port: number;
    readonly targetType: string;
    readonly targets: readonly {
      readonly id: string;
      readonly port: number;
      readonly availabilityZone: string;
      /** Id of the task that a service registered. */
      readonly task?: string | undefined;
      /** AWS: TargetHealthStateEnum. */
      readonly state: string;
      readonly reason?: string | undefined;
      readonly description?: string | undefined;
    }[];
  }[];
}

/** Requests since the program of the load balancer started, and now; connections of TCP listeners. */
export interface RequestCounts {
  readonly requests: number;
  readonly errors4xx: number;
  readonly errors5xx: number;
}

/** What flows through the load balancers that answer. */
export interface Flow {
  readonly loadBalancers: readonly (RequestCounts & {
    readonly arn: string;
    /** Requests a second, of the last second or so. */
    readonly perSecond: number;
    /** Those that got a request. */
    readonly targets: readonly (RequestCounts & {
      readonly targetGroupArn: string;
      readonly id: string;
      readonly port: number;
      readonly perSecond: number;
    })[];
  })[];
}

export interface TaskPicture {
  readonly id: string;
  readonly family: string;
  readonly revision: number;
  readonly service?: string | undefined;
  /** It is of a service, and not of its newest deployment. */
  readonly isOld: boolean;
  readonly launchType: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly healthStatus: string;
  readonly availabilityZone: string;
  readonly network: TaskNetwork;
  readonly createdAt: number;
  readonly startedAt?: number | undefined;
  readonly stoppedReason?: string | undefined;
  /** Where its first published TCP port answers in a browser, when it runs. */
  readonly url?: string | undefined;
  readonly containers: readonly {
    readonly name: string;
    /** Short id, as the container itself sees it; draws its cat. */
    readonly runtimeId?: string | undefined;
    readonly lastStatus: string;
    readonly healthStatus: string;
    readonly exitCode?: number | undefined;
    readonly reason?: string | undefined;
  }[];
}
