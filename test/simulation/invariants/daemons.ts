import type { Task } from '../../../src/core/model/index.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import type { Changes, Ledger } from './ledger.ts';

/** A daemon serves the other tasks of its instance: where these are to leave, it goes last. */
export function checkDaemons(ledger: Ledger, { state }: Stepped, { tasks }: Changes): void {
  const strategyOf = ({ serviceArn }: Task) =>
    state.services.get(serviceArn ?? '')?.schedulingStrategy;
  for (const { before, after } of tasks) {
    if (before?.desiredStatus !== 'RUNNING' || after?.desiredStatus !== 'STOPPED') continue;
    if (after.stopCode !== 'ServiceSchedulerInitiated' || strategyOf(after) !== 'DAEMON') continue;
    if (state.services.get(after.serviceArn ?? '')?.status !== 'ACTIVE') continue;
    const instance = state.containerInstances.get(after.containerInstanceArn ?? '');
    if (instance?.status !== 'DRAINING') continue;
    const served = ledger
      .tasksOn(instance.containerInstanceArn)
      .filter((task) => strategyOf(task) === 'REPLICA');
    insist(
      served.length === 0,
      'daemon goes last',
      () => `${after.taskArn} leaves ${served.length} tasks on ${instance.containerInstanceArn}`,
    );
  }
}
