import type Docker from 'dockerode';
import type { EngineHost } from '../engine.ts';
import type { DockerAddress } from './find-docker.ts';
import { whyNot } from './find-docker.ts';
import { labelFilter } from './labels.ts';
import { linesOf } from './streams.ts';
import { within } from './within.ts';

/** One of Docker's events, as far as we look at it. */
export interface DockerEvent {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  /** Nanoseconds since the epoch; as a number it is precise to a fraction of a microsecond. */
  readonly timeNano: number;
}

const EVENTS = ['die', 'health_status'];
/** How long Docker may take to answer a simple question. */
const PATIENCE = 5_000;
const FIRST_DELAY = 100;
const LONGEST_DELAY = 5_000;

/**
 * Listens to Docker's events about this install, says when Docker goes away, tries to reach it again
 * with growing pauses, and says when it is back. Events resume where they broke off.
 */
export class DockerWatch {
  readonly #docker: Docker;
  readonly #address: DockerAddress;
  readonly #host: EngineHost;
  readonly #onConnect: (info: DockerInfo) => void;
  readonly #onEvent: (event: DockerEvent) => void;
  #available: boolean | undefined;
  #closed = false;
  #since: string | undefined;
  #breakOff = () => {};
  #wake = () => {};

  constructor(options: {
    docker: Docker;
    address: DockerAddress;
    host: EngineHost;
    /** Docker answers (again); called before the status changes. */
    onConnect: (info: DockerInfo) => void;
    onEvent: (event: DockerEvent) => void;
  }) {
    this.#docker = options.docker;
    this.#address = options.address;
    this.#host = options.host;
    this.#onConnect = options.onConnect;
    this.#onEvent = options.onEvent;
  }

  get available(): boolean {
    return this.#available === true && !this.#closed;
  }

  /** Resolves once the first status has been reported. */
  open(): Promise<void> {
    return new Promise((resolve) => void this.#run(resolve));
  }

  /** After a request that got no answer: is Docker still there? */
  async check(): Promise<boolean> {
    try {
      await within(PATIENCE, this.#docker.ping());
      return this.available;
    } catch (error) {
      this.#lost(error);
      return false;
    }
  }

  close(): void {
    this.#closed = true;
    this.#breakOff();
    this.#wake();
  }

  async #run(onFirstStatus: () => void): Promise<void> {
    let delay = FIRST_DELAY;
    while (!this.#closed) {
      try {
        const stream = await this.#connect();
        delay = FIRST_DELAY;
        onFirstStatus();
        for await (const line of linesOf(stream)) this.#hear(line);
        await this.check();
      } catch (error) {
        if (!(await this.check())) this.#lost(error);
      }
      onFirstStatus();
      if (this.#closed) return;
      await this.#pause(delay);
      delay = Math.min(delay * 2, LONGEST_DELAY);
    }
  }

  async #connect(): Promise<NodeJS.ReadableStream> {
    const info: DockerInfo = await within(PATIENCE, this.#docker.info());
    // By Docker's own clock, which need not be ours.
    this.#since ??= secondsOf(info.SystemTime);
    const stream = await within(PATIENCE, this.#listen(this.#since));
    this.#breakOff = () => {
      if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
    };
    if (this.#closed) this.#breakOff();
    else if (this.#available !== true) {
      this.#onConnect(info);
      this.#available = true;
      this.#host.statusChanged({ available: true });
    }
    return stream;
  }

  #listen(since: string): Promise<NodeJS.ReadableStream> {
    const { label } = labelFilter(this.#host.installId);
    const filters = JSON.stringify({ type: ['container'], event: EVENTS, label });
    // The types want a number, which cannot hold nanoseconds; Docker reads text.
    const options: object = { since, filters };
    return this.#docker.getEvents(options);
  }

  #hear(line: string): void {
    const event: DockerEvent = JSON.parse(line);
    this.#since = secondsOf(event.timeNano / 1e6);
    if (!this.#closed) this.#onEvent(event);
  }

  #lost(error: unknown): void {
    this.#breakOff();
    if (this.#available === false || this.#closed) return;
    this.#available = false;
    const where = this.#address.url.replace(/^unix:\/\//, '');
    const reason = whyNot(where, this.#address.source, error);
    this.#host.statusChanged({ available: false, reason });
  }

  #pause(delay: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#host.clock.after(delay, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** What Docker says of itself, as far as we look at it. */
export interface DockerInfo {
  readonly NCPU: number;
  readonly OperatingSystem: string;
  readonly ServerVersion: string;
  readonly SystemTime: string;
}

/** A time as Docker takes it: seconds since the epoch with a fraction. */
const secondsOf = (time: string | number): string =>
  ((typeof time === 'number' ? time : Date.parse(time)) / 1000).toFixed(6);
