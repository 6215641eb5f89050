import type Database from 'libsql';
import { numberIn, optionalNumberIn, transaction } from '../database.ts';

/** Bounds on all log events together; beyond them the oldest go first, whatever their group says. */
export const MAX_EVENTS = 1_000_000;
export const MAX_BYTES = 512 * 1024 * 1024;
/** Events deleted at a time: few enough that nobody is held up. */
const SLICE = 2_000;
const DAY = 24 * 60 * 60 * 1_000;

/** Deletes events that nothing reaches, that are past their group's retention, or beyond the bounds. */
export class Retention {
  readonly #database: Database.Database;
  readonly #bounds: { readonly events: number; readonly bytes: number };

  constructor(database: Database.Database, bounds = { events: MAX_EVENTS, bytes: MAX_BYTES }) {
    this.#database = database;
    this.#bounds = bounds;
  }

  /** One slice of the work at each step. */
  *sweep(now: number): Generator<void> {
    for (const orphan of this.#database.prepare('SELECT stream_id FROM log_orphan').all()) {
      const stream = numberIn(orphan, 'stream_id');
      yield* this.#repeat(
        `SELECT id, stream_id, bytes FROM log_event WHERE stream_id = ? LIMIT ${SLICE}`,
        stream,
      );
      this.#database.prepare('DELETE FROM log_orphan WHERE stream_id = ?').run(stream);
    }
    const groups = this.#database
      .prepare('SELECT id, retention_days FROM log_group WHERE retention_days IS NOT NULL')
      .all();
    for (const group of groups) {
      const before = now - numberIn(group, 'retention_days') * DAY;
      yield* this.#repeat(
        `SELECT id, stream_id, bytes FROM log_event
          WHERE group_id = ? AND timestamp < ? ORDER BY timestamp, id LIMIT ${SLICE}`,
        numberIn(group, 'id'),
        before,
      );
    }
    while (this.#beyondBounds()) {
      yield* this.#slice(`SELECT id, stream_id, bytes FROM log_event ORDER BY id LIMIT ${SLICE}`);
    }
    this.#database.prepare('DELETE FROM log_resume WHERE timestamp < ?').run(now - 7 * DAY);
  }

  *#repeat(select: string, ...values: number[]): Generator<void> {
    while ((yield* this.#slice(select, ...values)) === SLICE);
  }

  /** Deletes the events that `select` finds; answers how many. */
  *#slice(select: string, ...values: number[]): Generator<void, number> {
    const rows = this.#database.prepare(select).all(...values);
    const freed = new Map<number, number>();
    for (const row of rows) {
      const stream = numberIn(row, 'stream_id');
      freed.set(stream, (freed.get(stream) ?? 0) + numberIn(row, 'bytes'));
    }
    if (rows.length === 0) return 0;
    const ids = JSON.stringify(rows.map((row) => numberIn(row, 'id')));
    transaction(this.#database, () => {
      this.#database
        .prepare('DELETE FROM log_event WHERE id IN (SELECT value FROM json_each(?))')
        .run(ids);
      const update = this.#database.prepare('UPDATE log_stream SET bytes = bytes - ? WHERE id = ?');
      for (const [stream, bytes] of freed) update.run(bytes, stream);
    });
    yield;
    return rows.length;
  }

  #beyondBounds(): boolean {
    const count = this.#database
      .prepare('SELECT max(id) - min(id) + 1 AS events FROM log_event')
      .get();
    const size = this.#database.prepare('SELECT sum(bytes) AS bytes FROM log_stream').get();
    return (
      (optionalNumberIn(count, 'events') ?? 0) > this.#bounds.events ||
      (optionalNumberIn(size, 'bytes') ?? 0) > this.#bounds.bytes
    );
  }
}
