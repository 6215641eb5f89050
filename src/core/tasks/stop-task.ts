import type { StopCode, Task } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';

/** Asks a task to stop; the first reason stands. */
export function stopTask(
  tx: Transaction,
  task: Task,
  stopCode: StopCode,
  stoppedReason: string,
): Task {
  if (task.desiredStatus === 'STOPPED') return task;
  return tx.changeTask(task, {
    desiredStatus: 'STOPPED',
    lastStatus: 'STOPPING',
    stopCode,
    stoppedReason,
    stoppingAt: tx.env.now,
    dueAt: null,
  });
}
