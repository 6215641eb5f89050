import type { ServerResponse } from 'node:http';

export const SERVER = 'awselb/2.0';

/** Answers that are the load balancer's own (AWS: The load balancer generates an HTTP error). */
const PHRASES = {
  301: 'Moved Permanently',
  302: 'Found',
  400: 'Bad Request',
  405: 'Not Allowed',
  408: 'Request Time-out',
  414: 'Request-URI Too Large',
  463: '',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

export type OwnStatus = keyof typeof PHRASES;

/** The page as ALB writes it. */
const page = (status: OwnStatus): string => {
  const title = `${status} ${PHRASES[status]}`.trim();
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
};

/** A whole answer with the load balancer's own page; `headers`: more of them. */
export const answerPage = (
  response: ServerResponse,
  status: OwnStatus,
  headers: Readonly<Record<string, string | string[]>> = {},
): void => answerOwn(response, status, 'text/html', page(status), headers, PHRASES[status]);

export const answerOwn = (
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string | string[]>> = {},
  phrase?: string,
): void => {
  const all = {
    Server: SERVER,
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  };
  if (phrase === undefined) response.writeHead(status, all);
  else response.writeHead(status, phrase, all);
  response.end(body);
};

/** The same for a connection whose request could not even be read; it is closed then. */
export const rawPage = (status: OwnStatus, now: Date): string => {
  const body = page(status);
  return [
    `HTTP/1.1 ${status} ${PHRASES[status]}`,
    `Server: ${SERVER}`,
    `Date: ${now.toUTCString()}`,
    'Content-Type: text/html',
    `Content-Length: ${body.length}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
};
