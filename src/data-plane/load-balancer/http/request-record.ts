import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { AccessLog, AccessLogEntry } from '../access-log.ts';
import type { RequestCounts } from '../request-counts.ts';

/** Bytes of a connection that belong to requests before this one. */
interface Counted {
  read: number;
  written: number;
}

const countedOn = new WeakMap<Socket, Counted>();

/** Follows one request, and writes its line of the access log when it has ended. */
export class RequestRecord {
  readonly receivedAt = Date.now();
  target: string | undefined;
  /** Of that target. */
  counts: RequestCounts | undefined;
  targetGroupArn: string | undefined;
  traceId: string | undefined;
  rulePriority: number | undefined;
  action: AccessLogEntry['action'];
  redirectUrl: string | undefined;
  readonly client: string;
  readonly #start = performance.now();
  readonly #request: IncomingMessage;
  readonly #socket: Socket;
  readonly #port: number;
  readonly #loadBalancer: string;
  #sentAt = -1;
  #answeredAt = -1;
  #targetStatusCode: number | undefined;

  constructor(request: IncomingMessage, port: number, loadBalancer: string) {
    this.#request = request;
    this.#socket = request.socket;
    this.#port = port;
    this.#loadBalancer = loadBalancer;
    const { remoteAddress = '-', remotePort = 0 } = request.socket;
    this.client = `${remoteAddress}:${remotePort}`;
  }

  sent(): void {
    this.#sentAt = performance.now();
  }

  answered(statusCode: number): void {
    this.#answeredAt = performance.now();
    this.#targetStatusCode = statusCode;
  }

  end(log: AccessLog, statusCode: number, type: AccessLogEntry['type'] = 'http'): void {
    const { method = '-', url = '', headers, httpVersion } = this.#request;
    const { bytesRead, bytesWritten } = this.#socket;
    const before = countedOn.get(this.#socket) ?? { read: 0, written: 0 };
    const { receivedBytes, sentBytes } = {
      receivedBytes: bytesRead - before.read,
      sentBytes: bytesWritten - before.written,
    };
    countedOn.set(this.#socket, { read: bytesRead, written: bytesWritten });
    const now = performance.now();
    const answered = this.#answeredAt >= 0;
    this.counts?.add(statusCode);
    log.add({
      type,
      receivedAt: this.receivedAt,
      endedAt: this.receivedAt + (now - this.#start),
      loadBalancer: this.#loadBalancer,
      client: this.client,
      target: this.target,
      requestProcessingTime: answered ? (this.#sentAt - this.#start) / 1000 : -1,
      targetProcessingTime: answered ? (this.#answeredAt - this.#sentAt) / 1000 : -1,
      responseProcessingTime: answered ? 0 : -1,
      statusCode,
      targetStatusCode: this.#targetStatusCode,
      receivedBytes,
      sentBytes,
      method,
      url: /^https?:/i.test(url) ? url : `http://${withPort(headers.host, this.#port)}${url}`,
      httpVersion,
      userAgent: headers['user-agent'],
      targetGroupArn: this.targetGroupArn,
      traceId: this.traceId,
      rulePriority: this.rulePriority,
      action: this.action,
      redirectUrl: this.redirectUrl,
    });
  }
}

const withPort = (host: string | undefined, port: number): string =>
  `${(host ?? '-').replace(/:\d*$/, '')}:${port}`;
