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
  const running = sign * runningIn(task);
  const pending = sign * pendingIn(task);
  const counts = countsOf(state, task);
  counts.running += running;
  counts.pending += pending;
  countOnInstance(state, task, sign, running, pending);
  if (task.serviceArn === undefined || task.deploymentId === undefined) return;

  const tasks = tasksOf(state, task.deploymentId);
  tasks.runningCount += running;
  tasks.pendingCount += pending;
  if (task.desiredStatus === 'RUNNING') add(tasks.zones, task.availabilityZone, sign);
  const bucket = bucketOf(tasks, task);
  if (sign === 1) bucket.add(task.taskArn);
  else bucket.delete(task.taskArn);

  const deployments = setIn(state.deploymentsByService, task.serviceArn);
  if (sizeOf(tasks) > 0) {
    deployments.add(task.deploymentId);
  } else {
    deployments.delete(task.deploymentId);
    state.tasksByDeployment.delete(task.deploymentId);
  }
}

/** The task counts otherwise than before. As taking away and adding again, but for less. */
export function recount(state: State, before: Task, task: Task): void {
  if (before.lastStatus === 'STOPPED' || task.lastStatus === 'STOPPED') {
    count(state, before, -1);
    count(state, task, 1);
    return;
  }
  const running = runningIn(task) - runningIn(before);
  const pending = pendingIn(task) - pendingIn(before);
  const live = liveIn(task) - liveIn(before);
  const counts = countsOf(state, task);
  counts.running += running;
  counts.pending += pending;

  const load = state.loads.get(task.containerInstanceArn ?? '');
  if (load !== undefined) {
    load.runningCount += running;
    load.pendingCount += pending;
    if (live !== 0) add(load.groups, task.group, live);
  }
  if (task.serviceArn === undefined || task.deploymentId === undefined) return;
  const tasks = tasksOf(state, task.deploymentId);
  tasks.runningCount += running;
  tasks.pendingCount += pending;
  if (live !== 0) add(tasks.zones, task.availabilityZone, live);
  bucketOf(tasks, before).delete(task.taskArn);
  bucketOf(tasks, task).add(task.taskArn);
}

const runningIn = ({ lastStatus }: Task): number => (lastStatus === 'RUNNING' ? 1 : 0);
const liveIn = ({ desiredStatus }: Task): number => (desiredStatus === 'RUNNING' ? 1 : 0);
const pendingIn = (task: Task): number => (runningIn(task) === 1 ? 0 : liveIn(task));

function countsOf(state: State, { clusterArn }: Task): { running: number; pending: number } {
  const known = state.countsByCluster.get(clusterArn);
  if (known !== undefined) return known;
  const counts = { running: 0, pending: 0 };
  state.countsByCluster.set(clusterArn, counts);
  return counts;
}

function tasksOf(state: State, deploymentId: string): DeploymentTasks {
  const known = state.tasksByDeployment.get(deploymentId);
  if (known !== undefined) return known;
  const tasks = noTasks();
  state.tasksByDeployment.set(deploymentId, tasks);
  return tasks;
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
