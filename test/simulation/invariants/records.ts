import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';

const MOST_EVENTS = 100;

/** What a journal can keep, and no more than is shown. */
export function checkRecords({ records, state }: Stepped): void {
  for (const record of records) {
    if ('change' in record) {
      for (const [name, value] of Object.entries(record.change)) {
        insist(
          value !== undefined,
          'undefined in a change',
          () => `${record.type} sets ${name} to undefined, which no journal can keep`,
        );
      }
    }
    if (record.type !== 'ServiceEventAdded') continue;
    const events = state.services.get(record.serviceArn)?.events.length ?? 0;
    insist(events <= MOST_EVENTS, 'events', () => `${record.serviceArn} keeps ${events} events`);
  }
}
