import type { CapacityProvider } from './model/capacity-provider.ts';
import type { Cluster } from './model/cluster.ts';
import type { ContainerInstance } from './model/container-instance.ts';
import type { Instance } from './model/instance.ts';
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
  | { readonly type: 'TagsPut'; readonly resourceArn: string; readonly tags: readonly Tag[] };
