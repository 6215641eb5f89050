import { scaled } from '../env.ts';
import { endFaultsOf } from '../faults/end.ts';
import { targetsOfTask } from '../load-balancers/find.ts';
import { forgetTargets, registerTask, targetVerdicts } from '../load-balancers/serve.ts';
import type { Container, ContainerDefinition, Task, TaskDefinition } from '../model/index.ts';
import { noteReadiness, noteStopped } from '../services/failures.ts';
import type { Transaction } from '../transaction.ts';
import { containerSpec, stopTimeout } from './container-spec.ts';
import { dependenciesOf, dependencyVerdict, mayStop } from './dependencies.ts';
import { readiness, taskHealth } from './health.ts';
import { stopTask } from './stop-task.ts';

/** Stopped tasks stay visible for an hour of real time, whatever the time scale. */
export const STOPPED_TASK_KEPT = 3_600_000;
/** How long a container waits for what it depends on; AWS: startTimeout on Fargate. */
export const DEFAULT_START_TIMEOUT = 180_000;

/** Brings one task a step nearer to its desired status, as far as what is known of it allows. */
export function reconcileTask(tx: Transaction, task: Task): void {
  if (task.lastStatus === 'STOPPED') {
    forgetTargets(tx, task);
    endFaultsOf(tx, task);
    if (tx.env.now >= (task.stoppedAt ?? 0) + STOPPED_TASK_KEPT) {
      tx.emit({ type: 'TaskForgotten', taskArn: task.taskArn });
    }
    return;
  }
  const taskDefinition = tx.state.taskDefinitions.get(task.taskDefinitionArn);
  if (taskDefinition === undefined) return;
  if (task.desiredStatus === 'RUNNING') advance(tx, task, taskDefinition);
  else wind(tx, task, taskDefinition);
}

/** Towards RUNNING. */
function advance(tx: Transaction, task: Task, taskDefinition: TaskDefinition): void {
  if (task.lastStatus === 'PROVISIONING') return;
  const failure = failureOf(task, taskDefinition);
  if (failure !== undefined) {
    noteStopped(tx, stopTask(tx, task, failure.stopCode, failure.stoppedReason));
    return;
  }

  let current = task;
  let dueAt: number | null = null;
  for (const definition of taskDefinition.containerDefinitions) {
    const container = containerOf(current, definition);
    if (container === undefined || container.requested !== undefined) continue;
    const verdict = dependencyVerdict(definition, current);
    const deadline = waitEnds(tx, current, taskDefinition, definition);
    if (
      verdict.verdict === 'impossible' ||
      (verdict.verdict === 'waiting' && tx.env.now >= deadline)
    ) {
      const why =
        verdict.verdict === 'impossible' ? verdict.reason : 'its start timeout has passed';
      const reason = `Container ${definition.name} cannot start: dependency not met: ${why}`;
      noteStopped(tx, stopTask(tx, current, 'TaskFailedToStart', reason));
      return;
    }
    if (verdict.verdict === 'met') current = start(tx, current, taskDefinition, definition);
    else dueAt = Math.min(dueAt ?? deadline, deadline);
  }
  settleStatus(tx, current, taskDefinition, Number.isFinite(dueAt ?? 0) ? dueAt : null);
}

/** Why the task must stop although nobody asked it to. */
function failureOf(task: Task, { containerDefinitions }: TaskDefinition) {
  for (const definition of containerDefinitions) {
    const container = containerOf(task, definition);
    if (container?.lastStatus !== 'STOPPED' || definition.essential === false) continue;
    return container.started
      ? ({
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'Essential container in task exited',
        } as const)
      : ({
          stopCode: 'TaskFailedToStart',
          stoppedReason: container.reason ?? 'Task failed to start',
        } as const);
  }
  return undefined;
}

/** Until when the container waits for its dependencies; Infinity while these have not started. */
function waitEnds(
  tx: Transaction,
  task: Task,
  taskDefinition: TaskDefinition,
  definition: ContainerDefinition,
): number {
  const waits = dependenciesOf(definition).filter(({ condition }) => condition !== 'START');
  const ends = waits.map(({ containerName }) => {
    const since = task.containers.find(({ name }) => name === containerName)?.requestedAt;
    const { startTimeout } =
      taskDefinition.containerDefinitions.find(({ name }) => name === containerName) ?? {};
    const budget = startTimeout === undefined ? DEFAULT_START_TIMEOUT : startTimeout * 1000;
    return since === undefined ? Number.POSITIVE_INFINITY : since + scaled(tx.env, budget);
  });
  return Math.min(...ends);
}

