import type { StateRecord } from './records.ts';
import type { State } from './state.ts';

/** Records that, applied to an empty state, give this state again. */
export function* snapshot(state: State): Generator<StateRecord> {
  for (const cluster of state.clusters.values()) yield { type: 'ClusterPut', cluster };
  for (const taskDefinition of state.taskDefinitions.values()) {
    yield { type: 'TaskDefinitionPut', taskDefinition };
  }
  for (const [key, revision] of state.revisions) yield { type: 'RevisionCounted', key, revision };
  for (const service of state.services.values()) yield { type: 'ServiceCreated', service };
  for (const serviceRevision of state.serviceRevisions.values()) {
    yield { type: 'ServiceRevisionPut', serviceRevision };
  }
  for (const serviceDeployment of state.serviceDeployments.values()) {
    yield { type: 'ServiceDeploymentPut', serviceDeployment };
  }
  for (const capacityProvider of state.capacityProviders.values()) {
    yield { type: 'CapacityProviderPut', capacityProvider };
  }
  for (const alarm of state.alarms.values()) yield { type: 'AlarmPut', alarm };
  for (const role of state.roles.values()) yield { type: 'RolePut', role };
  for (const setting of state.accountSettings.values()) {
    yield { type: 'AccountSettingPut', setting };
  }
  for (const instance of state.instances.values()) yield { type: 'InstancePut', instance };
  for (const containerInstance of state.containerInstances.values()) {
    yield { type: 'ContainerInstancePut', containerInstance };
  }
  for (const securityGroup of state.securityGroups.values()) {
    yield { type: 'SecurityGroupPut', securityGroup };
  }
  for (const task of state.tasks.values()) yield { type: 'TaskCreated', task };
  for (const loadBalancer of state.loadBalancers.values()) {
    yield { type: 'LoadBalancerPut', loadBalancer };
  }
  for (const targetGroup of state.targetGroups.values()) {
    yield { type: 'TargetGroupPut', targetGroup };
  }
  for (const listener of state.listeners.values()) yield { type: 'ListenerPut', listener };
  for (const rule of state.listenerRules.values()) yield { type: 'ListenerRulePut', rule };
  for (const fault of state.faults.values()) yield { type: 'FaultPut', fault };
  for (const target of state.targets.values()) yield { type: 'TargetPut', target };
}
