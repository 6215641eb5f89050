import { Agenda } from './agenda.ts';
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
import type { Service } from './model/service.ts';
import type { ServiceDeployment, ServiceRevision } from './model/service-deployment.ts';
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
  /** EC2 instances. Terminated ones stay for an hour. */
  readonly instances: Map<string, Instance>;
  /** Deregistered (INACTIVE) ones stay for an hour. */
  readonly containerInstances: Map<string, ContainerInstance>;
  readonly capacityProviders: Map<string, CapacityProvider>;
  readonly serviceDeployments: Map<string, ServiceDeployment>;
  readonly serviceRevisions: Map<string, ServiceRevision>;
  /** By `settingKey`: whose it is, and its name. */
  readonly accountSettings: Map<string, AccountSetting>;
  readonly alarms: Map<string, Alarm>;
  /** Of IAM. */
  readonly roles: Map<string, Role>;
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly targetGroups: Map<string, TargetGroup>;
  readonly listeners: Map<string, Listener>;
  readonly listenerRules: Map<string, ListenerRule>;
  /** By `targetKey`: its group's ARN, id and port. */
  readonly targets: Map<string, Target>;
  /** Default groups only where they were changed. */
  readonly securityGroups: Map<string, SecurityGroup>;
  /** By their id. Those that are over stay for an hour. */
  readonly faults: Map<string, Fault>;
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
  readonly containerInstancesByCluster: Map<string, Set<string>>;
  /** By the ARN of the EC2 instance that it is on: the newest, INACTIVE or not. */
  readonly containerInstanceByInstance: Map<string, string>;
  /** What tasks take of each container instance that has any. */
  readonly loads: Map<string, InstanceLoad>;
  /** Services to be looked at when capacity changes, by cluster: blocked ones and daemons. */
  readonly servicesAwaitingCapacity: Map<string, Set<string>>;
  /** Oldest first, by service. */
  readonly serviceDeploymentsByService: Map<string, Set<string>>;
  /** Those under way that the alarm, by its ARN and there or not, can fail. */
  readonly serviceDeploymentsByAlarm: Map<string, Set<string>>;
  readonly listenersByLoadBalancer: Map<string, Set<string>>;
  readonly rulesByListener: Map<string, Set<string>>;
  /** Keys of the targets, by the ARN of their group. */
  readonly targetsByGroup: Map<string, Set<string>>;
  /** Keys of the targets, by their id: an instance's or an address. */
  readonly targetsById: Map<string, Set<string>>;
  /** Keys of the targets that a service registered, by the ARN of their task. */
  readonly targetsByTask: Map<string, Set<string>>;
  /** ARNs of the tasks, instances and load balancers with an interface in the group, by its ARN. */
  readonly membersByGroup: Map<string, Set<string>>;
  /** What is due when, by the `dueAt` of tasks, services and task definitions, and the end of draining. */
  readonly agenda: Agenda;
}

/** Tasks with desiredStatus RUNNING, by readiness. */
export interface TaskBuckets {
  /** Not yet ready. */
  readonly starting: Set<string>;
  /** Ready. */
  readonly healthy: Set<string>;
  /** It was ready, or should have been, and is not healthy. */
  readonly unhealthy: Set<string>;
}

/**
 * What the tasks on one container instance take of it, those being stopped included: they hold
 * their resources until they are gone.
 */
export interface InstanceLoad {
  cpu: number;
  memoryMiB: number;
  networkInterfaces: number;
  gpus: number;
  /** How many tasks have taken each host port (`80/tcp`); more than one is StartTask's doing. */
  readonly ports: Map<string, number>;
  /** Tasks that are not STOPPED. */
  readonly tasks: Set<string>;
  /** Tasks with desiredStatus RUNNING, by group (`service:cats`): what `spread` and `distinctInstance` count. */
  readonly groups: Map<string, number>;
  /** As the API counts them. */
  runningCount: number;
  pendingCount: number;
}

/**
 * Task ARNs of one deployment. Each task that is not STOPPED is in exactly one set. `pending` and
 * `running` split the API's counts; readiness splits what the rolling rule counts.
 */
export interface DeploymentTasks extends TaskBuckets {
  /** The same for tasks whose container instance is DRAINING: these are to be replaced elsewhere. */
  readonly draining: TaskBuckets;
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
  instances: new Map(),
  containerInstances: new Map(),
  capacityProviders: new Map(),
  serviceDeployments: new Map(),
  serviceRevisions: new Map(),
  containerInstancesByCluster: new Map(),
  containerInstanceByInstance: new Map(),
  loads: new Map(),
  servicesAwaitingCapacity: new Map(),
  serviceDeploymentsByService: new Map(),
  accountSettings: new Map(),
  alarms: new Map(),
  roles: new Map(),
  serviceDeploymentsByAlarm: new Map(),
  loadBalancers: new Map(),
  targetGroups: new Map(),
  listeners: new Map(),
  listenerRules: new Map(),
  targets: new Map(),
  faults: new Map(),
  listenersByLoadBalancer: new Map(),
  rulesByListener: new Map(),
  targetsByGroup: new Map(),
  targetsById: new Map(),
  targetsByTask: new Map(),
  securityGroups: new Map(),
  membersByGroup: new Map(),
  agenda: new Agenda(),
});
