import type { LogQuery } from './log-store.ts';

/** The SQL of a query of one group's events, with the values of its placeholders. */
export function eventsQuery(
  groupId: number,
  query: LogQuery,
): { readonly sql: string; readonly values: readonly (string | number)[] } {
  const { streams, streamPrefix, from, to, after, backwards = false } = query;
  const conditions: string[] = ['event.group_id = ?'];
  const values: (string | number)[] = [groupId];
  const where = (condition: string, ...its: (string | number)[]) => {
    conditions.push(condition);
    values.push(...its);
  };
  if (streams !== undefined) {
    where(`stream.name IN (${streams.map(() => '?').join(', ')})`, ...streams);
  }
  if (streamPrefix !== undefined) {
    where('substr(stream.name, 1, ?) = ?', streamPrefix.length, streamPrefix);
  }
  if (from !== undefined) where('event.timestamp >= ?', from);
  if (to !== undefined) where('event.timestamp < ?', to);
  if (after !== undefined) {
    const beyond = backwards ? '<' : '>';
    where(`(event.timestamp, event.id) ${beyond} (?, ?)`, after.timestamp, after.id);
  }
  const direction = backwards ? 'DESC' : 'ASC';
  const sql = `SELECT event.id, event.timestamp, event.ingested_at, event.message,
      stream.name AS stream
    FROM log_event AS event JOIN log_stream AS stream ON stream.id = event.stream_id
    WHERE ${conditions.join(' AND ')}
    ORDER BY event.timestamp ${direction}, event.id ${direction} LIMIT ?`;
  return { sql, values: [...values, query.limit] };
}
