import type { Scope } from '../../core/arn.ts';

/** Log groups, streams and events of CloudWatch Logs. Data, not state: never through `step`. */
export interface LogStore {
  /** False when it exists already. */
  createGroup(scope: Scope, name: string): boolean;
  /** False when there is none. */
  deleteGroup(scope: Scope, name: string): boolean;
  setRetention(scope: Scope, name: string, days: number | undefined): boolean;
  group(scope: Scope, name: string): LogGroup | undefined;
  /** By name. */
  groups(scope: Scope, prefix?: string): LogGroup[];
  /** False when it exists already; the group must exist. */
  createStream(scope: Scope, group: string, stream: string): boolean;
  deleteStream(scope: Scope, group: string, stream: string): boolean;
  /** By name, or by the time of the last event, newest first. */
  streams(
    scope: Scope,
    group: string,
    options?: { prefix?: string; orderBy?: 'LogStreamName' | 'LastEventTime' },
  ): LogStream[];
  append(scope: Scope, group: string, stream: string, events: readonly NewLogEvent[]): void;
  /** Oldest first, by time and then arrival; `after` continues behind the event with that id. */
  events(scope: Scope, query: LogQuery): LogEvent[];
}

export interface LogGroup {
  readonly name: string;
  readonly createdAt: number;
  readonly retentionInDays?: number | undefined;
  readonly storedBytes: number;
}

export interface LogStream {
  readonly name: string;
  readonly createdAt: number;
  readonly firstEventAt?: number | undefined;
  readonly lastEventAt?: number | undefined;
  readonly lastIngestedAt?: number | undefined;
}

export interface NewLogEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface LogEvent extends NewLogEvent {
  /** Grows with arrival. */
  readonly id: number;
  readonly stream: string;
  readonly ingestedAt: number;
}

export interface LogQuery {
  readonly group: string;
  readonly streams?: readonly string[] | undefined;
  readonly streamPrefix?: string | undefined;
  /** Inclusive, milliseconds since the epoch. */
  readonly from?: number | undefined;
  /** Exclusive. */
  readonly to?: number | undefined;
  /** Continue behind (or, backwards, before) this event. */
  readonly after?: { readonly timestamp: number; readonly id: number } | undefined;
  readonly backwards?: boolean | undefined;
  readonly limit: number;
}
