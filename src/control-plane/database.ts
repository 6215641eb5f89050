import Database from 'libsql';

/** Opens (and makes) an SQLite file with a write-ahead log. */
export function openDatabase(
  file: string,
  options: { readonly synchronous: 'FULL' | 'NORMAL'; readonly maxPages?: number | undefined },
): Database.Database {
  const database = new Database(file);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${options.synchronous}`);
    // Finds damaged pages when they are read instead of answering nonsense from them.
    database.pragma('cell_size_check = ON');
    database.pragma('journal_size_limit = 16777216');
    if (options.maxPages !== undefined) database.pragma(`max_page_count = ${options.maxPages}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs `work` in one transaction; none of it stays when it throws. */
export function transaction(database: Database.Database, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    // On a full disk SQLite has already rolled back by itself.
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** A column that must be a number. */
export function numberIn(row: unknown, column: string): number {
  const value = valueIn(row, column);
  if (typeof value !== 'number') throw new TypeError(`Column ${column} holds no number: ${value}`);
  return value;
}

/** A column that must be text. */
export function textIn(row: unknown, column: string): string {
  const value = valueIn(row, column);
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text: ${value}`);
  return value;
}

/** A column that is a number or NULL. */
export function optionalNumberIn(row: unknown, column: string): number | undefined {
  const value = valueIn(row, column);
  return typeof value === 'number' ? value : undefined;
}

function valueIn(row: unknown, column: string): unknown {
  if (typeof row !== 'object' || row === null) throw new TypeError(`No row to read ${column} from`);
  return Reflect.get(row, column);
}

/** Closes it with all of the write-ahead log taken into the file, when that can be done. */
export function closeDatabase(database: Database.Database): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // On a full disk, say. The log stays beside the file, and the next open reads it.
  }
  database.close();
}
