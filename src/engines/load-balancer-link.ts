import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import type {
  LoadBalancerConfiguration,
  TargetHealth,
} from '../core/load-balancers/configuration.ts';
import type { Clock } from './engine.ts';

export interface LoadBalancerLinkOptions {
  /** Of its gateway, on 127.0.0.1. */
  readonly port: number;
  /** As `EngineHost.loadBalancerToken` gives it. */
  readonly token: string;
  readonly clock: Clock;
  /** The program has taken the configuration over, and kept it. */
  configured(configuration: LoadBalancerConfiguration): void;
  /** What it found out about targets, some of it perhaps not for the first time. */
  healthChanged(targets: readonly TargetHealth[]): void;
}

/** As `data-plane/load-balancer/surroundings.ts` names them. */
const CONFIGURATION_PATH = '/_load-balancer/configuration';
const HEALTH_PATH = '/_load-balancer/health';
/** Milliseconds until the next attempt; doubles with each that fails, up to the second number. */
const RETRY = 50;
const RETRY_MAX = 2_000;
/** Milliseconds without an answer, or a sign of life (there is one every 2 s), that end an attempt. */
const PATIENCE = 10_000;

/**
 * Between an engine and the program of a load balancer: hands over its configuration, the newest
 * only and one at a time, and hears of its targets' health. Tries again until closed; closing lets
 * go of the program and leaves it as it is.
 */
export class LoadBalancerLink {
  readonly #options: LoadBalancerLinkOptions;
  readonly #closed = new AbortController();
  /** Ends each wait under way. */
  readonly #wakes = new Set<() => void>();
  /** Resolves once the program has answered for the first time, or never will because of `close`. */
  readonly answering: Promise<void>;
  #hasAnswered: () => void = () => {};
  #next: LoadBalancerConfiguration | undefined;
  #isConfiguring = false;

  constructor(options: LoadBalancerLinkOptions) {
    this.#options = options;
    this.answering = new Promise((resolve) => {
      this.#hasAnswered = resolve;
    });
    void this.#listen();
  }

  configure(configuration: LoadBalancerConfiguration): void {
    this.#next = configuration;
    if (!this.#isConfiguring) void this.#handOver();
  }

  close(): void {
    this.#closed.abort();
    for (const wake of this.#wakes) wake();
    this.#hasAnswered();
  }

  async #handOver(): Promise<void> {
    this.#isConfiguring = true;
    await this.#untilDone(async () => {
      while (this.#next !== undefined) {
        const configuration = this.#next;
        await this.#put(configuration);
        if (this.#next === configuration) this.#next = undefined;
        if (!this.#closed.signal.aborted) this.#options.configured(configuration);
      }
      return true;
    });
    this.#isConfiguring = false;
  }

  async #put(configuration: LoadBalancerConfiguration): Promise<void> {
    const body = JSON.stringify(configuration);
    const answer = await this.#ask({ method: 'PUT', path: CONFIGURATION_PATH }, body);
    answer.resume();
    if (answer.statusCode !== 204) throw new Error(`HTTP ${answer.statusCode}`);
  }

  /** On each connection what is known comes first, so nothing is missed in between. */
  #listen(): Promise<void> {
    return this.#untilDone(async (alive) => {
      const answer = await this.#ask({ method: 'GET', path: HEALTH_PATH });
      if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
      this.#hasAnswered();
      answer.setEncoding('utf8');
      let rest = '';
      for await (const chunk of answer) {
        alive();
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        const targets = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
        if (targets.length > 0 && !this.#closed.signal.aborted)
          this.#options.healthChanged(targets);
      }
      return false;
    });
  }

  /** Does it again, with growing pauses, until it answers true; `alive` makes them short again. */
  async #untilDone(work: (alive: () => void) => Promise<boolean>): Promise<void> {
    let pause = RETRY;
    while (!this.#closed.signal.aborted) {
      try {
        const alive = () => {
          pause = RETRY;
        };
        if (await work(alive)) return;
      } catch {
        // The program is not up, or just went down: whoever keeps it starts it again.
      }
      await this.#wait(pause);
      pause = Math.min(2 * pause, RETRY_MAX);
    }
  }

  #ask(options: RequestOptions, body = ''): Promise<IncomingMessage> {
    const { port, token } = this.#options;
    return new Promise((resolve, reject) => {
      const asked = request({
        ...options,
        host: '127.0.0.1',
        port,
        agent: false,
        headers: { Authorization: `Bearer ${token}`, 'Content-Length': Buffer.byteLength(body) },
        timeout: PATIENCE,
        signal: this.#closed.signal,
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', reject);
      asked.on('response', resolve);
      asked.end(body);
    });
  }

  #wait(pause: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.#wakes.delete(wake);
        resolve();
      };
      const cancel = this.#options.clock.after(pause, wake);
      this.#wakes.add(wake);
    });
  }
}
