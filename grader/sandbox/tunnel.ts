import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import {
  constants,
  createServer,
  type IncomingHttpHeaders as Http2Headers,
  type ServerHttp2Stream,
} from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { SandboxContainer } from './container.ts';
import { type GateOptions, judge } from './gate.ts';

/** What the sandbox says of itself, ten times a second. */
const reportSchema = z
  .string()
  .transform((text, { addIssue }) => {
    try {
      return JSON.parse(text);
    } catch {
      addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ oomKills: z.number(), refusedForks: z.number(), wasFull: z.boolean() }));
export type SandboxReport = z.infer<typeof reportSchema>;

export interface TunnelEvents {
  readonly onReport: (report: SandboxReport) => void;
  /** In words; hears the same ones again. */
  readonly onRefused: (what: string) => void;
  /** A request has begun, or has sent so many bytes more. False: no more of them. */
  readonly onSent: (requests: number, bytes: number) => boolean;
}

/** At a time; more wait in the sandbox. */
const CONCURRENT = 32;
const HOP_BY_HOP = /^(?:connection|keep-alive|proxy-connection|te|transfer-encoding|upgrade)$/;

/**
 * Takes requests from the relay in a sandbox and hands those to the runtime that the gate lets
 * through. Ends with the container, or when it is disposed of.
 */
export const openTunnel = async (
  { fromRelay, toRelay }: Pick<SandboxContainer, 'fromRelay' | 'toRelay'>,
  options: GateOptions,
  events: TunnelEvents,
): Promise<AsyncDisposable> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
  const server = createServer({ settings: { maxConcurrentStreams: CONCURRENT } });
  server.on('sessionError', () => undefined);
  server.on('stream', (request, headers) => {
    request.on('error', () => undefined);
    if (headers[':scheme'] === 'report') readReports(request, events);
    else answer(request, headers, { ...options, agent }, events);
  });
  // HTTP/2 wants a socket, not any stream; one in a folder that nobody else may look into.
  const folder = await mkdtemp(join(tmpdir(), 'ecs-workbook-gate-'));
  const path = join(folder, 'socket');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const socket = connect(path);
  server.once('session', () => server.close());
  pipeline(fromRelay, socket).catch(() => undefined);
  pipeline(socket, toRelay).catch(() => undefined);
  return {
    [Symbol.asyncDispose]: async () => {
      socket.destroy();
      agent.destroy();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const readReports = (stream: ServerHttp2Stream, { onReport }: TunnelEvents): void => {
  createInterface({ input: stream }).on('line', (line) => {
    const { data } = reportSchema.safeParse(line);
    if (data !== undefined) onReport(data);
  });
};

const answer = (
  stream: ServerHttp2Stream,
  headers: Http2Headers,
  options: GateOptions & { readonly agent: Agent },
  { onRefused, onSent }: TunnelEvents,
): void => {
  if (!onSent(1, 0)) {
    stream.close(constants.NGHTTP2_REFUSED_STREAM);
    return;
  }
  const { ':path': path = '/', ':authority': host = '', ':method': method = 'GET' } = headers;
  const plain = plainHeaders(headers);
  const verdict = judge({ path, host, headers: plain }, options);
  if ('refused' in verdict) {
    onRefused(verdict.refused);
    refuse(stream, plain, verdict.refused);
    return;
  }
  const outgoing = httpRequest({
    host: '127.0.0.1',
    port: options.port,
    agent: options.agent,
    method,
    path,
    headers: { ...plain, host: verdict.host },
  });
  stream.on('close', () => outgoing.destroy());
  outgoing.on('error', () => {
    if (!stream.headersSent && !stream.destroyed) stream.respond({ ':status': 502 });
    stream.end();
  });
  outgoing.on('response', (response) => {
    if (stream.destroyed) return;
    stream.respond({ ...plainHeaders(response.headers), ':status': response.statusCode ?? 502 });
    pipeline(response, stream).catch(() => stream.close());
  });
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      if (!onSent(0, chunk.length)) throw new Error('Too much was sent.');
      yield chunk;
    }
  };
  pipeline(stream, counted, outgoing).catch(() => outgoing.destroy());
};

const plainHeaders = (headers: Http2Headers | IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith(':') && !HOP_BY_HOP.test(name)),
  );

/** In the dialect in which it was asked, so that the AWS CLI shows the words. */
const refuse = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, refused: string): void => {
  const message = `Refused by the sandbox. ${refused}`;
  const answer = (type: string, body: string) => {
    stream.respond({ ':status': 403, 'content-type': type });
    stream.end(body);
    stream.resume();
  };
  if (headers['x-amz-target'] !== undefined) {
    const body = JSON.stringify({ __type: 'AccessDeniedException', message });
    answer('application/x-amz-json-1.1', body);
  } else if (headers['content-type']?.includes('form-urlencoded')) {
    const words = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const error = `<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${words}</Message></Error>`;
    answer('text/xml', `<ErrorResponse>${error}</ErrorResponse>`);
  } else answer('text/plain; charset=utf-8', `${message}\n`);
};
