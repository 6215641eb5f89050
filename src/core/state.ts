import { Agenda } from './agenda.ts';
import type { Cluster } from './model/cluster.ts';
import type { Service } from './model/service.ts';
import type { Task } from './model/task.ts';
import type { TaskDefinition } from './model/task-definition.ts';

/**
 * Everything the orchestrator knows. Maps keep insertion order, which is the order of creation and
 * of listing. Values are immutable: a change puts a new value. Only `apply` changes a state.
 *
 * The maps named `…By…` are indexes: derived from the others by `apply`, never recorded.
 */
export interface State {
  /** By ARN, as are all of the following. */
  readonly clusters: Map<string, Cluster>;
  readonly taskDefinitions: Map<string, TaskDefinition>;
  readonly services: Map<string, Service>;
  /** Stopped tasks stay for an hour. */
  readonly tasks: Map<string, Task>;
  /** Highest revision ever given, by `ACCOUNT:REGION:FAMILY`; a number is never given twice. */
  readonly revisions: Map<string, number>;

  readonly tasksByCluster: Map<string, Set<string>>;
  readonly servicesByCluster: Map<string, Set<string>>;
  /** Tasks of each deployment (by its id), in the buckets that the service scheduler counts. */
  readonly tasksByDeployment: Map<string, DeploymentTasks>;
  /** Ids of the deployments that still have tasks (stopped ones aside), by service. */
  readonly deploymentsByService: Map<string, Set<string>>;
  /** Running and pending tasks by cluster, as DescribeClusters counts them. */
  readonly countsByCluster: Map<string, { running: number; pending: number }>;
  /** ARNs by task id: the last part of a task's ARN, which commands may use instead. */
  readonly taskArnById: Map<string, string>;
  /** Tasks of a RunTask call, by cluster ARN and client token. */
  readonly taskArnsByToken: Map<string, string[]>;
  /** What is due when, by the `dueAt` of tasks, services and task definitions. */
  readonly agenda: Agenda;
}

/**
 * Task ARNs of one deployment. Each task that is not STOPPED is in exactly one set. `pending` and
 * `running` split the API's counts; readiness splits what the rolling rule counts.
 */
export interface DeploymentTasks {
  /** desiredStatus RUNNING, not yet ready. */
  readonly starting: Set<string>;
  /** desiredStatus RUNNING and ready. */
  readonly healthy: Set<string>;
  /** desiredStatus RUNNING, was ready or should have been, and is not healthy. */
  readonly unhealthy: Set<string>;
  /** desiredStatus STOPPED, not STOPPED yet. */
  readonly stopping: Set<string>;
  /** lastStatus RUNNING with desiredStatus RUNNING: the API's runningCount. */
  runningCount: number;
  /** Before RUNNING with desiredStatus RUNNING: the API's pendingCount. */
  pendingCount: number;
  /** Tasks with desiredStatus RUNNING in each zone. */
  readonly zones: Map<string, number>;
}

export const emptyState = (): State => ({
  clusters: new Map(),
  taskDefinitions: new Map(),
  services: new Map(),
  tasks: new Map(),
  revisions: new Map(),
  tasksByCluster: new Map(),
  servicesByCluster: new Map(),
  tasksByDeployment: new Map(),
  deploymentsByService: new Map(),
  countsByCluster: new Map(),
  taskArnById: new Map(),
  taskArnsByToken: new Map(),
  agenda: new Agenda(),
});
