import type Docker from 'dockerode';
import type { EngineHost } from '../engine.ts';
import type { KnownContainer } from './known-containers.ts';
import type { Lane } from './lane.ts';
import { framesOf } from './streams.ts';
import { TimeoutError, within } from './within.ts';

/** CloudWatch Logs takes no longer events; longer lines are cut into several. */
const LONGEST_EVENT = 256 * 1024 - 26;
/** How long the end of a container waits for its last lines. */
const DRAIN_PATIENCE = 1_000;

interface Reading {
  readonly done: Promise<void>;
  stop(): void;
}

/** Hands the output of containers with `awslogs` to the host, live, each line once. */
export class Logs {
  readonly #readings = new Map<string, Reading>();
  /** Ended, and read to the end. */
  readonly #drained = new WeakSet<KnownContainer>();

  constructor(
    readonly docker: Docker,
    readonly host: EngineHost,
    readonly lane: Lane,
  ) {}

  /** Goes on after the last line that the host has, until the container ends. */
  follow(container: KnownContainer): void {
    if (container.awslogs !== undefined && !this.#drained.has(container)) this.#read(container);
  }

  /** Of a container that has ended: resolves when the host has its last line, or patience ends. */
  async drain(container: KnownContainer): Promise<void> {
    if (container.awslogs === undefined || this.#drained.has(container)) return;
    try {
      await within(DRAIN_PATIENCE, this.#read(container).done);
      this.#drained.add(container);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
  }

  close(): void {
    for (const reading of this.#readings.values()) reading.stop();
  }

  #read(container: KnownContainer): Reading {
    const running = this.#readings.get(container.id);
    if (running !== undefined) return running;
    const abort = new AbortController();
    const done = this.#copy(container, abort.signal)
      // What breaks (Docker gone, container removed) is taken up again when the containers are listed.
      .catch(() => {})
      .finally(() => this.#readings.delete(container.id));
    const reading = { done, stop: () => abort.abort() };
    this.#readings.set(container.id, reading);
    return reading;
  }

  async #copy(container: KnownContainer, signal: AbortSignal): Promise<void> {
    const { id, taskArn, containerName, awslogs } = container;
    if (awslogs === undefined) return;
    const last = this.host.lastLogged(taskArn, containerName);
    const stream = await this.lane.run(() =>
      this.docker.getContainer(id).logs({
        follow: true,
        stdout: true,
        stderr: true,
        timestamps: true,
        since: last === undefined ? 0 : ((last + 1) / 1000).toFixed(3),
      }),
    );
    const stop = () => {
      if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const { group, stream: logStream, region } = awslogs;
    const lines = new LineAssembler((timestamp, message) => {
      if (signal.aborted) return;
      this.host.logged({
        taskArn,
        containerName,
        group,
        stream: logStream,
        region,
        timestamp,
        message,
      });
    });
    for await (const { source, payload } of framesOf(stream)) lines.add(source, payload);
    lines.end();
  }
}

/** Docker cuts long lines at 16 KiB, each piece with a time of its own; this joins them again. */
class LineAssembler {
  readonly #parts = new Map<number, { timestamp: number; text: string }>();

  constructor(readonly emit: (timestamp: number, message: string) => void) {}

  add(source: number, payload: Buffer): void {
    const record = payload.toString('utf8');
    const space = record.indexOf(' ');
    const ended = record.endsWith('\n');
    const text = record.slice(space + 1, ended ? -1 : undefined);
    const before = this.#parts.get(source);
    const timestamp = before?.timestamp ?? Date.parse(record.slice(0, space));
    const line = (before?.text ?? '') + text;
    if (ended || line.length >= LONGEST_EVENT) {
      this.#parts.delete(source);
      this.emit(timestamp, line.endsWith('\r') ? line.slice(0, -1) : line);
    } else this.#parts.set(source, { timestamp, text: line });
  }

  /** Hands over what has no end of line. */
  end(): void {
    for (const { timestamp, text } of this.#parts.values()) this.emit(timestamp, text);
    this.#parts.clear();
  }
}
