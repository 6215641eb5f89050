import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import type { Ledger } from './ledger.ts';
import { isSteady } from './limbo.ts';

/** What a service says of itself when all is done is so; what starts then is to balance zones. */
export function checkSteadiness(ledger: Ledger, { state, records }: Stepped): void {
  for (const [i, record] of records.entries()) {
    if (record.type !== 'ServiceEventAdded') continue;
    const service = state.services.get(record.serviceArn);
    if (service === undefined || service.schedulingStrategy === 'DAEMON') continue;
    if (!/has reached a steady state|deployment completed/.test(record.event.message)) continue;
    const later = records.slice(i).flatMap((one) => (one.type === 'TaskCreated' ? one.task : []));
    const created = new Set(later.map(({ taskArn }) => taskArn));
    const tasks = ledger.tasksOf(service.serviceArn).filter(({ taskArn }) => !created.has(taskArn));
    insist(
      isSteady(service, tasks),
      'steady state',
      () =>
        `"${record.event.message}", with ${tasks.length} tasks of ${service.desiredCount}: ` +
        tasks.map(({ lastStatus, desiredStatus }) => `${lastStatus}/${desiredStatus}`).join(', '),
    );
  }
}
