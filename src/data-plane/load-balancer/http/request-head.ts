import type { IncomingMessage } from 'node:http';
import type { RequestFacts } from '../rules/conditions.ts';
import { HOP_BY_HOP, namedByConnection } from './hop-by-hop.ts';
import type { OwnStatus } from './pages.ts';
import { newTraceId, tracedBy } from './trace-id.ts';

/** AWS: the longest request line and the longest single header. */
const MAX_LINE = 16 * 1024;
/** AWS: more addresses in X-Forwarded-For are refused with 463. */
const MAX_FORWARDED = 30;

/** How the request came in. */
export interface Arrival {
  /** Of the listener. */
  readonly port: number;
  /** Through the gateway, which is not at the listener's port? */
  readonly gateway: boolean;
  readonly sourceIp: string;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** The head of a request, read once: what rules look at, and what the target gets. */
export interface RequestHead extends RequestFacts {
  /** Path and query, as the target gets them. */
  readonly target: string;
  /** `Host` as the client sent it. */
  readonly hostHeader: string;
  readonly traceId: string;
  readonly hasBody: boolean;
  /** Names and values in turns, without those that are for this connection only. */
  readonly headers: string[];
}

/** Of this connection, or written anew below. */
const DROPPED = new Set([
  ...HOP_BY_HOP,
  'expect',
  'host',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/** Reads and checks it; a number: the code with which ALB refuses such a request. */
export const readHead = (
  request: IncomingMessage,
  { port, gateway, sourceIp, now }: Arrival,
): RequestHead | OwnStatus => {
  const { method = '', url = '', headers, rawHeaders } = request;
  if (method === 'TRACE') return 405;
  if (url.length > MAX_LINE) return 414;
  const [, authority, target = url] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url) ?? [];
  const hostHeader = authority ?? headers.host ?? (request.httpVersion === '1.0' ? '' : undefined);
  if (hostHeader === undefined || !/^[/?]|^$/.test(target)) return 400;
  const encoding = headers['transfer-encoding'];
  if (encoding !== undefined && !/^(chunked|identity)$/i.test(encoding)) return 501;
  const forwardedFor = joined(headers['x-forwarded-for']);
  if (forwardedFor !== undefined && forwardedFor.split(',').length > MAX_FORWARDED) return 463;

  const traceId = tracedBy(joined(headers['x-amzn-trace-id']), newTraceId(now));
  const passed = [
    'X-Forwarded-For',
    forwardedFor === undefined ? sourceIp : `${forwardedFor}, ${sourceIp}`,
    'X-Forwarded-Proto',
    'http',
    'X-Forwarded-Port',
    String(port),
    'Host',
    gateway ? hostHeader : hostForTarget(hostHeader, port),
    'X-Amzn-Trace-Id',
    traceId,
  ];
  const dropped = namedByConnection(headers.connection);
  let hosts = 0;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const value = rawHeaders[i + 1] ?? '';
    if (name.length + value.length > MAX_LINE) return 400;
    const lower = name.toLowerCase();
    if (lower === 'host' && ++hosts > 1) return 400;
    if (!DROPPED.has(lower) && !dropped?.has(lower)) passed.push(name, value);
  }

  const path = target.startsWith('/') ? target : `/${target}`;
  const queryAt = path.indexOf('?');
  return {
    method,
    host: hostHeader.replace(/:\d*$/, '').toLowerCase(),
    path: queryAt < 0 ? path : path.slice(0, queryAt),
    query: queryAt < 0 ? '' : path.slice(queryAt + 1),
    sourceIp,
    header: (name) =>
      rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name),
    target: path,
    hostHeader,
    traceId,
    hasBody: encoding !== undefined || Number(headers['content-length'] ?? 0) > 0,
    headers: passed,
  };
};

/**
 * AWS: Host header preservation, which is off by default. At ports 80 and 443 without a port, at
 * others with one, that of the listener unless the client sent one.
 */
const hostForTarget = (host: string, port: number): string => {
  const bare = host.replace(/:\d*$/, '');
  if (port === 80 || port === 443) return bare;
  return bare === host && host !== '' ? `${host}:${port}` : host;
};

const joined = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;
