import type { CapacityProviderStrategyItem } from '../model/cluster.ts';
import type { PlacementConstraint, PlacementStrategy } from '../model/placement.ts';
import type {
  AdvancedConfiguration,
  DeploymentConfiguration,
  NetworkConfiguration,
  Service,
} from '../model/service.ts';
import type { Tag } from '../model/tag.ts';
import type { LaunchType } from '../model/task.ts';
import type { TaskSet } from '../model/task-set.ts';

/** The operations on services, their deployments and task sets; see `Commands`. */
export interface ServiceCommands {
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
