import type { StateRecord } from './records.ts';
import type { State } from './state.ts';

/** Takes one record into the state and its indexes. Throws nothing. */
export function apply(_state: State, _record: StateRecord): void {
  throw new Error('to come');
}
