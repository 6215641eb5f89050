import type { Task, TaskDefinition } from '../model/index.ts';
import type { ListedContainer, ListedTask } from '../observations.ts';
import type { Transaction } from '../transaction.ts';
import { containerSpec, stopTimeout } from './container-spec.ts';
import { observe } from './observe.ts';
import { provisionEffect } from './provision.ts';

/**
 * Makes what is known agree with all that the engine has: what is nobody's is removed, what
 * vanished has stopped, what happened meanwhile is taken in, and what was asked for but is not
 * there yet is asked for again.
 */
export function adopt(tx: Transaction, listed: readonly ListedTask[]): void {
  const byArn = new Map(listed.map((task) => [task.taskArn, task]));
  for (const { taskArn } of listed) {
    const task = tx.state.tasks.get(taskArn);
    if (task === undefined || task.lastStatus === 'STOPPED') {
      tx.perform({ type: 'DeprovisionTask', taskArn });
    }
  }
  for (const task of [...tx.state.tasks.values()]) {
    if (task.lastStatus === 'STOPPED') continue;
    adoptTask(tx, task, byArn.get(task.taskArn));
    tx.touchTask(task.taskArn);
  }
  for (const service of tx.state.services.keys()) tx.touchService(service);
}

function adoptTask(tx: Transaction, task: Task, listed: ListedTask | undefined): void {
  const taskDefinition = tx.state.taskDefinitions.get(task.taskDefinitionArn);
  if (taskDefinition === undefined) return;
  const { taskArn } = task;

  if (task.executionStoppedAt !== undefined) {
    if (listed === undefined) observe(tx, { type: 'TaskDeprovisioned', taskArn });
    else tx.perform({ type: 'DeprovisionTask', taskArn });
    return;
  }
  if (listed?.provisioned !== undefined) {
    observe(tx, { type: 'TaskProvisioned', taskArn, ...listed.provisioned });
  } else if (task.lastStatus === 'PROVISIONING') {
    tx.perform(provisionEffect(tx.state, task, taskDefinition));
    return;
  }
  for (const container of task.containers) {
    const found = listed?.containers.find(({ name }) => name === container.name);
    if (container.lastStatus === 'STOPPED' || container.requested === undefined) continue;
    if (found === undefined || found.status === 'CREATED') {
      // CREATED and known to have started: the list is older than what was seen since.
      if (!container.started) askAgain(tx, task, taskDefinition, container.name);
      else if (found === undefined) vanished(tx, task, container.name);
    } else {
      takeIn(tx, task, found);
      if (container.requested === 'STOP' && found.status === 'RUNNING') {
        stopAgain(tx, task, taskDefinition, container.name);
      }
    }
  }
}

function vanished(tx: Transaction, task: Task, containerName: string): void {
  const reason = 'The container was gone when the engine was looked at again';
  observe(tx, { type: 'ContainerStopped', taskArn: task.taskArn, containerName, reason });
}

function askAgain(
  tx: Transaction,
  task: Task,
  taskDefinition: TaskDefinition,
  containerName: string,
): void {
  const { taskArn } = task;
  const definition = definitionOf(taskDefinition, containerName);
  if (definition === undefined) return;
  if (task.desiredStatus === 'STOPPED') {
    // It is stopped, or starting under a name that StopContainer finds: either way it ends.
    stopAgain(tx, task, taskDefinition, containerName);
  } else {
    const container = containerSpec(task, taskDefinition, definition, tx);
    tx.perform({ type: 'StartContainer', taskArn, container });
  }
}

const stopAgain = (
  tx: Transaction,
  task: Task,
  taskDefinition: TaskDefinition,
  containerName: string,
): void =>
  tx.perform({
    type: 'StopContainer',
    taskArn: task.taskArn,
    containerName,
    stopTimeout: stopTimeout(definitionOf(taskDefinition, containerName)),
  });

const definitionOf = (taskDefinition: TaskDefinition, name: string) =>
  taskDefinition.containerDefinitions.find((definition) => definition.name === name);

function takeIn(tx: Transaction, { taskArn }: Task, found: ListedContainer): void {
  const { name: containerName, runtimeId, imageDigest, networkBindings } = found;
  observe(tx, {
    type: 'ContainerStarted',
    taskArn,
    containerName,
    runtimeId,
    imageDigest,
    networkBindings,
  });
  const { healthStatus, exitCode, reason } = found;
  observe(tx, { type: 'ContainerHealthChanged', taskArn, containerName, healthStatus });
  if (found.status === 'STOPPED') {
    observe(tx, { type: 'ContainerStopped', taskArn, containerName, exitCode, reason });
  }
}
