import type { DescribedHealth } from '../../../src/core/load-balancers/target-health.ts';
import {
  CONTAINER_STATUSES,
  type ContainerInstance,
  type ContainerStatus,
  type Deployment,
  type HealthStatus,
  type InstanceState,
  type LifecycleStage,
  type Service,
  type StopCode,
  TASK_STATUSES,
  type TaskStatus,
} from '../../../src/core/model/index.ts';
import { FOR_PEOPLE } from '../../../src/core/placement/explain.ts';
import { REFUSAL_REASONS } from '../../../src/core/placement/refusal.ts';
import { STAGES } from '../../../src/core/services/shift/stages.ts';
import { type Html, html } from '../html.ts';
import { code, table } from './table.ts';

// A state that the core knows and this page does not, or the other way round, does not compile.
type Words<State extends string> = Readonly<Record<State, string>>;

const TASKS: Words<TaskStatus> = {
  PROVISIONING: 'A network interface is made for it (awsvpc mode).',
  PENDING: 'It waits for its agent: images are pulled, containers made.',
  ACTIVATING: 'It is registered with its target groups and found by others.',
  RUNNING: 'Its containers run.',
  DEACTIVATING: 'It is taken out of its target groups and drains.',
  STOPPING: 'Its containers got SIGTERM, and SIGKILL when the stop timeout is over.',
  DEPROVISIONING: 'Its network interface is given back.',
  STOPPED: 'Over. It can be asked about for an hour or so.',
};

const CONTAINERS: Words<ContainerStatus> = {
  PENDING: 'Not started yet.',
  RUNNING: 'Its program runs.',
  STOPPED: 'Its program has ended, with an exit code, or it never ran, for a reason.',
};

const HEALTH: Words<HealthStatus> = {
  UNKNOWN: 'It has no health check, or none has told yet.',
  HEALTHY: 'Every essential container that has a health check passed it.',
  UNHEALTHY: 'One of them failed its check too often. A service replaces the task.',
};

const STOPS: Words<StopCode> = {
  TaskFailedToStart:
    'It never came to run: no image, no interface, a container that did not start.',
  EssentialContainerExited: 'A container without which the task makes no sense has ended.',
  UserInitiated: 'Someone called StopTask.',
  ServiceSchedulerInitiated:
    'Its service no longer wanted it: scaling in, a deployment, bad health.',
  SpotInterruption: 'The capacity was taken back.',
  TerminationNotice: 'Its instance was about to go.',
};

const TARGETS: Words<DescribedHealth['state']> = {
  initial: 'Being registered, or its first health checks are on their way.',
  healthy: 'It gets requests.',
  unhealthy: 'It gets none, unless no target of the group is healthy.',
  draining: 'Being taken out: it finishes the requests it has.',
  unused: 'No listener leads to its group, or it is not registered or not there.',
};

const INSTANCES: Words<ContainerInstance['status']> = {
  REGISTERING: 'Its agent signs on.',
  ACTIVE: 'It takes tasks.',
  DRAINING: 'It gets no new tasks; services replace theirs elsewhere.',
  DEREGISTERING: 'It leaves the cluster.',
  INACTIVE: 'It is gone, and shown for a while.',
};

const EC2: Words<InstanceState> = {
  pending: 'It starts.',
  running: 'It runs, and costs.',
  stopping: 'It shuts down.',
  stopped: 'It is off, can be started again, and costs its disks only.',
  'shutting-down': 'It shuts down for good.',
  terminated: 'It is gone, and shown for a while.',
};

const DEPLOYMENTS: Words<Deployment['status']> = {
  PRIMARY: 'What the service is to become, or is.',
  ACTIVE: 'What is being replaced, as long as it has tasks.',
  INACTIVE: 'It has been replaced in full.',
};

const ROLLOUTS: Words<Deployment['rolloutState']> = {
  IN_PROGRESS: 'Tasks are being replaced.',
  COMPLETED: 'All is as it should be, and steady.',
  FAILED: 'The circuit breaker or an alarm ended it.',
};

const SERVICES: Words<Service['status']> = {
  ACTIVE: 'It keeps its tasks.',
  DRAINING: 'It was deleted, and its tasks are still ending.',
  INACTIVE: 'It is gone, and shown for a while.',
};

const SHIFT: Words<LifecycleStage> = {
  RECONCILE_SERVICE: 'The service is brought in order before anything begins.',
  PRE_SCALE_UP: 'Hooks only.',
  SCALE_UP: 'The new revision starts in full beside the old.',
  POST_SCALE_UP: 'Hooks only.',
  TEST_TRAFFIC_SHIFT: 'The test listener leads to the new revision.',
  POST_TEST_TRAFFIC_SHIFT: 'Hooks only: here a test may decide.',
  PRE_PRODUCTION_TRAFFIC_SHIFT: 'Hooks only.',
  PRODUCTION_TRAFFIC_SHIFT: 'The traffic of users moves, at once or in steps.',
  POST_PRODUCTION_TRAFFIC_SHIFT: 'Hooks only.',
  BAKE_TIME: 'Both revisions stay, so that the way back is short.',
  CLEAN_UP: 'The old revision’s tasks end.',
};

const inOrder = <State extends string>(
  caption: string,
  order: readonly State[],
  words: Words<State>,
): Html =>
  table(
    caption,
    ['state', 'meaning'],
    order.map((state) => [code(state), words[state]]),
  );

const listed = (caption: string, words: Readonly<Record<string, string>>): Html =>
  table(
    caption,
    ['state', 'meaning'],
    Object.entries(words).map(([name, text]) => [code(name), text]),
  );

/** In which states things can be. */
export const states: Html = html`
${inOrder('Tasks, in order; a task never goes back', TASK_STATUSES, TASKS)}
${listed('Health of a task', HEALTH)}
${listed('Why a task stopped (stopCode)', STOPS)}
${inOrder('Containers, in order', CONTAINER_STATUSES, CONTAINERS)}
${listed('Services', SERVICES)}
${listed('Deployments', DEPLOYMENTS)}
${listed('Roll-out of a deployment (rolloutState)', ROLLOUTS)}
${inOrder('Stages of a deployment that shifts traffic, in order', STAGES, SHIFT)}
${listed('Targets of a load balancer', TARGETS)}
${listed('Container instances', INSTANCES)}
${listed('EC2 instances', EC2)}
${table(
  'Why an instance does not take a task, in the order in which it is looked at',
  ['reason', 'meaning'],
  REFUSAL_REASONS.map((reason) => [code(reason), FOR_PEOPLE[reason]]),
)}`;
