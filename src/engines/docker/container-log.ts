import type Docker from 'dockerode';
import type { Lane } from './lane.ts';
import { framesOf } from './streams.ts';

/** CloudWatch Logs takes no longer events; longer lines are cut into several. */
const LONGEST_EVENT = 256 * 1024 - 26;

/** stdout and stderr may be written down a little out of order with each other. */
const DISORDER = 1_000;

type Emit = (timestamp: number, message: string) => void;

/** Up to where a stream was read: the last piece's time, as Docker writes it, and how many had it. */
interface Mark {
  readonly time: string;
  readonly count: number;
}

/**
 * The output of one container, read from where the last reading broke off. Docker gives each piece
 * a time in nanoseconds (the pieces of one long line share it); per stream these never go back, so
 * they tell what was read already.
 */
export class ContainerLog {
  readonly #container: Docker.Container;
  readonly #lane: Lane;
  readonly #lines: LineAssembler;
  readonly #last: number | undefined;
  /** By stream: 1 stdout, 2 stderr. */
  readonly #seen = new Map<number, Mark>();
  #following: AbortController | undefined;

  /** `last`: time of the last line that the host has, in milliseconds. */
  constructor(options: {
    container: Docker.Container;
    lane: Lane;
    last: number | undefined;
    emit: Emit;
  }) {
    this.#container = options.container;
    this.#lane = options.lane;
    this.#last = options.last;
    this.#lines = new LineAssembler(options.emit);
  }

  /** Reads on in the background, until the container ends or the connection breaks. */
  follow(): void {
    if (this.#following !== undefined) return;
    const following = new AbortController();
    this.#following = following;
    this.#copy(following.signal)
      // What broke is taken up again when the containers are listed, or when the container ends.
      .catch(() => {})
      .finally(() => {
        if (this.#following === following) this.#following = undefined;
      });
  }

  /**
   * Reads what is left of a container that has ended. Not from the stream that follows it: that one
   * may end a little too early.
   */
  async finish(): Promise<void> {
    this.close();
    const options = { ...this.#options(), follow: false as const };
    const rest = await this.#lane.run(() => this.#container.logs(options));
    await this.#read(asStream(rest), new AbortController().signal);
    this.#lines.end();
  }

  close(): void {
    this.#following?.abort();
    this.#following = undefined;
  }

  async #copy(signal: AbortSignal): Promise<void> {
    const options = { ...this.#options(), follow: true as const };
    const stream = await this.#container.logs(options);
    const stop = () => {
      if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    await this.#read(stream, signal);
  }

  async #read(stream: AsyncIterable<Buffer | string>, signal: AbortSignal): Promise<void> {
    // What this reading meets again, because it starts a little before where the last one ended.
    const again = new Map(this.#seen);
    for await (const { source, payload } of framesOf(stream)) {
      if (signal.aborted) return;
      const record = payload.toString('utf8');
      const space = record.indexOf(' ');
      // All of one length, so that their order is that of their characters.
      const time = record.slice(0, space);
      const known = again.get(source) ?? { time: '', count: 0 };
      if (time < known.time) continue;
      if (time === known.time && known.count > 0) {
        again.set(source, { time, count: known.count - 1 });
        continue;
      }
      const before = this.#seen.get(source);
      this.#seen.set(source, { time, count: before?.time === time ? before.count + 1 : 1 });
      this.#lines.add(source, Date.parse(time), record.slice(space + 1));
    }
  }

  #options() {
    const seen = [...this.#seen.values()].map(({ time }) => Date.parse(time));
    const from = seen.length > 0 ? Math.max(...seen) - DISORDER : (this.#last ?? -1) + 1;
    const since = (Math.max(0, from, (this.#last ?? -1) + 1) / 1000).toFixed(3);
    return { stdout: true, stderr: true, timestamps: true, since };
  }
}

/** Without `follow` the client gathers the whole answer. */
const asStream = async function* (answer: unknown): AsyncGenerator<Buffer | string> {
  if (Buffer.isBuffer(answer) || typeof answer === 'string') yield answer;
};

/** Docker cuts long lines at 16 KiB, each piece with a time of its own; this joins them again. */
class LineAssembler {
  readonly #parts = new Map<number, { timestamp: number; text: string }>();
  readonly #emit: Emit;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  add(source: number, time: number, text: string): void {
    const ended = text.endsWith('\n');
    const before = this.#parts.get(source);
    const timestamp = before?.timestamp ?? time;
    const line = (before?.text ?? '') + (ended ? text.slice(0, -1) : text);
    if (ended || line.length >= LONGEST_EVENT) {
      this.#parts.delete(source);
      this.#emit(timestamp, line.endsWith('\r') ? line.slice(0, -1) : line);
    } else this.#parts.set(source, { timestamp, text: line });
  }

  /** Hands over what has no end of line. */
  end(): void {
    for (const { timestamp, text } of this.#parts.values()) this.#emit(timestamp, text);
    this.#parts.clear();
  }
}
