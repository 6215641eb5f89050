import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import type { Ledger } from './ledger.ts';
import { isSteady } from './limbo.ts';

/** What a service says of itself when all is done is so. */
export function checkSteadiness(ledger: Ledger, { state, records }: Stepped): void {
  if (records.some(({ type }) => type === 'TaskCreated')) return;
  for (const record of records) {
    if (record.type !== 'ServiceEventAdded') continue;
    const service = state.services.get(record.serviceArn);
    if (service === undefined || service.schedulingStrategy === 'DAEMON') continue;
    if (!/has reached a steady state|deployment completed/.test(record.event.message)) continue;
    const tasks = ledger.tasksOf(service.serviceArn);
    insist(
      isSteady(service, tasks),
      'steady state',
      () =>
        `"${record.event.message}", with ${tasks.length} tasks of ${service.desiredCount}: ` +
        tasks.map(({ lastStatus, desiredStatus }) => `${lastStatus}/${desiredStatus}`).join(', '),
    );
  }
}
