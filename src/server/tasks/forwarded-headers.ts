import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** About the connection, not the request: each hop makes its own. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The client's own headers, those about its connection aside. */
export const endToEndHeaders = ({ headers }: IncomingMessage): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));

/** Headers for the task: the client's own, plus who asked, as a load balancer adds it. */
export const forwardedHeaders = (request: IncomingMessage): IncomingHttpHeaders => ({
  ...endToEndHeaders(request),
  'x-forwarded-for': [request.headers['x-forwarded-for'], request.socket.remoteAddress]
    .filter(Boolean)
    .join(', '),
  'x-forwarded-host': request.headers.host,
  'x-forwarded-proto': 'http',
});
