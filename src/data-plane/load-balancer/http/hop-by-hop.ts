/** Headers of one connection, not of the message on it (RFC 9110, 7.6.1). */
export const HOP_BY_HOP: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** More of them, that a `Connection` header names (in lower case); undefined: it names none. */
export const namedByConnection = (connection: string | undefined): Set<string> | undefined =>
  connection === undefined || /^(keep-alive|close)$/i.test(connection)
    ? undefined
    : new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
