import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { format } from 'node:util';
import type { Clock } from '../engine.ts';
import { fetchFrom } from './fetch.ts';
import { modulesFor } from './modules.ts';
import type { Network } from './network.ts';
import { outsideWork, type Pace, pause } from './pace.ts';
import type { ProgramServer } from './program-server.ts';
import { GLOBALS, type Source } from './source.ts';

/** Where a program runs. */
export interface ProgramPlace {
  readonly pace: Pace;
  readonly network: Network;
  readonly hostname: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The real path of a path of the program. */
  readonly file: (path: string) => string;
  readonly print: (text: string) => void;
}

/** Thrown by `process.exit` as long as the program's own code, not a callback of it, is under way. */
class Exit extends Error {}

/**
 * A program of Node.js that runs in this process. What it has of the world (`process`, timers,
 * `node:http`, files) is its container's; it shares nothing with others but time.
 */
export class NodeProgram {
  readonly #place: ProgramPlace;
  readonly #ended: (exitCode: number) => void;
  readonly #servers: ProgramServer[] = [];
  readonly #timers = new Set<() => void>();
  readonly #process = new EventEmitter();
  #isOver = false;
  #isStarting = true;
  /** Callbacks that were due while it was paused. */
  #held: (() => void)[] | undefined;

  constructor(
    source: Source,
    args: readonly string[],
    place: ProgramPlace,
    ended: (exitCode: number) => void,
  ) {
    this.#place = place;
    this.#ended = ended;
    const { environment } = place;
    const modules = modulesFor(place, (server) => this.#servers.push(server));
    const program = this.#processOf(args);
    const require = (name: string): unknown => {
      if (name === 'node:process') return program;
      return modules(name);
    };
    const after = (callback: (...args: unknown[]) => void, delay = 0, ...rest: unknown[]) =>
      this.#after(delay, () => callback(...rest));
    const every = (callback: () => void, delay: number) => this.#every(delay, callback);
    const cancel = (timer: Timer | undefined) => timer?.cancel();
    try {
      const { pace } = place;
      const globals: Record<(typeof GLOBALS)[number], unknown> = {
        require,
        process: program,
        console: this.#console,
        setTimeout: after,
        clearTimeout: cancel,
        setInterval: every,
        clearInterval: cancel,
        fetch: fetchFrom(pace, environment),
        Date: dateOf(pace.clock),
      };
      outsideWork(() => source(...GLOBALS.map((name) => globals[name])));
    } catch (error) {
      if (!(error instanceof Exit)) {
        this.#print(error instanceof Error ? error.stack : error);
        this.#exit(1);
      }
    }
    this.#isStarting = false;
  }

  /** False: it does not care about that signal. */
  signal(name: string): boolean {
    return !this.#isOver && outsideWork(() => this.#process.emit(name, name));
  }

  pause(isPaused: boolean): void {
    for (const server of this.#servers) server.pause(isPaused);
    const held = this.#held ?? [];
    this.#held = isPaused ? held : undefined;
    if (!isPaused) for (const callback of held) callback();
  }

  kill(): void {
    this.#isOver = true;
    for (const cancel of this.#timers) cancel();
    for (const server of this.#servers) server.destroy();
  }

  #exit(code: number): void {
    if (this.#isOver) return;
    this.kill();
    // As with processes, others hear of it later.
    setImmediate(() => this.#ended(code));
  }

  #after(delay: number, callback: () => void): Timer {
    let isCancelled = false;
    const cancel = () => {
      isCancelled = true;
      this.#timers.delete(cancel);
    };
    this.#timers.add(cancel);
    void pause(this.#place.pace, delay).then(() => {
      const run = () => {
        if (isCancelled) return;
        cancel();
        callback();
      };
      if (this.#held === undefined) run();
      else this.#held.push(run);
    });
    return timerOf(cancel);
  }

  #every(delay: number, callback: () => void): Timer {
    let timer: Timer;
    const again = () => {
      timer = this.#after(delay, () => {
        again();
        callback();
      });
    };
    again();
    return timerOf(() => timer.cancel());
  }

  #print(...values: readonly unknown[]): void {
    if (!this.#isOver) this.#place.print(`${format(...values)}\n`);
  }

  get #console() {
    const print = (...values: readonly unknown[]) => this.#print(...values);
    return { log: print, info: print, warn: print, error: print, debug: print };
  }

  #processOf(args: readonly string[]) {
    const output = () =>
      new Writable({
        decodeStrings: false,
        write: (text, _encoding, done) => {
          if (!this.#isOver) this.#place.print(String(text));
          done();
        },
      });
    const known = Object.assign(this.#process, {
      argv: ['node', ...args],
      env: { ...this.#place.environment },
      pid: 1,
      version: process.version,
      stdout: output(),
      stderr: output(),
      exit: (code = 0) => {
        this.#exit(code);
        if (this.#isStarting) throw new Exit();
      },
    });
    // Programs that set it have done their work.
    return Object.defineProperty(known, 'exitCode', {
      set: (code: number) => this.#exit(code),
    });
  }
}

/** `Date` on that clock. */
const dateOf = (clock: Clock) =>
  class extends Date {
    constructor(...time: [] | [number | string | Date]) {
      super(time[0] ?? clock.now());
    }

    static override now = (): number => clock.now();
  };

interface Timer {
  cancel(): void;
  ref(): Timer;
  unref(): Timer;
}

const timerOf = (cancel: () => void): Timer => {
  const timer: Timer = { cancel, ref: () => timer, unref: () => timer };
  return timer;
};
