import type { Task } from './model/task.ts';
import { setIn } from './set-in.ts';
import type { DeploymentTasks, InstanceLoad, State, TaskBuckets } from './state.ts';

/** The indexes that count tasks: by cluster, by deployment and by container instance. */

export const countsAlike = (a: Task, b: Task): boolean =>
  a.lastStatus === b.lastStatus &&
  a.desiredStatus === b.desiredStatus &&
  a.readiness === b.readiness &&
  a.draining === b.draining;

/** Adds (1) or takes away (-1) what the task adds to the counts. */
export function count(state: State, task: Task, sign: 1 | -1): void {
  if (task.lastStatus === 'STOPPED') return;
  const running = task.lastStatus === 'RUNNING' ? sign : 0;
  const pending = task.desiredStatus === 'RUNNING' && running === 0 ? sign : 0;

  const counts = state.countsByCluster.get(task.clusterArn) ?? { running: 0, pending: 0 };
  counts.running += running;
  counts.pending += pending;
  state.countsByCluster.set(task.clusterArn, counts);

  countOnInstance(state, task, sign, running, pending);
  if (task.serviceArn === undefined || task.deploymentId === undefined) return;
  const tasks = state.tasksByDeployment.get(task.deploymentId) ?? noTasks();
  state.tasksByDeployment.set(task.deploymentId, tasks);
  const deployments = setIn(state.deploymentsByService, task.serviceArn);
  tasks.runningCount += running;
  tasks.pendingCount += pending;
  if (task.desiredStatus === 'RUNNING') add(tasks.zones, task.availabilityZone, sign);
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

function countOnInstance(
  state: State,
  task: Task,
  sign: 1 | -1,
  running: number,
  pending: number,
): void {
  if (task.containerInstanceArn === undefined) return;
  const load = state.loads.get(task.containerInstanceArn) ?? noLoad();
  state.loads.set(task.containerInstanceArn, load);
  const { cpu, memoryMiB, networkInterfaces, gpus, ports } = task.reserved;
  load.cpu += sign * cpu;
  load.memoryMiB += sign * memoryMiB;
  load.networkInterfaces += sign * networkInterfaces;
  load.gpus += sign * gpus;
  for (const port of ports) add(load.ports, port, sign);
  if (task.desiredStatus === 'RUNNING') add(load.groups, task.group, sign);
  load.runningCount += running;
  load.pendingCount += pending;
  if (sign === 1) load.tasks.add(task.taskArn);
  else load.tasks.delete(task.taskArn);
  if (load.tasks.size === 0) state.loads.delete(task.containerInstanceArn);
}

/** A count that came to nothing is not kept. */
function add(counts: Map<string, number>, key: string, n: number): void {
  const sum = (counts.get(key) ?? 0) + n;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}

const bucketOf = (tasks: DeploymentTasks, task: Task): Set<string> => {
  if (task.desiredStatus === 'STOPPED') return tasks.stopping;
  const buckets = task.draining ? tasks.draining : tasks;
  if (task.readiness === 'HEALTHY') return buckets.healthy;
  return task.readiness === 'UNHEALTHY' ? buckets.unhealthy : buckets.starting;
};

/** Tasks with desiredStatus RUNNING. */
export const liveOf = ({ starting, healthy, unhealthy }: TaskBuckets): number =>
  starting.size + healthy.size + unhealthy.size;

const sizeOf = (tasks: DeploymentTasks): number =>
  liveOf(tasks) + liveOf(tasks.draining) + tasks.stopping.size;

const noBuckets = (): TaskBuckets => ({
  starting: new Set(),
  healthy: new Set(),
  unhealthy: new Set(),
});

/** What a deployment without tasks counts. */
export const noTasks = (): DeploymentTasks => ({
  ...noBuckets(),
  draining: noBuckets(),
  stopping: new Set(),
  runningCount: 0,
  pendingCount: 0,
  zones: new Map(),
});

/** What a container instance without tasks bears. */
export const noLoad = (): InstanceLoad => ({
  cpu: 0,
  memoryMiB: 0,
  networkInterfaces: 0,
  gpus: 0,
  ports: new Map(),
  tasks: new Set(),
  groups: new Map(),
  runningCount: 0,
  pendingCount: 0,
});
