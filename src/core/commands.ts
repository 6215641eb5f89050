import type { AlarmCommands } from './alarms/commands.ts';
import type { Scope } from './arn.ts';
import type { InstanceCommands } from './ec2/instance-commands.ts';
import type { FaultName } from './faults/faults.ts';
import type { LoadBalancerCommands } from './load-balancers/commands.ts';
import type { AccountSetting } from './model/account-setting.ts';
import type { CapacityProvider } from './model/capacity-provider.ts';
import type { CapacityProviderStrategyItem, ClusterSetting } from './model/cluster.ts';
import type { Attribute } from './model/container-instance.ts';
import type { PlacementConstraint, PlacementStrategy } from './model/placement.ts';
import type {
  AdvancedConfiguration,
  DeploymentConfiguration,
  NetworkConfiguration,
  Service,
} from './model/service.ts';
import type { Tag } from './model/tag.ts';
import type { LaunchType, TaskOverride } from './model/task.ts';
import type { TaskDefinitionInput } from './model/task-definition.ts';
import type { TaskSet } from './model/task-set.ts';
import type { SecurityGroupCommands } from './security-groups/commands.ts';

/**
 * The operations that change something, with what they take (members spelled as in the API, so
 * that the front hands over what it parsed) and what they answer: names, from which the front
 * reads the state. Members that are not named here are not understood and have no effect.
 */
