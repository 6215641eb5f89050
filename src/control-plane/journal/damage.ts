import Database from 'libsql';
import { Unavailable } from '../control-plane.ts';

/** The journal does not hold what was written to it. */
export class Damage extends Error {
  override readonly name = 'Damage';
}

const isFull = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code === 'SQLITE_FULL';

const isDamage = (error: unknown): boolean =>
  error instanceof Damage ||
  (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code));

const said = (error: unknown): string =>
  error instanceof Error
    ? 'code' in error
      ? `${error.message} (${error.code})`
      : error.message
    : String(error);

/** For people: what happened to the journal in `file`, and what to do. */
export function unwritable(file: string, lastSequence: number, error: unknown): Unavailable {
  const kept =
    `Everything up to commit ${lastSequence} is safe and can still be read; ` +
    'nothing more is accepted until the runtime is started again.';
  if (isFull(error)) {
    return new Unavailable(
      `The disk that holds the journal ${file} is full. ${kept} Free some space, then start again.`,
      { cause: error },
    );
  }
  if (isDamage(error)) return unreadable(file, error);
  return new Unavailable(
    `The journal ${file} could not be written: ${said(error)}. ${kept} ` +
      'Check the disk and the rights on that folder, then start again.',
    { cause: error },
  );
}

/** For people: the journal cannot be trusted. */
export function unreadable(file: string, error: unknown): Unavailable {
  if (error instanceof Unavailable) return error;
  return new Unavailable(
    isDamage(error)
      ? `The journal ${file} is damaged: ${said(error)}. Nothing was changed and nothing will be ` +
          'written to it. Put back a copy of its folder, or move the folder away to begin with an ' +
          'empty runtime (containers of the old one keep its install id in their labels).'
      : `The journal ${file} could not be read: ${said(error)}. ` +
          'Check the disk and the rights on that folder, then start again.',
    { cause: error },
  );
}
