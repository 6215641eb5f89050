import type { ServerResponse } from 'node:http';

/** Milliseconds between two comments that keep a silent stream open. */
const HEARTBEAT = 15_000;

/**
 * One answer of server-sent events. A reader that is slower than the events gets the newest one
 * when it is ready again, not all of them.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #heartbeat: NodeJS.Timeout;
  #waiting: string | undefined;

  constructor(response: ServerResponse, onClose: () => void) {
    this.#response = response;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    response.flushHeaders();
    this.#heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT);
    response.on('drain', () => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting !== undefined) this.send(waiting);
    });
    response.on('close', () => {
      clearInterval(this.#heartbeat);
      onClose();
    });
  }

  /** @param json one event's data, on one line. */
  send(json: string): void {
    if (this.#response.writableEnded) return;
    if (this.#response.writableNeedDrain) this.#waiting = json;
    else this.#response.write(`data: ${json}\n\n`);
  }

  /** An event of another kind, which a reader who is too slow misses. */
  sendAside(event: string, json: string): void {
    if (this.#response.writableEnded || this.#response.writableNeedDrain) return;
    this.#response.write(`event: ${event}\ndata: ${json}\n\n`);
  }

  end(): void {
    clearInterval(this.#heartbeat);
    this.#response.end();
  }
}
