import type Database from 'libsql';
import type { Scope } from '../../core/arn.ts';
import { numberIn, optionalNumberIn, textIn, transaction } from '../database.ts';
import type {
  LogEvent,
  LogGroup,
  LogQuery,
  LogStore,
  LogStream,
  NewLogEvent,
} from './log-store.ts';
import { eventsQuery } from './query.ts';

/** CloudWatch Logs counts each event this much larger than its message. */
const EVENT_OVERHEAD = 26;

/** The log store on tables of its own, in a file of its own: log volume never holds up the journal. */
export class SqliteLogStore implements LogStore {
  readonly #database: Database.Database;
  readonly #now: () => number;
  readonly #statements = new Map<string, Database.Statement>();
  /** Called before anything is read, so that what still waits to be written is seen. */
  beforeRead: () => void = () => {};

  constructor(database: Database.Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  createGroup({ account, region }: Scope, name: string): boolean {
    const sql =
      'INSERT OR IGNORE INTO log_group (account, region, name, created_at) VALUES (?, ?, ?, ?)';
    return this.#sql(sql).run(account, region, name, this.#now()).changes > 0;
  }

  deleteGroup(scope: Scope, name: string): boolean {
    this.beforeRead();
    const id = this.#groupId(scope, name);
    if (id === undefined) return false;
    // Its events, which nothing can reach any more, go with the next sweep.
    transaction(this.#database, () => {
      this.#sql('INSERT INTO log_orphan SELECT id FROM log_stream WHERE group_id = ?').run(id);
      this.#sql('DELETE FROM log_stream WHERE group_id = ?').run(id);
      this.#sql('DELETE FROM log_group WHERE id = ?').run(id);
    });
    return true;
  }

  setRetention(scope: Scope, name: string, days: number | undefined): boolean {
    const id = this.#groupId(scope, name);
    if (id === undefined) return false;
    this.#sql('UPDATE log_group SET retention_days = ? WHERE id = ?').run(days ?? null, id);
    return true;
  }

  group(scope: Scope, name: string): LogGroup | undefined {
    return this.groups(scope, name).find((group) => group.name === name);
  }

  groups({ account, region }: Scope, prefix = ''): LogGroup[] {
    this.beforeRead();
    const sql = `SELECT name, created_at, retention_days,
        (SELECT coalesce(sum(bytes), 0) FROM log_stream WHERE group_id = log_group.id) AS bytes
      FROM log_group WHERE account = ? AND region = ? AND substr(name, 1, ?) = ? ORDER BY name`;
    return this.#sql(sql)
      .all(account, region, prefix.length, prefix)
      .map((row) => ({
        name: textIn(row, 'name'),
        createdAt: numberIn(row, 'created_at'),
        retentionInDays: optionalNumberIn(row, 'retention_days'),
        storedBytes: numberIn(row, 'bytes'),
      }));
  }

  createStream(scope: Scope, group: string, stream: string): boolean {
    const groupId = this.#groupId(scope, group);
    return groupId !== undefined && this.#createStream(groupId, stream);
  }

  deleteStream(scope: Scope, group: string, stream: string): boolean {
    this.beforeRead();
    const groupId = this.#groupId(scope, group);
    if (groupId === undefined) return false;
    const its = 'log_stream WHERE group_id = ? AND name = ?';
    let changes = 0;
    transaction(this.#database, () => {
      this.#sql(`INSERT INTO log_orphan SELECT id FROM ${its}`).run(groupId, stream);
      ({ changes } = this.#sql(`DELETE FROM ${its}`).run(groupId, stream));
    });
    return changes > 0;
  }

  streams(
    scope: Scope,
    group: string,
    options: { prefix?: string; orderBy?: 'LogStreamName' | 'LastEventTime' } = {},
  ): LogStream[] {
    this.beforeRead();
    const groupId = this.#groupId(scope, group);
    if (groupId === undefined) return [];
    const { prefix = '', orderBy = 'LogStreamName' } = options;
    const order = orderBy === 'LogStreamName' ? 'name' : 'last_event_at DESC NULLS LAST, name';
    const sql = `SELECT name, created_at, first_event_at, last_event_at, last_ingested_at
      FROM log_stream WHERE group_id = ? AND substr(name, 1, ?) = ? ORDER BY ${order}`;
    return this.#sql(sql)
      .all(groupId, prefix.length, prefix)
      .map((row) => ({
        name: textIn(row, 'name'),
        createdAt: numberIn(row, 'created_at'),
        firstEventAt: optionalNumberIn(row, 'first_event_at'),
        lastEventAt: optionalNumberIn(row, 'last_event_at'),
        lastIngestedAt: optionalNumberIn(row, 'last_ingested_at'),
      }));
  }

  append(scope: Scope, group: string, stream: string, events: readonly NewLogEvent[]): void {
    transaction(this.#database, () => this.write(scope, group, stream, events));
  }

  /** As `append`, within a transaction of the caller's. Without the group the events are lost. */
  write(scope: Scope, group: string, stream: string, events: readonly NewLogEvent[]): void {
    const groupId = this.#groupId(scope, group);
    if (groupId === undefined || events.length === 0) return;
    this.#createStream(groupId, stream);
    const row = this.#sql('SELECT id FROM log_stream WHERE group_id = ? AND name = ?').get(
      groupId,
      stream,
    );
    const streamId = numberIn(row, 'id');
    const ingestedAt = this.#now();
    const insert = this.#sql(
      `INSERT INTO log_event (group_id, stream_id, timestamp, ingested_at, bytes, message)
        VALUES (?, ?, ?, ?, ?, ?)`,
    );
    let total = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const { timestamp, message } of events) {
      const bytes = Buffer.byteLength(message) + EVENT_OVERHEAD;
      insert.run(groupId, streamId, timestamp, ingestedAt, bytes, message);
      total += bytes;
      first = Math.min(first, timestamp);
      last = Math.max(last, timestamp);
    }
    this.#sql(
      `UPDATE log_stream SET bytes = bytes + ?, last_ingested_at = ?,
        first_event_at = min(coalesce(first_event_at, ?), ?),
        last_event_at = max(coalesce(last_event_at, ?), ?) WHERE id = ?`,
    ).run(total, ingestedAt, first, first, last, last, streamId);
  }

  events(scope: Scope, query: LogQuery): LogEvent[] {
    this.beforeRead();
    const groupId = this.#groupId(scope, query.group);
    if (groupId === undefined) return [];
    const { sql, values } = eventsQuery(groupId, query);
    const events = this.#sql(sql)
      .all(...values)
      .map((row) => ({
        id: numberIn(row, 'id'),
        stream: textIn(row, 'stream'),
        timestamp: numberIn(row, 'timestamp'),
        ingestedAt: numberIn(row, 'ingested_at'),
        message: textIn(row, 'message'),
      }));
    return query.backwards ? events.reverse() : events;
  }

  #groupId({ account, region }: Scope, name: string): number | undefined {
    const sql = 'SELECT id FROM log_group WHERE account = ? AND region = ? AND name = ?';
    const row = this.#sql(sql).get(account, region, name);
    return row === undefined ? undefined : numberIn(row, 'id');
  }

  #createStream(groupId: number, stream: string): boolean {
    const sql = 'INSERT OR IGNORE INTO log_stream (group_id, name, created_at) VALUES (?, ?, ?)';
    return this.#sql(sql).run(groupId, stream, this.#now()).changes > 0;
  }

  /** Each statement is prepared once. */
  #sql(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
