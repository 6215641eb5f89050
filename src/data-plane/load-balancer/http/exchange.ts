import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Balancer } from '../balancer.ts';
import { authority, type Target } from '../targets/target.ts';
import { statusOfFailure } from './failures.ts';
import { answerPage } from './pages.ts';
import { RequestBody, readOut } from './request-body.ts';
import type { RequestRecord } from './request-record.ts';
import { headersForClient, type RawHeaders } from './response-head.ts';
import { type Incoming, type Routed, recordOf, route } from './route.ts';

/** Up to here copying costs less than writing twice. */
const SMALL_BYTES = 8 * 1024;

/** Serves one request of an HTTP listener: finds its target, and passes both bodies through. */
export const serve = (balancer: Balancer, incoming: Incoming): void => {
  const { request, response } = incoming;
  const record = recordOf(balancer, incoming);
  response.on('close', () => {
    // AWS: 460, the client closed the connection.
    record.end(balancer.log, response.headersSent ? response.statusCode : 460);
    if (!request.complete && !request.destroyed) readOut(request);
  });
  const routed = route(balancer, incoming, record);
  if (routed !== undefined) new Exchange(balancer, incoming, routed, record).start();
};

/**
 * One request on its way. A request that never reached its target, since that refused the connection,
 * is tried on another one, once, which AWS does not promise. A request of which anything was sent is
 * never repeated.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #balancer: Balancer;
  readonly #incoming: Incoming;
  readonly #routed: Routed;
  readonly #record: RequestRecord;
  #body: RequestBody | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #target: Target | undefined;
  #refusedBy: Target | undefined;
  #contentLength = Number.NaN;

  constructor(balancer: Balancer, incoming: Incoming, routed: Routed, record: RequestRecord) {
    this.#balancer = balancer;
    this.#incoming = incoming;
    this.#routed = routed;
    this.#record = record;
  }

  start(): void {
    const { response } = this.#incoming;
    response.on('close', () => {
      this.#body?.destroy();
      if (!response.writableFinished) this.#controller?.abort(new Error('The client is gone.'));
    });
    response.on('timeout', () => this.#idle());
    const target = this.#routed.choice.target();
    if (target === undefined) answerPage(response, 503);
    else this.#send(target);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#record.sent();
    if (this.#incoming.response.destroyed) controller.abort(new Error('The client is gone.'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
    statusMessage = '',
  ): void {
    const { response } = this.#incoming;
    // Interim answers are between the target and us.
    if (statusCode < 200 || this.#target === undefined) return;
    this.#record.answered(statusCode);
    this.#contentLength = Number(headers['content-length'] ?? Number.NaN);
    const raw = rawOf(controller);
    const cookies = this.#routed.choice.cookies(this.#target, raw);
    // Throws for what may not be in a head: then the answer is as bad as one that cannot be read.
    response.writeHead(statusCode, statusMessage, headersForClient(raw, cookies));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { response } = this.#incoming;
    if (response.destroyed) return;
    // A small body that came whole goes out with its head, as one write.
    if (chunk.length === this.#contentLength && chunk.length <= SMALL_BYTES) {
      response.end(chunk.toString('latin1'), 'latin1');
      return;
    }
    if (response.write(chunk)) return;
    controller.pause();
    response.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    this.#release();
    this.#incoming.response.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const target = this.#target;
    this.#release();
    if (this.#controller === undefined && target !== undefined) this.#refused(target, error);
    else this.#fail(error);
  }

  #send(target: Target): void {
    const { idleTimeout } = this.#balancer;
    const { address } = target;
    const pool = target.pool(idleTimeout);
    if (pool === undefined || address === undefined) {
      this.#refused(target, new Error('The target has no address.'));
      return;
    }
    this.#target = target;
    target.outstanding++;
    this.#record.target = authority(address);
    this.#record.counts = target.counts;
    const { method, target: path, headers, hasBody } = this.#routed.head;
    this.#body = hasBody ? new RequestBody(this.#incoming.request) : undefined;
    pool.dispatch(
      {
        method,
        path,
        headers,
        body: this.#body ?? null,
        headersTimeout: idleTimeout,
        bodyTimeout: idleTimeout,
      },
      this,
    );
  }

  #refused(target: Target, error: Error): void {
    const other =
      this.#refusedBy === undefined && statusOfFailure(error) === 502
        ? this.#routed.choice.group.choose(target)
        : undefined;
    this.#refusedBy = target;
    if (other === undefined || this.#incoming.response.destroyed) this.#fail(error);
    else this.#send(other);
  }

  #fail(error: Error): void {
    const { response } = this.#incoming;
    this.#body?.destroy();
    if (response.destroyed || response.writableEnded) return;
    // What has begun can only be cut off, so that the client sees that it is not whole.
    if (response.headersSent) response.destroy();
    else answerPage(response, statusOfFailure(error));
  }

  /** Nothing came from or went to the client for the idle timeout. */
  #idle(): void {
    const { response } = this.#incoming;
    if (response.headersSent) return void response.destroy();
    // While the target is silent it is the pool that watches the time: that ends with 504.
    if (!this.#body?.waiting) return;
    answerPage(response, 408, { Connection: 'close' });
    this.#controller?.abort(new Error('The client is silent.'));
  }

  #release(): void {
    if (this.#target !== undefined) this.#target.outstanding--;
    this.#target = undefined;
  }
}

const rawOf = ({ rawHeaders }: Dispatcher.DispatchController): RawHeaders =>
  Array.isArray(rawHeaders) ? rawHeaders : [];
