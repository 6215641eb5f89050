import type { ContainerInstance, StopCode, Task } from '../model/index.ts';
import { STOPPED_TASK_KEPT } from '../tasks/reconcile-task.ts';
import type { Transaction } from '../transaction.ts';

/** Tasks on the container instance that are not STOPPED. */
export const tasksOn = (tx: Transaction, { containerInstanceArn }: ContainerInstance): Task[] =>
  [...(tx.state.loads.get(containerInstanceArn)?.tasks ?? [])].flatMap(
    (arn) => tx.state.tasks.get(arn) ?? [],
  );

/** Their readiness depends on whether their agent is lost: it is to be asked again. */
export function touchTasks(tx: Transaction, containerInstance: ContainerInstance): void {
  for (const { taskArn } of tasksOn(tx, containerInstance)) tx.touchTask(taskArn);
}

/**
 * The machine under the task is gone: it is STOPPED at once, with nobody left to stop it. That is
 * no failure of its deployment. The engine is told, to clean up what it keeps outside the machine.
 */
export function endAtOnce(
  tx: Transaction,
  task: Task,
  stopCode: StopCode,
  stoppedReason: string,
): void {
  const { now } = tx.env;
  let current = task;
  for (const { name, lastStatus } of task.containers) {
    if (lastStatus !== 'STOPPED') {
      current = tx.changeContainer(current, name, { lastStatus: 'STOPPED' });
    }
  }
  // The first reason stands.
  const why = task.desiredStatus === 'STOPPED' ? {} : { stopCode, stoppedReason, stoppingAt: now };
  tx.changeTask(current, {
    ...why,
    desiredStatus: 'STOPPED',
    lastStatus: 'STOPPED',
    executionStoppedAt: task.executionStoppedAt ?? now,
    stoppedAt: now,
    dueAt: now + STOPPED_TASK_KEPT,
  });
  tx.perform({ type: 'DeprovisionTask', taskArn: task.taskArn });
}
