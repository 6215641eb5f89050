import type { Service } from './model/service.ts';
import type { Tag } from './model/tag.ts';
import type { Task } from './model/task.ts';
import type { StateRecord } from './records.ts';
import type { DeploymentTasks, State } from './state.ts';
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
      putTask(state, undefined, record.task);
      break;
    case 'TaskChanged': {
      const task = state.tasks.get(record.taskArn);
      if (task !== undefined) putTask(state, task, { ...task, ...record.change });
      break;
    }
    case 'ContainerChanged': {
      const task = state.tasks.get(record.taskArn);
      if (task === undefined) break;
      const containers = task.containers.map((container) =>
        container.name === record.name ? { ...container, ...record.change } : container,
      );
      putTask(state, task, { ...task, containers });
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
      state.agenda.put(service.serviceArn, null);
      break;
    }
    case 'TagsPut':
      putTags(state, record.resourceArn, record.tags);
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function putService(state: State, service: Service): void {
  state.services.set(service.serviceArn, service);
  setIn(state.servicesByCluster, service.clusterArn).add(service.serviceArn);
  state.agenda.put(service.serviceArn, service.dueAt);
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
}

function putTask(state: State, before: Task | undefined, after: Task): void {
  const task = before === undefined ? after : { ...after, version: before.version + 1 };
  state.tasks.set(task.taskArn, task);
  state.agenda.put(task.taskArn, task.dueAt);
  if (before === undefined) {
    setIn(state.tasksByCluster, task.clusterArn).add(task.taskArn);
    state.taskArnById.set(taskId(task), task.taskArn);
    if (task.clientToken !== undefined) {
      const key = tokenKey(task.clusterArn, task.clientToken);
      state.taskArnsByToken.set(key, [...(state.taskArnsByToken.get(key) ?? []), task.taskArn]);
    }
    count(state, task, 1);
  } else if (!countsAlike(before, task)) {
    count(state, before, -1);
    count(state, task, 1);
  }
}

const countsAlike = (a: Task, b: Task): boolean =>
  a.lastStatus === b.lastStatus &&
  a.desiredStatus === b.desiredStatus &&
  a.readiness === b.readiness;

function forgetTask(state: State, task: Task): void {
  count(state, task, -1);
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

/** Adds (1) or takes away (-1) what the task adds to the counts. */
function count(state: State, task: Task, sign: 1 | -1): void {
  if (task.lastStatus === 'STOPPED') return;
  const running = task.lastStatus === 'RUNNING' ? sign : 0;
  const pending = task.desiredStatus === 'RUNNING' && running === 0 ? sign : 0;

  const counts = state.countsByCluster.get(task.clusterArn) ?? { running: 0, pending: 0 };
  counts.running += running;
  counts.pending += pending;
  state.countsByCluster.set(task.clusterArn, counts);

  if (task.serviceArn === undefined || task.deploymentId === undefined) return;
  const tasks = state.tasksByDeployment.get(task.deploymentId) ?? noTasks();
  state.tasksByDeployment.set(task.deploymentId, tasks);
  const deployments = setIn(state.deploymentsByService, task.serviceArn);
  tasks.runningCount += running;
  tasks.pendingCount += pending;
  if (task.desiredStatus === 'RUNNING') {
    const zone = task.availabilityZone;
    tasks.zones.set(zone, (tasks.zones.get(zone) ?? 0) + sign);
  }
  const bucket = bucketOf(tasks, task);
  if (sign === 1) bucket.add(task.taskArn);
  else bucket.delete(task.taskArn);

  if (sizeOf(tasks) > 0) {
    deployments.add(task.deploymentId);
  } else {
    deployments.delete(task.deploymentId);
    state.tasksByDeployment.delete(task.deploymentId);
  }
}

const bucketOf = (tasks: DeploymentTasks, task: Task): Set<string> => {
  if (task.desiredStatus === 'STOPPED') return tasks.stopping;
  if (task.readiness === 'HEALTHY') return tasks.healthy;
  return task.readiness === 'UNHEALTHY' ? tasks.unhealthy : tasks.starting;
};

const sizeOf = (tasks: DeploymentTasks): number =>
  tasks.starting.size + tasks.healthy.size + tasks.unhealthy.size + tasks.stopping.size;

/** What a deployment without tasks counts. */
export const noTasks = (): DeploymentTasks => ({
  starting: new Set(),
  healthy: new Set(),
  unhealthy: new Set(),
  stopping: new Set(),
  runningCount: 0,
  pendingCount: 0,
  zones: new Map(),
});

export const tokenKey = (clusterArn: string, token: string): string => `${clusterArn} ${token}`;

const taskId = (task: Task): string => task.taskArn.slice(task.taskArn.lastIndexOf('/') + 1);

const setIn = (map: Map<string, Set<string>>, key: string): Set<string> => {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set);
  return set;
};
