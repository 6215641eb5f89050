import type { CapacityProviderStrategyItem } from './cluster.ts';
import type { PlacementConstraint, PlacementStrategy } from './placement.ts';
import type { Tag } from './tag.ts';
import type { LaunchType } from './task.ts';

export interface AwsVpcConfiguration {
  readonly subnets: string[] | undefined;
  readonly securityGroups?: string[] | undefined;
  readonly assignPublicIp?: 'ENABLED' | 'DISABLED' | undefined;
}

export interface NetworkConfiguration {
  readonly awsvpcConfiguration?: AwsVpcConfiguration | undefined;
}

export interface DeploymentCircuitBreaker {
  readonly enable: boolean | undefined;
  readonly rollback: boolean | undefined;
  /** AWS: default true. */
  readonly resetOnHealthyTask?: boolean | undefined;
  /** AWS: default BOUNDED_PERCENT 50. */
  readonly thresholdConfiguration?:
    | {
        readonly type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT' | undefined;
        readonly value: number | undefined;
      }
    | undefined;
}

/** AWS: DeploymentAlarms. */
export interface DeploymentAlarms {
  readonly alarmNames: string[] | undefined;
  readonly enable: boolean | undefined;
  readonly rollback: boolean | undefined;
}

export interface DeploymentConfiguration {
  readonly minimumHealthyPercent?: number | undefined;
  readonly maximumPercent?: number | undefined;
  readonly deploymentCircuitBreaker?: DeploymentCircuitBreaker | undefined;
  readonly alarms?: DeploymentAlarms | undefined;
  readonly strategy?: 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY' | undefined;
}

/** AWS: LoadBalancer of a service: which container takes the traffic of which target group. */
export interface ServiceLoadBalancer {
  readonly targetGroupArn: string;
  readonly containerName: string;
  readonly containerPort: number;
}

/** What a deployment brings the service to. */
export interface DeploymentTarget {
  readonly taskDefinition: string;
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  readonly platformVersion?: string | undefined;
  readonly platformFamily?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  /** Undefined: none. */
  readonly loadBalancers?: readonly ServiceLoadBalancer[] | undefined;
}

/** One attempt to bring a service to a task definition and configuration. */
export interface Deployment extends DeploymentTarget {
  /** `ecs-svc/` and 19 digits. */
  readonly id: string;
  readonly status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  readonly desiredCount: number;
  readonly serviceDeploymentArn: string;
  readonly serviceRevisionArn: string;
  /** Tasks of this deployment that failed to start or to become healthy. */
  readonly failedTasks: number;
  /** Of these, how many since the last success. */
  readonly consecutiveFailures: number;
  /** Not to start a task before this time (milliseconds since the epoch); start throttling. */
  readonly throttledUntil?: number | undefined;
  /** Steady, and its alarms watched until then (milliseconds since the epoch): its bake time. */
  readonly bakesUntil?: number | undefined;
  readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly rolloutStateReason: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ServiceEvent {
  readonly id: string;
  readonly createdAt: number;
  readonly message: string;
}

export interface Service {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  readonly desiredCount: number;
  readonly taskDefinition: string;
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  readonly platformVersion?: string | undefined;
  readonly platformFamily?: string | undefined;
  readonly schedulingStrategy: 'REPLICA' | 'DAEMON';
  readonly deploymentController: { readonly type: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL' };
  readonly deploymentConfiguration: DeploymentConfiguration & {
    readonly minimumHealthyPercent: number;
    readonly maximumPercent: number;
  };
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly loadBalancers?: readonly ServiceLoadBalancer[] | undefined;
  readonly healthCheckGracePeriodSeconds?: number | undefined;
  readonly enableECSManagedTags: boolean;
  readonly enableExecuteCommand: boolean;
  readonly propagateTags: 'TASK_DEFINITION' | 'SERVICE' | 'NONE';
  readonly availabilityZoneRebalancing: 'ENABLED' | 'DISABLED';
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly roleArn?: string | undefined;
  /** Newest (PRIMARY) first. */
  readonly deployments: readonly Deployment[];
  /** Newest first, at most 100. */
  readonly events: readonly ServiceEvent[];
  readonly createdAt: number;
  readonly createdBy: string;
  readonly clientToken?: string | undefined;
  readonly tags: readonly Tag[];
  /** Where a rollback leads: what the last COMPLETED deployment ran; null: none has completed. */
  readonly lastCompleted: (DeploymentTarget & { readonly serviceRevisionArn: string }) | null;
  /** Why tasks cannot be placed now, in the words of the event; null: nothing is in the way. */
  readonly placementBlocked: string | null;
  /** When the service needs attention although nothing happens; null: not before something does. */
  readonly dueAt: number | null;
}
