/** Bumped when the tables change in a way that older programs would misread. */
export const FORMAT = 1;

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS format (version INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS journal (
    sequence INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    records TEXT NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT;
  -- A snapshot is whole once its row is there; its parts come before.
  CREATE TABLE IF NOT EXISTS snapshot (
    sequence INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    parts INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS snapshot_part (
    sequence INTEGER NOT NULL,
    part INTEGER NOT NULL,
    records TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (sequence, part)
  ) STRICT;
`;