export interface Commands
  extends AlarmCommands,
    InstanceCommands,
    LoadBalancerCommands,
    SecurityGroupCommands {
  CreateCluster: {
    input: {
      readonly clusterName?: string | undefined;
      readonly settings?: ClusterSetting[] | undefined;
      readonly configuration?: object | undefined;
      readonly capacityProviders?: string[] | undefined;
      readonly defaultCapacityProviderStrategy?: CapacityProviderStrategyItem[] | undefined;
      readonly tags?: Tag[] | undefined;
    };
    output: { readonly clusterArn: string };
  };
  UpdateCluster: {
    input: {
      readonly cluster: string | undefined;
      readonly settings?: ClusterSetting[] | undefined;
      readonly configuration?: object | undefined;
    };
    output: { readonly clusterArn: string };
  };
  DeleteCluster: {
    input: { readonly cluster: string | undefined };
    output: { readonly clusterArn: string };
  };
  RegisterTaskDefinition: {
    input: TaskDefinitionInput & { readonly registeredBy: string };
    output: { readonly taskDefinitionArn: string };
  };
  DeregisterTaskDefinition: {
    input: { readonly taskDefinition: string | undefined };
    output: { readonly taskDefinitionArn: string };
  };
  DeleteTaskDefinitions: {
    input: { readonly taskDefinitions: string[] | undefined };
    output: { readonly taskDefinitionArns: string[]; readonly failures: readonly Failure[] };
  };
  RunTask: {
    input: {
      readonly cluster?: string | undefined;
      readonly taskDefinition: string | undefined;
      /** 1–10, default 1. */
      readonly count?: number | undefined;
      readonly launchType?: LaunchType | undefined;
      readonly capacityProviderStrategy?: CapacityProviderStrategyItem[] | undefined;
      readonly platformVersion?: string | undefined;
      readonly networkConfiguration?: NetworkConfiguration | undefined;
      readonly overrides?: TaskOverride | undefined;
      readonly placementConstraints?: PlacementConstraint[] | undefined;
      readonly placementStrategy?: PlacementStrategy[] | undefined;
      readonly group?: string | undefined;
      readonly startedBy?: string | undefined;
      readonly clientToken?: string | undefined;
      readonly enableECSManagedTags?: boolean | undefined;
      readonly enableExecuteCommand?: boolean | undefined;
      readonly propagateTags?: 'TASK_DEFINITION' | 'SERVICE' | 'NONE' | undefined;
      readonly tags?: Tag[] | undefined;
    };
    output: { readonly taskArns: string[]; readonly failures: readonly Failure[] };
  };
  StopTask: {
    input: {
      readonly cluster?: string | undefined;
      readonly task: string | undefined;
      readonly reason?: string | undefined;
    };
    output: { readonly taskArn: string };
  };
  CreateService: {
    input: {
      readonly cluster?: string | undefined;
      readonly serviceName: string | undefined;
      readonly taskDefinition?: string | undefined;
      readonly desiredCount?: number | undefined;
      readonly clientToken?: string | undefined;
      readonly launchType?: LaunchType | undefined;
      readonly capacityProviderStrategy?: CapacityProviderStrategyItem[] | undefined;
      readonly platformVersion?: string | undefined;
      readonly role?: string | undefined;
      readonly deploymentConfiguration?: DeploymentConfiguration | undefined;
      readonly deploymentController?:
        | { readonly type: Service['deploymentController']['type'] | undefined }
        | undefined;
      readonly loadBalancers?: ServiceLoadBalancerInput[] | undefined;
      readonly networkConfiguration?: NetworkConfiguration | undefined;
      readonly healthCheckGracePeriodSeconds?: number | undefined;
      readonly schedulingStrategy?: 'REPLICA' | 'DAEMON' | undefined;
      readonly placementConstraints?: PlacementConstraint[] | undefined;
      readonly placementStrategy?: PlacementStrategy[] | undefined;
      readonly availabilityZoneRebalancing?: 'ENABLED' | 'DISABLED' | undefined;
      readonly enableECSManagedTags?: boolean | undefined;
      readonly enableExecuteCommand?: boolean | undefined;
      readonly propagateTags?: 'TASK_DEFINITION' | 'SERVICE' | 'NONE' | undefined;
      readonly tags?: Tag[] | undefined;
      readonly createdBy: string;
    };
    output: { readonly serviceArn: string };
  };
  UpdateService: {
    input: {
      readonly cluster?: string | undefined;
      readonly service: string | undefined;
      readonly desiredCount?: number | undefined;
      readonly taskDefinition?: string | undefined;
      readonly capacityProviderStrategy?: CapacityProviderStrategyItem[] | undefined;
      readonly deploymentConfiguration?: DeploymentConfiguration | undefined;
      readonly loadBalancers?: ServiceLoadBalancerInput[] | undefined;
      readonly networkConfiguration?: NetworkConfiguration | undefined;
      readonly platformVersion?: string | undefined;
      readonly forceNewDeployment?: boolean | undefined;
      readonly placementConstraints?: PlacementConstraint[] | undefined;
      readonly placementStrategy?: PlacementStrategy[] | undefined;
      readonly healthCheckGracePeriodSeconds?: number | undefined;
      readonly availabilityZoneRebalancing?: 'ENABLED' | 'DISABLED' | undefined;
      readonly enableECSManagedTags?: boolean | undefined;
      readonly enableExecuteCommand?: boolean | undefined;
      readonly propagateTags?: 'TASK_DEFINITION' | 'SERVICE' | 'NONE' | undefined;
    };
    output: { readonly serviceArn: string };
  };
  DeleteService: {
    input: {
      readonly cluster?: string | undefined;
      readonly service: string | undefined;
      readonly force?: boolean | undefined;
    };
    output: { readonly serviceArn: string };
  };
  CreateTaskSet: {
    input: OfTaskSets & {
      readonly externalId?: string | undefined;
      readonly taskDefinition: string | undefined;
      readonly networkConfiguration?: NetworkConfiguration | undefined;
      readonly loadBalancers?: ServiceLoadBalancerInput[] | undefined;
      readonly launchType?: LaunchType | undefined;
      readonly capacityProviderStrategy?: CapacityProviderStrategyItem[] | undefined;
      readonly platformVersion?: string | undefined;
      readonly scale?: ScaleInput | undefined;
      readonly clientToken?: string | undefined;
      readonly tags?: Tag[] | undefined;
    };
    output: ChangedTaskSet;
  };
  UpdateTaskSet: {
    input: OfTaskSets & {
      readonly taskSet: string | undefined;
      readonly scale: ScaleInput | undefined;
    };
    output: ChangedTaskSet;
  };
  UpdateServicePrimaryTaskSet: {
    input: OfTaskSets & { readonly primaryTaskSet: string | undefined };
    output: ChangedTaskSet;
  };
  DeleteTaskSet: {
    input: OfTaskSets & {
      readonly taskSet: string | undefined;
      readonly force?: boolean | undefined;
    };
    output: ChangedTaskSet;
  };
  /** Places tasks on the container instances named, past the placement engine. */
  StartTask: {
    input: {
      readonly cluster?: string | undefined;
      readonly taskDefinition: string | undefined;
      /** Ids or ARNs, 1–10. */
      readonly containerInstances: string[] | undefined;
      readonly networkConfiguration?: NetworkConfiguration | undefined;
      readonly overrides?: TaskOverride | undefined;
      readonly group?: string | undefined;
      readonly startedBy?: string | undefined;
      readonly enableECSManagedTags?: boolean | undefined;
      readonly enableExecuteCommand?: boolean | undefined;
      readonly propagateTags?: 'TASK_DEFINITION' | 'SERVICE' | 'NONE' | undefined;
      readonly tags?: Tag[] | undefined;
    };
    output: { readonly taskArns: string[]; readonly failures: readonly Failure[] };
  };
  UpdateTaskProtection: {
    input: {
      readonly cluster: string | undefined;
      readonly tasks: string[] | undefined;
      readonly protectionEnabled: boolean | undefined;
      /** 1–2880, default 120. */
      readonly expiresInMinutes?: number | undefined;
    };
    output: { readonly taskArns: string[]; readonly failures: readonly Failure[] };
  };
  ContinueServiceDeployment: {
    input: {
      readonly serviceDeploymentArn: string | undefined;
      readonly hookId: string | undefined;
      /** Default CONTINUE. */
      readonly action?: 'CONTINUE' | 'ROLLBACK' | undefined;
    };
    output: { readonly serviceDeploymentArn: string };
  };
  StopServiceDeployment: {
    input: {
      readonly serviceDeploymentArn: string | undefined;
      readonly stopType?: 'ABORT' | 'ROLLBACK' | undefined;
    };
    output: { readonly serviceDeploymentArn: string };
  };
  RegisterContainerInstance: {
    input: {
      readonly cluster?: string | undefined;
      /** JSON, as the instance's metadata gives it: instanceId, instanceType, region … */
      readonly instanceIdentityDocument?: string | undefined;
      readonly totalResources?: readonly ResourceInput[] | undefined;
      readonly versionInfo?:
        | {
            readonly agentVersion?: string | undefined;
            readonly dockerVersion?: string | undefined;
          }
        | undefined;
      readonly containerInstanceArn?: string | undefined;
      readonly attributes?:
        | readonly { readonly name: string | undefined; readonly value?: string | undefined }[]
        | undefined;
      readonly tags?: Tag[] | undefined;
    };
    output: { readonly containerInstanceArn: string };
  };
  DeregisterContainerInstance: {
    input: {
      readonly cluster?: string | undefined;
      readonly containerInstance: string | undefined;
      readonly force?: boolean | undefined;
    };
    output: { readonly containerInstanceArn: string };
  };
  UpdateContainerInstancesState: {
    input: {
      readonly cluster?: string | undefined;
      readonly containerInstances: string[] | undefined;
      readonly status: string | undefined;
    };
    output: { readonly containerInstanceArns: string[]; readonly failures: readonly Failure[] };
  };
  UpdateContainerAgent: {
    input: {
      readonly cluster?: string | undefined;
      readonly containerInstance: string | undefined;
    };
    output: { readonly containerInstanceArn: string };
  };
  PutAttributes: {
    input: {
      readonly cluster?: string | undefined;
      readonly attributes: AttributeTarget[] | undefined;
    };
    output: { readonly attributes: readonly (Attribute & { readonly targetId: string })[] };
  };
  DeleteAttributes: {
    input: {
      readonly cluster?: string | undefined;
      readonly attributes: AttributeTarget[] | undefined;
    };
    output: { readonly attributes: readonly (Attribute & { readonly targetId: string })[] };
  };
  CreateCapacityProvider: {
    input: {
      readonly name: string | undefined;
      readonly autoScalingGroupProvider?: CapacityProviderInput | undefined;
      readonly tags?: Tag[] | undefined;
    };
    output: { readonly capacityProviderArn: string };
  };
  UpdateCapacityProvider: {
    input: {
      /** Or its ARN. */
      readonly name: string | undefined;
      readonly autoScalingGroupProvider?:
        | Omit<CapacityProviderInput, 'autoScalingGroupArn'>
        | undefined;
    };
    output: { readonly capacityProviderArn: string };
  };
  DeleteCapacityProvider: {
    input: { readonly capacityProvider: string | undefined };
    output: { readonly capacityProviderArn: string };
  };
  PutClusterCapacityProviders: {
    input: {
      readonly cluster: string | undefined;
      readonly capacityProviders: string[] | undefined;
      readonly defaultCapacityProviderStrategy: CapacityProviderStrategyItem[] | undefined;
    };
    output: { readonly clusterArn: string };
  };
  PutAccountSetting: {
    input: {
      readonly name: string | undefined;
      readonly value: string | undefined;
      /** Null: the default of the account. */
      readonly principalArn: string | null;
    };
    output: { readonly setting: AccountSetting };
  };
  DeleteAccountSetting: {
    input: { readonly name: string | undefined; readonly principalArn: string | null };
    output: { readonly setting: AccountSetting };
  };
  /** No operation of AWS: what happens to a cluster there by itself, caused on purpose. */
  InjectFault: {
    input: {
      readonly fault: FaultName;
      /** Id or ARN of a task or an instance, the name of a zone, or the name or ARN of a service. */
      readonly target: string;
      /** Of the task, where the fault hits one; default: its first essential one that runs. */
      readonly containerName?: string | undefined;
      /** Milliseconds before the time scale, 1 s to 1 h; not for what is over at once. */
      readonly duration?: number | undefined;
      /** Milliseconds, 1–60,000, for `slow-network` alone. */
      readonly delay?: number | undefined;
    };
    output: { readonly targetArn: string; readonly faultId: string };
  };
  /** Ends a fault that is in force; one that has ended stays as it is. */
  UndoFault: {
    input: { readonly faultId: string };
    output: { readonly faultId: string };
  };
  TagResource: {
    input: { readonly resourceArn: string | undefined; readonly tags: Tag[] | undefined };
    output: Record<never, never>;
  };
  UntagResource: {
    input: { readonly resourceArn: string | undefined; readonly tagKeys: string[] | undefined };
    output: Record<never, never>;
  };
}

