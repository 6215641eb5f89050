import type { Scope } from './arn.ts';
import type { CapacityProviderStrategyItem, ClusterSetting } from './model/cluster.ts';
import type { DeploymentConfiguration, NetworkConfiguration, Service } from './model/service.ts';
import type { Tag } from './model/tag.ts';
import type { LaunchType, TaskOverride } from './model/task.ts';
import type { TaskDefinitionInput } from './model/task-definition.ts';

/**
 * The operations that change something, with what they take (members spelled as in the API, so
 * that the front hands over what it parsed) and what they answer: names, from which the front
 * reads the state. Members that are not named here are not understood and have no effect.
 */
export interface Commands {
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
      readonly networkConfiguration?: NetworkConfiguration | undefined;
      readonly healthCheckGracePeriodSeconds?: number | undefined;
      readonly schedulingStrategy?: 'REPLICA' | 'DAEMON' | undefined;
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
      readonly networkConfiguration?: NetworkConfiguration | undefined;
      readonly platformVersion?: string | undefined;
      readonly forceNewDeployment?: boolean | undefined;
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
  TagResource: {
    input: { readonly resourceArn: string | undefined; readonly tags: Tag[] | undefined };
    output: Record<never, never>;
  };
  UntagResource: {
    input: { readonly resourceArn: string | undefined; readonly tagKeys: string[] | undefined };
    output: Record<never, never>;
  };
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
