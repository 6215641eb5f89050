import type { ServerResponse } from 'node:http';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import type { Flow } from '../api.ts';
import { EventStream } from './event-stream.ts';
import { FlowMeter } from './flow-meter.ts';
import { nextChange, pictureOf } from './picture.ts';
import { throttle } from './throttle.ts';

/** Milliseconds between two pictures: at most ten a second. */
const GAP = 100;

/** The live pictures of all accounts that somebody looks at. */
export class ClusterStreams {
  readonly #accounts = new Map<string, AccountStream>();

  constructor(
    readonly controlPlane: ControlPlane,
    readonly port: number,
    readonly token: string,
  ) {}

  open(account: string, response: ServerResponse): void {
    let stream = this.#accounts.get(account);
    if (stream === undefined) {
      stream = new AccountStream(this.controlPlane, account, this.port, this.token, () =>
        this.#accounts.delete(account),
      );
      this.#accounts.set(account, stream);
    }
    stream.add(response);
  }

  close(): void {
    for (const stream of this.#accounts.values()) stream.end();
  }
}

/** One account's picture, drawn once for all who look; lives while somebody does. */
class AccountStream {
  readonly #readers = new Set<EventStream>();
  readonly #unsubscribe: () => void;
  readonly #throttle = throttle(GAP, () => this.#draw());
  readonly #flowMeter: FlowMeter;
  #flow = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly controlPlane: ControlPlane,
    readonly account: string,
    readonly port: number,
    token: string,
    readonly onEmpty: () => void,
  ) {
    this.#flowMeter = new FlowMeter(controlPlane, account, token, (flow) => this.#flows(flow));
    this.#unsubscribe = controlPlane.subscribe(() => this.#throttle.poke());
  }

  add(response: ServerResponse): void {
    const reader = new EventStream(response, () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#stop();
    });
    this.#readers.add(reader);
    reader.send(this.#picture());
    if (this.#flow !== '') reader.sendAside('flow', this.#flow);
    this.#wakeWhenATaskLeaves();
  }

  end(): void {
    for (const reader of this.#readers) reader.end();
  }

  #draw(): void {
    const picture = this.#picture();
    for (const reader of this.#readers) reader.send(picture);
    this.#wakeWhenATaskLeaves();
  }

  /** Nothing is said while nothing flows. */
  #flows(flow: Flow): void {
    const json = JSON.stringify(flow);
    if (json === this.#flow) return;
    this.#flow = json;
    for (const reader of this.#readers) reader.sendAside('flow', json);
  }

  #picture(): string {
    const { state } = this.controlPlane;
    return JSON.stringify(pictureOf(state, this.account, this.controlPlane.now(), this.port));
  }

  #wakeWhenATaskLeaves(): void {
    clearTimeout(this.#timer);
    const now = this.controlPlane.now();
    const next = nextChange(this.controlPlane.state, this.account, now);
    if (next !== undefined) this.#timer = setTimeout(() => this.#throttle.poke(), next - now + 1);
  }

  #stop(): void {
    this.#unsubscribe();
    this.#flowMeter.stop();
    this.#throttle.cancel();
    clearTimeout(this.#timer);
    this.onEmpty();
  }
}
