import type Database from 'libsql';
import { scopeOf } from '../../core/arn.ts';
import type { LogLine } from '../../engines/engine.ts';
import { optionalNumberIn, transaction } from '../database.ts';
import type { NewLogEvent } from './log-store.ts';
import type { SqliteLogStore } from './sqlite-log-store.ts';

/** Milliseconds that lines wait for others to be written with. */
const WAIT = 20;
/** Lines that are written at once when there are this many. */
const LINES = 1_000;
/** CloudWatch Logs takes no longer message. */
const MESSAGE_LENGTH = 256 * 1024 - 26;
/** A full disk is reported this often, in milliseconds, not for each batch. */
const REPORT_PAUSE = 60_000;

/** Takes the engine's lines and writes them in batches. */
export class LogIntake {
  readonly #database: Database.Database;
  readonly #store: SqliteLogStore;
  readonly #report: (line: string) => void;
  readonly #resumeAt: Database.Statement;
  readonly #lastLogged: Database.Statement;
  #lines: LogLine[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lost = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(database: Database.Database, store: SqliteLogStore, report: (line: string) => void) {
    this.#database = database;
    this.#store = store;
    this.#report = report;
    this.#resumeAt = database.prepare(
      `INSERT INTO log_resume VALUES (?, ?, ?) ON CONFLICT (task_arn, container)
        DO UPDATE SET timestamp = max(timestamp, excluded.timestamp)`,
    );
    this.#lastLogged = database.prepare(
      'SELECT timestamp FROM log_resume WHERE task_arn = ? AND container = ?',
    );
    store.beforeRead = () => this.flush();
  }

  logged(line: LogLine): void {
    this.#lines.push(line);
    if (this.#lines.length >= LINES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), WAIT);
  }

  /** Time of the last line kept of that container; undefined: none. */
  lastLogged(taskArn: string, containerName: string): number | undefined {
    this.flush();
    return optionalNumberIn(this.#lastLogged.get(taskArn, containerName) ?? {}, 'timestamp');
  }

  /** Writes what waits. Lines that cannot be written are lost, and counted in a report. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    if (lines.length === 0) return;
    this.#lines = [];
    try {
      transaction(this.#database, () => this.#write(lines));
    } catch (error) {
      this.#lost += lines.length;
      const now = performance.now();
      if (now < this.#reportedAt + REPORT_PAUSE) return;
      this.#reportedAt = now;
      this.#report(`${this.#lost} lines of container logs could not be kept: ${error}`);
    }
  }

  #write(lines: readonly LogLine[]): void {
    for (const { line, events } of byStream(lines)) {
      const scope = { account: scopeOf(line.taskArn).account, region: line.region };
      this.#store.write(scope, line.group, line.stream, events);
      const last = Math.max(...events.map(({ timestamp }) => timestamp));
      this.#resumeAt.run(line.taskArn, line.containerName, last);
    }
  }
}

/** The lines of each stream together, in the order they came. */
function byStream(lines: readonly LogLine[]) {
  const streams = new Map<string, { readonly line: LogLine; readonly events: NewLogEvent[] }>();
  for (const line of lines) {
    const { taskArn, containerName, region, group, stream, timestamp, message } = line;
    const key = JSON.stringify([taskArn, containerName, region, group, stream]);
    const known = streams.get(key) ?? { line, events: [] };
    streams.set(key, known);
    known.events.push({ timestamp, message: message.slice(0, MESSAGE_LENGTH) });
  }
  return streams.values();
}
