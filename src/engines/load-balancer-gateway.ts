import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import type { Clock } from './engine.ts';

/** Milliseconds until the next attempt; doubles with each that fails, up to the second number. */
const RETRY = 50;
const RETRY_MAX = 2_000;
/** Milliseconds without an answer, or a sign of life (there is one every 2 s), that end an attempt. */
const PATIENCE = 10_000;

/** Requests to the gateway of a load balancer's program, until closed. */
export class LoadBalancerGateway {
  readonly #port: number;
  readonly #token: string;
  readonly #clock: Clock;
  readonly #closed = new AbortController();
  /** Ends each wait under way. */
  readonly #wakes = new Set<() => void>();

  /** `port` of 127.0.0.1; `token` as `EngineHost.loadBalancerToken` gives it. */
  constructor(port: number, token: string, clock: Clock) {
    this.#port = port;
    this.#token = token;
    this.#clock = clock;
  }

  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** Leaves the program as it is. */
  close(): void {
    this.#closed.abort();
    for (const wake of this.#wakes) wake();
  }

  /** The answer, if it has that status. */
  ask(options: RequestOptions, status: number, body = ''): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const asked = request({
        ...options,
        host: '127.0.0.1',
        port: this.#port,
        agent: false,
        headers: {
          Authorization: `Bearer ${this.#token}`,
          'Content-Length': Buffer.byteLength(body),
        },
        timeout: PATIENCE,
        signal: this.#closed.signal,
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', reject);
      asked.on('response', (answer) => {
        if (answer.statusCode === status) return resolve(answer);
        answer.resume();
        reject(new Error(`HTTP ${answer.statusCode}`));
      });
      asked.end(body);
    });
  }

  /** Does it again, with growing pauses, until it answers true; `alive` makes them short again. */
  async untilDone(work: (alive: () => void) => Promise<boolean>): Promise<void> {
    let pause = RETRY;
    const alive = () => {
      pause = RETRY;
    };
    while (!this.isClosed) {
      // The program is not up, or just went down: whoever keeps it starts it again.
      if (await work(alive).catch(() => false)) return;
      await this.#wait(pause);
      pause = Math.min(2 * pause, RETRY_MAX);
    }
  }

  #wait(pause: number): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.#wakes.delete(wake);
        resolve();
      };
      const cancel = this.#clock.after(pause, wake);
      this.#wakes.add(wake);
    });
  }
}
