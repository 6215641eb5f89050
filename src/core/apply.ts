import { settingKey } from './account-settings/settings.ts';
import { forgetByAlarm, indexByAlarm } from './alarms/monitored.ts';
import { count, countsAlike, recount } from './counts.ts';
import { applyToLoadBalancers } from './load-balancers/apply.ts';
import type { ContainerInstance } from './model/container-instance.ts';
import type { Instance } from './model/instance.ts';
import type { Service } from './model/service.ts';
import type { Tag } from './model/tag.ts';
import type { Task } from './model/task.ts';
import type { StateRecord } from './records.ts';
import { changeMembership, groupsOfInstance, groupsOfTask } from './security-groups/members.ts';
import { setIn } from './set-in.ts';
import type { State } from './state.ts';
import { familyKey } from './task-definitions/family.ts';

const EVENTS_KEPT = 100;

/** Takes one record into the state and its indexes. Throws nothing. */
export function apply(state: State, record: StateRecord): void {
  switch (record.type) {
    case 'ClusterPut':
      state.clusters.set(record.cluster.clusterArn, record.cluster);
      break;
    case 'TaskDefinitionPut': {
      const { taskDefinition } = record;
      const key = familyKey(taskDefinition.taskDefinitionArn);
      const highest = state.revisions.get(key) ?? 0;
      state.revisions.set(key, Math.max(highest, taskDefinition.revision));
      state.taskDefinitions.set(taskDefinition.taskDefinitionArn, taskDefinition);
      state.agenda.put(taskDefinition.taskDefinitionArn, taskDefinition.dueAt);
      break;
    }
    case 'RevisionCounted':
      state.revisions.set(record.key, record.revision);
      break;
    case 'TaskDefinitionDeleted':
      state.taskDefinitions.delete(record.taskDefinitionArn);
      state.agenda.put(record.taskDefinitionArn, null);
      break;
    case 'TaskCreated':
      createTask(state, record.task);
      break;
    case 'TaskChanged': {
      const task = state.tasks.get(record.taskArn);
      if (task !== undefined) changeTask(state, task, record.change);
      break;
    }
    case 'ContainerChanged': {
      const task = state.tasks.get(record.taskArn);
      if (task === undefined) break;
      const containers = task.containers.map((container) =>
        container.name === record.name ? { ...container, ...record.change } : container,
      );
      changeTask(state, task, { containers });
      break;
    }
    case 'TaskForgotten': {
      const task = state.tasks.get(record.taskArn);
      if (task !== undefined) forgetTask(state, task);
      break;
    }
    case 'ServiceCreated':
      putService(state, record.service);
      break;
    case 'ServiceChanged': {
      const service = state.services.get(record.serviceArn);
      if (service === undefined) break;
      const changed: Service = { ...service, ...record.change };
      for (const member of record.clear ?? []) delete (changed as Mutable<Service>)[member];
      putService(state, changed);
      break;
    }
    case 'ServiceEventAdded': {
      const service = state.services.get(record.serviceArn);
      if (service === undefined) break;
      const events = [record.event, ...service.events.slice(0, EVENTS_KEPT - 1)];
      putService(state, { ...service, events });
      break;
    }
    case 'ServiceForgotten': {
      const service = state.services.get(record.serviceArn);
      if (service === undefined) break;
      state.services.delete(service.serviceArn);
      state.servicesByCluster.get(service.clusterArn)?.delete(service.serviceArn);
      state.servicesAwaitingCapacity.get(service.clusterArn)?.delete(service.serviceArn);
      forgetDeployments(state, service.serviceArn);
      state.agenda.put(service.serviceArn, null);
      break;
    }
    case 'ServiceRevisionPut': {
      const { serviceRevision } = record;
      state.serviceRevisions.set(serviceRevision.serviceRevisionArn, serviceRevision);
      break;
    }
    case 'ServiceDeploymentPut': {
      const { serviceDeployment } = record;
      const { serviceArn, serviceDeploymentArn } = serviceDeployment;
      state.serviceDeployments.set(serviceDeploymentArn, serviceDeployment);
      setIn(state.serviceDeploymentsByService, serviceArn).add(serviceDeploymentArn);
      indexByAlarm(state, serviceDeployment);
      break;
    }
    case 'InstancePut':
      putInstance(state, record.instance);
      break;
    case 'InstanceForgotten':
      forgetInstance(state, record.instanceArn);
      break;
    case 'ContainerInstancePut':
      putContainerInstance(state, record.containerInstance);
      break;
    case 'ContainerInstanceChanged': {
      const before = state.containerInstances.get(record.containerInstanceArn);
      if (before === undefined) break;
      putContainerInstance(state, { ...before, ...record.change, version: before.version + 1 });
      break;
    }
    case 'ContainerInstanceForgotten': {
      const gone = state.containerInstances.get(record.containerInstanceArn);
      if (gone === undefined) break;
      state.containerInstances.delete(gone.containerInstanceArn);
      state.loads.delete(gone.containerInstanceArn);
      state.containerInstancesByCluster.get(gone.clusterArn)?.delete(gone.containerInstanceArn);
      if (
        state.containerInstanceByInstance.get(gone.instanceArn ?? '') === gone.containerInstanceArn
      )
        state.containerInstanceByInstance.delete(gone.instanceArn ?? '');
      state.agenda.put(gone.containerInstanceArn, null);
      break;
    }
    case 'CapacityProviderPut':
      state.capacityProviders.set(
        record.capacityProvider.capacityProviderArn,
        record.capacityProvider,
      );
      break;
    case 'CapacityProviderForgotten':
      state.capacityProviders.delete(record.capacityProviderArn);
      break;
    case 'SecurityGroupPut':
      state.securityGroups.set(record.securityGroup.securityGroupArn, record.securityGroup);
      break;
    case 'SecurityGroupForgotten':
      state.securityGroups.delete(record.securityGroupArn);
      break;
    case 'FaultPut':
      state.faults.set(record.fault.faultId, record.fault);
      state.agenda.put(record.fault.faultId, record.fault.dueAt);
      break;
    case 'FaultForgotten':
      state.faults.delete(record.faultId);
      state.agenda.put(record.faultId, null);
      break;
    case 'AlarmPut':
      state.alarms.set(record.alarm.alarmArn, record.alarm);
      break;
    case 'AlarmForgotten':
      state.alarms.delete(record.alarmArn);
      break;
    case 'RolePut':
      state.roles.set(record.role.roleArn, record.role);
      break;
    case 'RoleForgotten':
      state.roles.delete(record.roleArn);
      break;
    case 'AccountSettingPut':
      state.accountSettings.set(settingKey(record.setting), record.setting);
      break;
    case 'AccountSettingForgotten':
      state.accountSettings.delete(record.key);
      break;
    case 'LoadBalancerPut':
    case 'LoadBalancerForgotten':
    case 'ListenerPut':
    case 'ListenerForgotten':
    case 'ListenerRulePut':
    case 'ListenerRuleForgotten':
    case 'TargetGroupPut':
    case 'TargetGroupForgotten':
    case 'TargetPut':
    case 'TargetForgotten':
      applyToLoadBalancers(state, record);
      break;
    case 'TagsPut':
      putTags(state, record.resourceArn, record.tags);
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function putService(state: State, service: Service): void {
  state.services.set(service.serviceArn, service);
  setIn(state.servicesByCluster, service.clusterArn).add(service.serviceArn);
  state.agenda.put(service.serviceArn, service.dueAt);
  const awaiting = setIn(state.servicesAwaitingCapacity, service.clusterArn);
  const { placementBlocked, schedulingStrategy, serviceArn } = service;
  if (placementBlocked !== null || schedulingStrategy === 'DAEMON') awaiting.add(serviceArn);
  else awaiting.delete(serviceArn);
}

function forgetDeployments(state: State, serviceArn: string): void {
  for (const arn of state.serviceDeploymentsByService.get(serviceArn) ?? []) {
    const deployment = state.serviceDeployments.get(arn);
    state.serviceDeployments.delete(arn);
    if (deployment === undefined) continue;
    forgetByAlarm(state, deployment);
    state.serviceRevisions.delete(deployment.targetServiceRevisionArn);
    for (const source of deployment.sourceServiceRevisionArns)
      state.serviceRevisions.delete(source);
  }
  state.serviceDeploymentsByService.delete(serviceArn);
}

function putInstance(state: State, instance: Instance): void {
  const { instanceArn, dueAt } = instance;
  const before = groupsOfKnown(state, instanceArn);
  changeMembership(state, instanceArn, before, groupsOfInstance(instance));
  state.instances.set(instanceArn, instance);
  state.agenda.put(instanceArn, dueAt);
}

function forgetInstance(state: State, instanceArn: string): void {
  changeMembership(state, instanceArn, groupsOfKnown(state, instanceArn), []);
  state.instances.delete(instanceArn);
  state.agenda.put(instanceArn, null);
}

function groupsOfKnown({ instances }: State, instanceArn: string): readonly string[] {
  const instance = instances.get(instanceArn);
  return instance === undefined ? [] : groupsOfInstance(instance);
}

function putContainerInstance(state: State, containerInstance: ContainerInstance): void {
  const { containerInstanceArn, clusterArn, instanceArn, dueAt } = containerInstance;
  state.containerInstances.set(containerInstanceArn, containerInstance);
  setIn(state.containerInstancesByCluster, clusterArn).add(containerInstanceArn);
  if (instanceArn !== undefined) {
    const indexed = state.containerInstances.get(
      state.containerInstanceByInstance.get(instanceArn) ?? '',
    );
    // The newest, in whatever order a snapshot brings them.
    if (indexed === undefined || indexed.registeredAt <= containerInstance.registeredAt) {
      state.containerInstanceByInstance.set(instanceArn, containerInstanceArn);
    }
  }
  state.agenda.put(containerInstanceArn, dueAt);
}

function putTags(state: State, arn: string, tags: readonly Tag[]): void {
  const cluster = state.clusters.get(arn);
  if (cluster !== undefined) state.clusters.set(arn, { ...cluster, tags });
  const taskDefinition = state.taskDefinitions.get(arn);
  if (taskDefinition !== undefined) state.taskDefinitions.set(arn, { ...taskDefinition, tags });
  const service = state.services.get(arn);
  if (service !== undefined) state.services.set(arn, { ...service, tags });
  const task = state.tasks.get(arn);
  if (task !== undefined) state.tasks.set(arn, { ...task, tags });
  const instance = state.instances.get(arn);
  if (instance !== undefined) state.instances.set(arn, { ...instance, tags });
  const containerInstance = state.containerInstances.get(arn);
  if (containerInstance !== undefined) {
    state.containerInstances.set(arn, { ...containerInstance, tags });
  }
  const capacityProvider = state.capacityProviders.get(arn);
  if (capacityProvider !== undefined) {
    state.capacityProviders.set(arn, { ...capacityProvider, tags });
  }
  const loadBalancer = state.loadBalancers.get(arn);
  if (loadBalancer !== undefined) state.loadBalancers.set(arn, { ...loadBalancer, tags });
  const targetGroup = state.targetGroups.get(arn);
  if (targetGroup !== undefined) state.targetGroups.set(arn, { ...targetGroup, tags });
  const listener = state.listeners.get(arn);
  if (listener !== undefined) state.listeners.set(arn, { ...listener, tags });
  const rule = state.listenerRules.get(arn);
  if (rule !== undefined) state.listenerRules.set(arn, { ...rule, tags });
  const alarm = state.alarms.get(arn);
  if (alarm !== undefined) state.alarms.set(arn, { ...alarm, tags });
}

function createTask(state: State, task: Task): void {
  state.tasks.set(task.taskArn, task);
  state.agenda.put(task.taskArn, task.dueAt);
  setIn(state.tasksByCluster, task.clusterArn).add(task.taskArn);
  state.taskArnById.set(taskId(task), task.taskArn);
  if (task.clientToken !== undefined) {
    const key = tokenKey(task.clusterArn, task.clientToken);
    state.taskArnsByToken.set(key, [...(state.taskArnsByToken.get(key) ?? []), task.taskArn]);
  }
  count(state, task, 1);
  changeMembership(state, task.taskArn, [], groupsOfTask(task));
}

function changeTask(state: State, before: Task, change: Partial<Task>): void {
  const task = { ...before, ...change, version: before.version + 1 };
  state.tasks.set(task.taskArn, task);
  state.agenda.put(task.taskArn, task.dueAt);
  if (!countsAlike(before, task)) recount(state, before, task);
  changeMembership(state, task.taskArn, groupsOfTask(before), groupsOfTask(task));
}

function forgetTask(state: State, task: Task): void {
  count(state, task, -1);
  changeMembership(state, task.taskArn, groupsOfTask(task), []);
  state.tasks.delete(task.taskArn);
  state.agenda.put(task.taskArn, null);
  state.tasksByCluster.get(task.clusterArn)?.delete(task.taskArn);
  state.taskArnById.delete(taskId(task));
  if (task.clientToken !== undefined) {
    const key = tokenKey(task.clusterArn, task.clientToken);
    const others = state.taskArnsByToken.get(key)?.filter((arn) => arn !== task.taskArn) ?? [];
    if (others.length > 0) state.taskArnsByToken.set(key, others);
    else state.taskArnsByToken.delete(key);
  }
}

export const tokenKey = (clusterArn: string, token: string): string => `${clusterArn} ${token}`;

const taskId = (task: Task): string => task.taskArn.slice(task.taskArn.lastIndexOf('/') + 1);
