import type { CapacityProviderStrategyItem } from './cluster.ts';
import type { PlacementConstraint, PlacementStrategy } from './placement.ts';
import type { Tag } from './tag.ts';
import type { LaunchType } from './task.ts';
import type { TaskSet } from './task-set.ts';

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

export type Document =
  | null
  | boolean
  | number
  | string
  | Document[]
  | { [member: string]: Document };

/** AWS: DeploymentLifecycleHookStage. */
export type LifecycleHookStage =
  | 'RECONCILE_SERVICE'
  | 'PRE_SCALE_UP'
  | 'POST_SCALE_UP'
  | 'TEST_TRAFFIC_SHIFT'
  | 'POST_TEST_TRAFFIC_SHIFT'
  | 'PRE_PRODUCTION_TRAFFIC_SHIFT'
  | 'PRODUCTION_TRAFFIC_SHIFT'
  | 'POST_PRODUCTION_TRAFFIC_SHIFT';

export interface DeploymentLifecycleHook {
  /** AWS: default AWS_LAMBDA. */
  readonly targetType?: 'AWS_LAMBDA' | 'PAUSE' | undefined;
  /** Of AWS_LAMBDA: the ARN of a function, or the URL of a program on this machine. */
  readonly hookTargetArn?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly lifecycleStages?: LifecycleHookStage[] | undefined;
  /** Handed to the target with every call. */
  readonly hookDetails?: Document | undefined;
  readonly timeoutConfiguration?:
    | {
        /** AWS: default 1440. */
        readonly timeoutInMinutes?: number | undefined;
        /** AWS: default ROLLBACK. */
        readonly action?: 'CONTINUE' | 'ROLLBACK' | undefined;
      }
    | undefined;
}

export interface DeploymentConfiguration {
  readonly minimumHealthyPercent?: number | undefined;
  readonly maximumPercent?: number | undefined;
  readonly deploymentCircuitBreaker?: DeploymentCircuitBreaker | undefined;
  readonly alarms?: DeploymentAlarms | undefined;
  readonly strategy?: 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY' | undefined;
  /** How long both revisions run after production traffic has shifted; 0–1440, default 0. */
  readonly bakeTimeInMinutes?: number | undefined;
  readonly lifecycleHooks?: DeploymentLifecycleHook[] | undefined;
  readonly linearConfiguration?:
    | {
        /** 3.0–100.0, default 10. */
        readonly stepPercent?: number | undefined;
        /** 0–1440, default 6. */
        readonly stepBakeTimeInMinutes?: number | undefined;
      }
    | undefined;
  readonly canaryConfiguration?:
    | {
        /** 0.1–100.0, default 5. */
        readonly canaryPercent?: number | undefined;
        /** 0–1440, default 10. */
        readonly canaryBakeTimeInMinutes?: number | undefined;
      }
    | undefined;
}

/** AWS: LoadBalancer of a service: which container takes the traffic of which target group. */
export interface ServiceLoadBalancer {
  readonly targetGroupArn: string;
  readonly containerName: string;
  readonly containerPort: number;
  /** For the strategies that shift traffic. */
  readonly advancedConfiguration?: AdvancedConfiguration | undefined;
}

/** AWS: AdvancedConfiguration. The revisions of a service take turns in two target groups. */
export interface AdvancedConfiguration {
  readonly alternateTargetGroupArn: string;
  /** Of an application load balancer a rule's ARN, of a network load balancer a listener's. */
  readonly productionListenerRule: string;
  readonly testListenerRule?: string | undefined;
  readonly roleArn?: string | undefined;
}

/** What a deployment brings the service to. */
export interface DeploymentTarget {
  readonly taskDefinition: string;
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  readonly platformVersion?: string | undefined;
  readonly platformFamily?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  /** As the service names them. Undefined: none. */
  readonly loadBalancers?: readonly ServiceLoadBalancer[] | undefined;
  /** The group that its tasks are in, of each load balancer; undefined: the first that it names. */
  readonly targetGroupArns?: readonly string[] | undefined;
}

/** What tasks are started for: a deployment or a task set. */
export interface TaskSource extends DeploymentTarget {
  readonly id: string;
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
  /** Undefined: its task sets have each their own, and none is primary yet. */
  readonly taskDefinition?: string | undefined;
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
  /** Those of a service with the controller EXTERNAL, oldest first. */
  readonly taskSets?: readonly TaskSet[] | undefined;
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