interface OfTaskSets {
  readonly cluster: string | undefined;
  readonly service: string | undefined;
}

interface ScaleInput {
  /** 0–100. */
  readonly value?: number | undefined;
  readonly unit?: 'PERCENT' | undefined;
}

/** As it is then: one that drains may be gone at once. */
interface ChangedTaskSet {
  readonly serviceArn: string;
  readonly taskSet: TaskSet;
}

export interface ServiceLoadBalancerInput {
  readonly targetGroupArn?: string | undefined;
  readonly loadBalancerName?: string | undefined;
  readonly containerName?: string | undefined;
  readonly containerPort?: number | undefined;
  readonly advancedConfiguration?:
    | {
        readonly [K in keyof AdvancedConfiguration]?: string | undefined;
      }
    | undefined;
}

/** Members that are not given keep what they have, or AWS's defaults. */
export type CapacityProviderInput = {
  readonly [K in keyof CapacityProvider['autoScalingGroupProvider']]?:
    | CapacityProvider['autoScalingGroupProvider'][K]
    | undefined;
};

export interface AttributeTarget {
  readonly name: string | undefined;
  readonly value?: string | undefined;
  readonly targetType?: string | undefined;
  readonly targetId?: string | undefined;
}

export interface ResourceInput {
  readonly name?: string | undefined;
  readonly integerValue?: number | undefined;
  readonly stringSetValue?: string[] | undefined;
}

export type CommandName = keyof Commands;

/** A command as it enters `step`. */
export type Command<N extends CommandName = CommandName> = {
  [K in N]: { readonly name: K; readonly scope: Scope; readonly input: Commands[K]['input'] };
}[N];

export type CommandOutput<N extends CommandName> = Commands[N]['output'];

/** As the API lists what it could not do or find: `reason` in its words (MISSING, RESOURCE:MEMORY …). */
export interface Failure {
  readonly arn?: string | undefined;
  readonly reason: string;
  readonly detail?: string | undefined;
}
