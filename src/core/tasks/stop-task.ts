import { drainTask, forgetTargets } from '../load-balancers/serve.ts';
import type { StopCode, Task } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Asks a task to stop; the first reason stands. What it serves through load balancers may end
 * first, unless it has ended by itself.
 */
export function stopTask(
  tx: Transaction,
  task: Task,
  stopCode: StopCode,
  stoppedReason: string,
): Task {
  if (task.desiredStatus === 'STOPPED') return task;
  const ended = stopCode === 'EssentialContainerExited';
  if (ended) forgetTargets(tx, task);
  const serves = !ended && drainTask(tx, task);
  return tx.changeTask(task, {
    desiredStatus: 'STOPPED',
    lastStatus: serves ? 'DEACTIVATING' : 'STOPPING',
    stopCode,
    stoppedReason,
    stoppingAt: tx.env.now,
    dueAt: null,
  });
}