function start(
  tx: Transaction,
  task: Task,
  taskDefinition: TaskDefinition,
  definition: ContainerDefinition,
): Task {
  const container = containerSpec(task, taskDefinition, definition, tx);
  tx.perform({ type: 'StartContainer', taskArn: task.taskArn, container });
  return tx.changeContainer(task, container.name, { requested: 'START', requestedAt: tx.env.now });
}

/** RUNNING once each container has started; then health and what the service makes of it. */
function settleStatus(
  tx: Transaction,
  task: Task,
  taskDefinition: TaskDefinition,
  waitingUntil: number | null,
): void {
  // One that is not essential may have failed to start: the task goes on without it.
  const running = task.containers.every(
    (container) => container.started || container.lastStatus === 'STOPPED',
  );
  const lastStatus = running ? 'RUNNING' : task.lastStatus;
  const startedAt = running ? (task.startedAt ?? tx.env.now) : task.startedAt;
  const healthStatus = taskHealth(task, taskDefinition);
  const service = tx.state.services.get(task.serviceArn ?? '');
  const instance = tx.state.containerInstances.get(task.containerInstanceArn ?? '');
  const seen = { startedAt, healthStatus, readiness: task.readiness };
  const byTargets = targetVerdicts(tx, task);
  const ready = readiness(seen, taskDefinition, service, instance, byTargets, tx.env);
  const dueAt = waitingUntil ?? ready.dueAt;
  if (
    lastStatus === task.lastStatus &&
    healthStatus === task.healthStatus &&
    ready.readiness === task.readiness &&
    dueAt === task.dueAt
  ) {
    return;
  }
  const change = { lastStatus, healthStatus, readiness: ready.readiness, dueAt };
  const changed = tx.changeTask(task, startedAt === undefined ? change : { ...change, startedAt });
  if (task.startedAt === undefined && changed.startedAt !== undefined) registerTask(tx, changed);
  if (changed.readiness !== task.readiness) noteReadiness(tx, task.readiness, changed);
}

/** Towards STOPPED: out of the load balancers, containers in reverse order of start, then the network, then done. */
function wind(tx: Transaction, task: Task, taskDefinition: TaskDefinition): void {
  if (task.lastStatus === 'DEACTIVATING') {
    if (isServing(tx, task)) return;
    tx.changeTask(task, { lastStatus: 'STOPPING' });
    return;
  }
  let current = task;
  for (const definition of [...taskDefinition.containerDefinitions].reverse()) {
    const container = containerOf(current, definition);
    if (container === undefined || container.lastStatus === 'STOPPED') continue;
    if (container.requested === undefined) {
      current = tx.changeContainer(current, container.name, { lastStatus: 'STOPPED' });
    } else if (
      container.requested === 'START' &&
      mayStop(container.name, taskDefinition.containerDefinitions, current)
    ) {
      current = tx.changeContainer(current, container.name, { requested: 'STOP' });
      tx.perform({
        type: 'StopContainer',
        taskArn: task.taskArn,
        containerName: container.name,
        stopTimeout: stopTimeout(definition),
      });
    }
  }
  const stopped = current.containers.every(({ lastStatus }) => lastStatus === 'STOPPED');
  if (stopped && current.executionStoppedAt === undefined) {
    const lastStatus = taskDefinition.networkMode === 'awsvpc' ? 'DEPROVISIONING' : 'STOPPING';
    tx.changeTask(current, { executionStoppedAt: tx.env.now, lastStatus });
    tx.perform({ type: 'DeprovisionTask', taskArn: task.taskArn });
  }
}

/** Requests may be under way to it. */
const isServing = (tx: Transaction, { taskArn, containers }: Task): boolean =>
  targetsOfTask(tx.state, taskArn).some(({ drainsUntil }) => drainsUntil !== null) &&
  containers.some(({ lastStatus }) => lastStatus === 'RUNNING');

const containerOf = (task: Task, definition: ContainerDefinition): Container | undefined =>
  task.containers.find(({ name }) => name === definition.name);
