import type { AlarmCommands } from './alarms/commands.ts';
import type { Scope } from './arn.ts';
import type { ContainerInstanceCommands } from './container-instances/container-instance-commands.ts';
import type { InstanceCommands } from './ec2/instance-commands.ts';
import type { FaultName } from './faults/faults.ts';
import type { LoadBalancerCommands } from './load-balancers/commands.ts';
import type { AccountSetting } from './model/account-setting.ts';
import type { CapacityProvider } from './model/capacity-provider.ts';
import type { CapacityProviderStrategyItem, ClusterSetting } from './model/cluster.ts';
import type { PlacementConstraint, PlacementStrategy } from './model/placement.ts';
import type { NetworkConfiguration } from './model/service.ts';
import type { Tag } from './model/tag.ts';
import type { LaunchType, TaskOverride } from './model/task.ts';
import type { TaskDefinitionInput } from './model/task-definition.ts';
import type { RoleCommands } from './roles/commands.ts';
import type { SecurityGroupCommands } from './security-groups/commands.ts';
import type { ServiceCommands } from './services/service-commands.ts';

/**
 * The operations that change something, with what they take (members spelled as in the API, so
 * that the front hands over what it parsed) and what they answer: names, from which the front
 * reads the state. Members that are not named here are not understood and have no effect.
 */
export interface Commands
  extends AlarmCommands,
    ContainerInstanceCommands,
    InstanceCommands,
    LoadBalancerCommands,
    RoleCommands,
    SecurityGroupCommands,
    ServiceCommands {
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

/** Members that are not given keep what they have, or AWS's defaults. */
export type CapacityProviderInput = {
  readonly [K in keyof CapacityProvider['autoScalingGroupProvider']]?:
    | CapacityProvider['autoScalingGroupProvider'][K]
    | undefined;
};

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
