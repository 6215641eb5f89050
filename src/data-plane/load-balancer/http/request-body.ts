import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** How long a client that was answered may take to notice, and to stop sending. */
export const LINGER_MS = 5000;

/**
 * The body of a request, read from the client no faster than it is taken. A stream of its own, since
 * the pool destroys one that it gives up: the client's connection must live on for the answer.
 */
export class RequestBody extends Readable {
  readonly #request: IncomingMessage;
  #begun = false;
  #waiting = false;

  constructor(request: IncomingMessage) {
    super({ highWaterMark: 64 * 1024 });
    this.#request = request;
    // Whoever destroys it says why elsewhere.
    this.on('error', () => {});
  }

  /** Is the target waiting for what the client has not sent? */
  get waiting(): boolean {
    return this.#waiting;
  }

  override _read(): void {
    this.#waiting = true;
    if (!this.#begun) {
      this.#begun = true;
      this.#request.on('data', this.#onData).once('end', this.#onEnd).once('error', this.#onError);
    }
    this.#request.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#waiting = false;
    this.#request.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onError);
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#waiting = false;
    if (!this.push(chunk)) this.#request.pause();
  };

  readonly #onEnd = (): void => {
    this.#waiting = false;
    this.push(null);
  };

  readonly #onError = (error: Error): void => {
    this.destroy(error);
  };
}

/**
 * Reads what is still to come of an answered request, for a while: closing at once would make the
 * client's system throw away the answer, reading for ever would not end with a client who goes on.
 */
export const readOut = (request: IncomingMessage): void => {
  const late = setTimeout(() => request.socket.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(late));
  request.once('end', () => clearTimeout(late));
  request.resume();
};
