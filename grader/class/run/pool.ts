import { GradingWorker, WorkerEnded, type WorkerOptions } from './grading-worker.ts';
import type { Answer, Job } from './job.ts';
import { Turns } from './turns.ts';

export interface PoolOptions extends WorkerOptions {
  /** Threads. */
  readonly workers: number;
}

/**
 * Grades students in worker threads. They share threads; where one breaks, each of those that were
 * in it is graded once more in a thread of his own, so that nobody suffers for anybody else.
 */
export class GradingPool implements AsyncDisposable {
  readonly #options: PoolOptions;
  readonly #shared = new Set<GradingWorker>();
  readonly #all = new Set<GradingWorker>();
  readonly #alone: Turns;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#alone = new Turns(options.workers);
  }

  /**
   * What a student's checks say. A `problem` tells what went wrong twice. Rejects with `WorkerEnded`
   * when the pool is closed meanwhile.
   */
  async grade(job: Job): Promise<Answer> {
    try {
      return await this.#idlest().grade(job);
    } catch (error) {
      if (!(error instanceof WorkerEnded) || this.#isClosed) throw error;
    }
    return this.#alone.take(() => this.#gradeAlone(job));
  }

  /** Ends what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#all].map((worker) => worker.close()));
  }

  async #gradeAlone(job: Job): Promise<Answer> {
    const worker = this.#start();
    try {
      return await worker.grade(job);
    } catch (error) {
      if (!(error instanceof WorkerEnded) || this.#isClosed) throw error;
      return {
        problem: `${error.message} That happened twice. Correct the check, then grade again: who is graded already is kept.`,
      };
    } finally {
      await this.#stop(worker);
    }
  }

  /** The one with the least to do; a new one while there may be more. */
  #idlest(): GradingWorker {
    for (const worker of this.#shared) {
      if (!worker.isOver && !worker.isSpent) continue;
      this.#shared.delete(worker);
      worker.retire();
    }
    const [idlest] = [...this.#shared].sort((a, b) => a.jobs - b.jobs);
    const mayStart = this.#shared.size < this.#options.workers;
    if (idlest !== undefined && (idlest.jobs === 0 || !mayStart)) return idlest;
    const worker = this.#start();
    this.#shared.add(worker);
    return worker;
  }

  #start(): GradingWorker {
    if (this.#isClosed) throw new WorkerEnded('The grading was stopped.');
    const worker = new GradingWorker(this.#options);
    this.#all.add(worker);
    return worker;
  }

  async #stop(worker: GradingWorker): Promise<void> {
    this.#all.delete(worker);
    await worker.close();
  }
}
