import { containerStarted, disturbanceFailed } from '../faults/end.ts';
import type { Container, Task } from '../model/index.ts';
import type { TaskObservation } from '../observations.ts';
import { noteStopped } from '../services/failures.ts';
import type { Transaction } from '../transaction.ts';
import { STOPPED_TASK_KEPT } from './reconcile-task.ts';
import { stopTask } from './stop-task.ts';

/** Takes in what an engine saw. What is known already, or would go back, changes nothing. */
export function observe(tx: Transaction, observation: TaskObservation): void {
  const task = tx.state.tasks.get(observation.taskArn);
  if (observation.type === 'DisturbanceFailed') {
    disturbanceFailed(tx, observation);
    return;
  }
  if (task === undefined || task.lastStatus === 'STOPPED') {
    // Something runs that nobody owns (any more).
    const gone = ['TaskDeprovisioned', 'TaskProvisionFailed', 'ContainerStopped'];
    if (!gone.includes(observation.type)) {
      tx.perform({ type: 'DeprovisionTask', taskArn: observation.taskArn });
    }
    return;
  }
  switch (observation.type) {
    case 'TaskProvisioned':
      provisioned(tx, task, observation);
      break;
    case 'TaskProvisionFailed':
      if (task.lastStatus !== 'PROVISIONING') break;
      noteStopped(tx, stopTask(tx, task, 'TaskFailedToStart', observation.reason));
      break;
    case 'TaskDeprovisioned':
      deprovisioned(tx, task);
      break;
    case 'ImagePullStarted':
      if (task.pullStartedAt === undefined) tx.changeTask(task, { pullStartedAt: tx.env.now });
      break;
    default:
      observeContainer(tx, task, observation);
  }
}

function provisioned(
  tx: Transaction,
  task: Task,
  { address, publishedPorts }: Extract<TaskObservation, { type: 'TaskProvisioned' }>,
): void {
  if (task.lastStatus !== 'PROVISIONING') return;
  const { networkInterface } = task;
  tx.changeTask(task, {
    lastStatus: 'PENDING',
    connectivityAt: tx.env.now,
    publishedPorts,
    ...(networkInterface === undefined
      ? {}
      : { networkInterface: { ...networkInterface, ...address } }),
  });
}

function deprovisioned(tx: Transaction, task: Task): void {
  let current = task;
  for (const container of task.containers) {
    if (container.lastStatus === 'STOPPED') continue;
    current = tx.changeContainer(current, container.name, { lastStatus: 'STOPPED' });
  }
  if (current.desiredStatus === 'RUNNING') {
    current = stopTask(
      tx,
      current,
      'EssentialContainerExited',
      'Essential container in task exited',
    );
    noteStopped(tx, current);
  }
  tx.changeTask(current, {
    lastStatus: 'STOPPED',
    executionStoppedAt: current.executionStoppedAt ?? tx.env.now,
    stoppedAt: tx.env.now,
    dueAt: tx.env.now + STOPPED_TASK_KEPT,
  });
}

type ContainerObservation = Extract<TaskObservation, { containerName: string }>;

function observeContainer(tx: Transaction, task: Task, observation: ContainerObservation): void {
  const container = task.containers.find(({ name }) => name === observation.containerName);
  if (container === undefined || container.lastStatus === 'STOPPED') return;
  const change = changeBy(container, observation);
  if (change === undefined) return;
  let current = task;
  if (observation.type === 'ImagePulled') {
    current = tx.changeTask(task, { pullStoppedAt: tx.env.now });
  }
  tx.changeContainer(current, container.name, change);
  if (observation.type === 'ContainerStarted') containerStarted(tx, current, container.name);
}

function changeBy(
  container: Container,
  observation: ContainerObservation,
): Partial<Container> | undefined {
  switch (observation.type) {
    case 'ImagePulled':
      return known('imageDigest', observation.imageDigest);
    case 'ContainerStarted':
      if (container.started) return undefined;
      return {
        lastStatus: 'RUNNING',
        started: true,
        runtimeId: observation.runtimeId,
        networkBindings: observation.networkBindings,
        ...known('imageDigest', observation.imageDigest),
      };
    case 'ContainerStartFailed':
      if (container.started) return undefined;
      return { lastStatus: 'STOPPED', reason: observation.reason };
    case 'ContainerHealthChanged':
      if (container.healthStatus === observation.healthStatus) return undefined;
      return { healthStatus: observation.healthStatus };
    case 'ContainerStopped':
      return {
        lastStatus: 'STOPPED',
        // A start that was never reported, but an exit code that was: it did run.
        started: container.started || observation.exitCode !== undefined,
        ...known('exitCode', observation.exitCode),
        ...known('reason', observation.reason),
      };
    case 'ImagePullStarted':
      return undefined;
  }
}

/** That member, unless it is undefined: a journal cannot keep such. */
const known = <K extends 'imageDigest' | 'exitCode' | 'reason'>(
  name: K,
  value: Container[K],
): Partial<Container> => (value === undefined ? {} : { [name]: value });
