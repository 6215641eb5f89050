import { crc32 } from 'node:zlib';
import type { StateRecord } from '../../core/records.ts';

/** A record as stored. JSON has no `undefined`, but in a `change` it means "take the member away". */
type Stored = StateRecord & { cleared?: string[] };

export const encodeRecords = (records: readonly StateRecord[]): string =>
  JSON.stringify(records.map(store));

/** The text must be one of ours; its checksum says so. */
export function decodeRecords(text: string): StateRecord[] {
  const records: Stored[] = JSON.parse(text);
  for (const record of records) restore(record);
  return records;
}

function store(record: StateRecord): Stored {
  if (!('change' in record)) return record;
  const cleared = Object.entries(record.change)
    .filter(([, value]) => value === undefined)
    .map(([member]) => member);
  return cleared.length === 0 ? record : { ...record, cleared };
}

function restore(record: Stored): void {
  const { cleared } = record;
  if (cleared === undefined || !('change' in record)) return;
  for (const member of cleared) Reflect.set(record.change, member, undefined);
  delete record.cleared;
}

/** Of a row's text together with its place, so that a row moved elsewhere is found out too. */
export const checksumOf = (place: string, text: string): number => crc32(text, crc32(place));
