import type { ContainerInstance } from '../model/index.ts';
import { stopTask } from '../tasks/stop-task.ts';
import type { Transaction } from '../transaction.ts';
import { tasksOn } from './tasks.ts';

/** INACTIVE container instances stay visible for an hour of real time, whatever the time scale. */
export const INACTIVE_KEPT = 3_600_000;

/**
 * DRAINING: nothing new is placed there, and services replace their tasks elsewhere by their
 * percentages; other tasks go on. ACTIVE takes that back.
 */
export function setDraining(
  tx: Transaction,
  containerInstance: ContainerInstance,
  draining: boolean,
): void {
  const status = draining ? 'DRAINING' : 'ACTIVE';
  if (containerInstance.status === status) return;
  const { containerInstanceArn } = containerInstance;
  tx.emit({ type: 'ContainerInstanceChanged', containerInstanceArn, change: { status } });
  for (const task of tasksOn(tx, containerInstance)) {
    if (task.desiredStatus === 'RUNNING' && task.draining !== draining) {
      tx.changeTask(task, { draining });
    }
  }
}

/**
 * Takes the container instance out of its cluster. Tasks that are still on it are stopped (AWS
 * lets them run on as orphans that nobody looks after).
 */
export function deregister(tx: Transaction, containerInstance: ContainerInstance): void {
  const { containerInstanceArn } = containerInstance;
  tx.emit({
    type: 'ContainerInstanceChanged',
    containerInstanceArn,
    change: {
      status: 'INACTIVE',
      agentConnected: false,
      disconnectedAt: null,
      dueAt: tx.env.now + INACTIVE_KEPT,
    },
  });
  for (const task of tasksOn(tx, containerInstance)) {
    stopTask(tx, task, 'UserInitiated', 'Container instance deregistration forced by user');
  }
}
