export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS log_group (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retention_days INTEGER,
    UNIQUE (account, region, name)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS log_stream (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    first_event_at INTEGER,
    last_event_at INTEGER,
    last_ingested_at INTEGER,
    bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (group_id, name)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS log_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL,
    stream_id INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    ingested_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS log_event_by_group ON log_event (group_id, timestamp, id);
  CREATE INDEX IF NOT EXISTS log_event_by_stream ON log_event (stream_id, timestamp, id);
  -- Streams that are deleted, whose events are still to go.
  CREATE TABLE IF NOT EXISTS log_orphan (stream_id INTEGER PRIMARY KEY) STRICT;
  -- Where each container's output was last read to, for an engine that resumes.
  CREATE TABLE IF NOT EXISTS log_resume (
    task_arn TEXT NOT NULL,
    container TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    PRIMARY KEY (task_arn, container)
  ) STRICT;
`;
