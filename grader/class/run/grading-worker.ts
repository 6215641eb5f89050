import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../../src/project-root.ts';
import type { Answer, Delivery, Job, Order, WorkerStart } from './job.ts';

/** As built from `worker.ts`. */
const PROGRAM = join(projectRoot, 'dist', 'grade-worker.js');
/** Milliseconds. */
const LOOK_EVERY = 500;
const START_WITHIN = 60_000;

export interface WorkerOptions {
  /** Id of the lab. */
  readonly lab: string;
  /** Module with the checks as its default export. */
  readonly checks: string;
  /** Of the worker's heap. */
  readonly memoryMiB: number;
  /** Milliseconds that a check may take without letting anything else go on. */
  readonly stuckAfter: number;
}

/** The worker was ended before it had answered; says why. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: WorkerEnded) => void;
}

/** A thread that grades students, several at a time. Where one of them breaks it, all of its jobs reject. */
export class GradingWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #beats = new Int32Array(new SharedArrayBuffer(4));
  readonly #watch: NodeJS.Timeout;
  readonly #stuckAfter: number;
  #ended: WorkerEnded | undefined;
  #isRetired = false;
  #jobs = 0;
  /** A check has gone wrong in it: what it may have left running is not for the next student. */
  isSpent = false;

  constructor({ lab, checks, memoryMiB, stuckAfter }: WorkerOptions) {
    this.#stuckAfter = stuckAfter;
    const workerData: WorkerStart = { lab, checks, beats: this.#beats };
    this.#worker = new Worker(PROGRAM, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMiB },
      // What a check prints is nobody's.
      stdout: true,
      stderr: true,
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.on('message', ({ number, answer }: Delivery) => {
      if ('problem' in answer || answer.report.results.some(({ status }) => status === 'error')) {
        this.isSpent = true;
      }
      this.#waiting.get(number)?.resolve(answer);
      this.#waiting.delete(number);
      if (this.#isRetired) this.retire();
    });
    this.#worker.on('error', (error) => this.#end(inWords(error, memoryMiB)));
    this.#worker.on('exit', () => this.#end('The checks ended the process that runs them.'));
    this.#watch = setInterval(this.#look(), LOOK_EVERY);
  }

  get jobs(): number {
    return this.#waiting.size;
  }

  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  /** Takes no more jobs: ends when it has done what it has. */
  retire(): void {
    this.#isRetired = true;
    if (this.jobs === 0) void this.close();
  }

  /** Rejects with `WorkerEnded`. */
  grade(job: Job): Promise<Answer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#jobs += 1;
    const order: Order = { number: this.#jobs, job };
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(order.number, { resolve, reject });
    });
    this.#worker.postMessage(order);
    return answer;
  }

  async close(): Promise<void> {
    this.#end('It was stopped.');
    await this.#worker.terminate();
  }

  /** Counts looks and not time, so that a computer that slept has not missed a beat. */
  #look(): () => void {
    let seen = 0;
    let looks = 0;
    return () => {
      const now = Atomics.load(this.#beats, 0);
      looks = now === seen && this.jobs > 0 ? looks + 1 : 0;
      seen = now;
      const patience = seen === 0 ? START_WITHIN : this.#stuckAfter;
      if (looks * LOOK_EVERY < patience) return;
      this.#end(
        `The checks kept a processor busy for ${patience / 1000} s and let nothing else go on, as an endless loop does.`,
      );
      void this.#worker.terminate();
    };
  }

  #end(reason: string): void {
    if (this.#ended !== undefined) return;
    clearInterval(this.#watch);
    this.#ended = new WorkerEnded(reason);
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

const inWords = (error: Error, memoryMiB: number): string =>
  'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `The checks took more than ${memoryMiB} MiB of memory.`
    : `A check broke the process that runs it: ${error.name}: ${error.message}.`;
