import type { AccountSetting } from './model/account-setting.ts';
import type { Alarm } from './model/alarm.ts';
import type { CapacityProvider } from './model/capacity-provider.ts';
import type { Cluster } from './model/cluster.ts';
import type { ContainerInstance } from './model/container-instance.ts';
import type { Fault } from './model/fault.ts';
import type { Instance } from './model/instance.ts';
import type {
  Listener,
  ListenerRule,
  LoadBalancer,
  Target,
  TargetGroup,
} from './model/load-balancer.ts';
import type { Role } from './model/role.ts';
import type { SecurityGroup } from './model/security-group.ts';
import type { Service, ServiceEvent } from './model/service.ts';
import type { ServiceDeployment, ServiceRevision } from './model/service-deployment.ts';
import type { Tag } from './model/tag.ts';
import type { Container, Task } from './model/task.ts';
import type { TaskDefinition } from './model/task-definition.ts';

/**
 * One change of the state; the journal is the list of them. `apply` is the only code that changes
 * a state, live and in replay, so replaying a journal gives the state it was written from.
 */
export type StateRecord =
  | { readonly type: 'ClusterPut'; readonly cluster: Cluster }
  | { readonly type: 'TaskDefinitionPut'; readonly taskDefinition: TaskDefinition }
  /** Highest revision given so far, by `familyKey`; only in snapshots. */
  | { readonly type: 'RevisionCounted'; readonly key: string; readonly revision: number }
  | { readonly type: 'TaskDefinitionDeleted'; readonly taskDefinitionArn: string }
  | { readonly type: 'TaskCreated'; readonly task: Task }
  | { readonly type: 'TaskChanged'; readonly taskArn: string; readonly change: Partial<Task> }
  | {
      readonly type: 'ContainerChanged';
      readonly taskArn: string;
      readonly name: string;
      readonly change: Partial<Container>;
    }
  /** A stopped task that is no longer shown. */
  | { readonly type: 'TaskForgotten'; readonly taskArn: string }
  | { readonly type: 'ServiceCreated'; readonly service: Service }
  | {
      readonly type: 'ServiceChanged';
      readonly serviceArn: string;
      /** No member of a change is `undefined`: a journal could not keep it. */
      readonly change: Partial<Omit<Service, 'events'>>;
      /** Members that the service has no more. */
      readonly clear?: readonly ('launchType' | 'capacityProviderStrategy')[];
    }
  | {
      readonly type: 'ServiceEventAdded';
      readonly serviceArn: string;
      readonly event: ServiceEvent;
    }
  | { readonly type: 'ServiceForgotten'; readonly serviceArn: string }
  | { readonly type: 'ServiceRevisionPut'; readonly serviceRevision: ServiceRevision }
  | { readonly type: 'ServiceDeploymentPut'; readonly serviceDeployment: ServiceDeployment }
  | { readonly type: 'InstancePut'; readonly instance: Instance }
  /** A terminated instance that is no longer shown. */
  | { readonly type: 'InstanceForgotten'; readonly instanceArn: string }
  | { readonly type: 'ContainerInstancePut'; readonly containerInstance: ContainerInstance }
  | {
      readonly type: 'ContainerInstanceChanged';
      readonly containerInstanceArn: string;
      readonly change: Partial<ContainerInstance>;
    }
  /** An INACTIVE container instance that is no longer shown. */
  | { readonly type: 'ContainerInstanceForgotten'; readonly containerInstanceArn: string }
  | { readonly type: 'CapacityProviderPut'; readonly capacityProvider: CapacityProvider }
  | { readonly type: 'CapacityProviderForgotten'; readonly capacityProviderArn: string }
  | { readonly type: 'LoadBalancerPut'; readonly loadBalancer: LoadBalancer }
  /** With its listeners and their rules. */
  | { readonly type: 'LoadBalancerForgotten'; readonly loadBalancerArn: string }
  | { readonly type: 'ListenerPut'; readonly listener: Listener }
  /** With its rules. */
  | { readonly type: 'ListenerForgotten'; readonly listenerArn: string }
  | { readonly type: 'ListenerRulePut'; readonly rule: ListenerRule }
  | { readonly type: 'ListenerRuleForgotten'; readonly ruleArn: string }
  | { readonly type: 'TargetGroupPut'; readonly targetGroup: TargetGroup }
  /** With its targets. */
  | { readonly type: 'TargetGroupForgotten'; readonly targetGroupArn: string }
  | { readonly type: 'TargetPut'; readonly target: Target }
  | {
      readonly type: 'TargetForgotten';
      readonly targetGroupArn: string;
      readonly id: string;
      readonly port: number;
    }
  /** A default group is recorded once it is changed. */
  | { readonly type: 'SecurityGroupPut'; readonly securityGroup: SecurityGroup }
  | { readonly type: 'SecurityGroupForgotten'; readonly securityGroupArn: string }
  | { readonly type: 'FaultPut'; readonly fault: Fault }
  /** A fault that is over and no longer shown. */
  | { readonly type: 'FaultForgotten'; readonly faultId: string }
  | { readonly type: 'AlarmPut'; readonly alarm: Alarm }
  | { readonly type: 'AlarmForgotten'; readonly alarmArn: string }
  | { readonly type: 'RolePut'; readonly role: Role }
  | { readonly type: 'RoleForgotten'; readonly roleArn: string }
  | { readonly type: 'AccountSettingPut'; readonly setting: AccountSetting }
  /** By `settingKey`. */
  | { readonly type: 'AccountSettingForgotten'; readonly key: string }
  | { readonly type: 'TagsPut'; readonly resourceArn: string; readonly tags: readonly Tag[] };
