/**
 * Keeps the effects of each task in order: those on the whole task one after the other, starts one
 * after the other, and all that is asked of one container. A container that takes its time to stop
 * holds up no other.
 */
export class TaskQueue {
  readonly #tasks = new Map<string, TaskLine>();

  /** Runs after all that was asked of the task before; what is asked later waits for it. */
  exclusive(taskArn: string, work: () => Promise<void>): void {
    const line = this.#line(taskArn);
    const before = Promise.all([line.barrier, ...line.containers.values()]);
    line.containers.clear();
    line.barrier = this.#run(taskArn, line, before, work);
  }

  /** Runs after all that was asked of that container before, and after the starts of others. */
  start(taskArn: string, name: string, work: () => Promise<void>): void {
    const line = this.#line(taskArn);
    const before = Promise.all([line.containers.get(name) ?? line.barrier, line.starts]);
    line.starts = this.#run(taskArn, line, before, work);
    line.containers.set(name, line.starts);
  }

  /** Runs after all that was asked of that container before. */
  stop(taskArn: string, name: string, work: () => Promise<void>): void {
    const line = this.#line(taskArn);
    const before = line.containers.get(name) ?? line.barrier;
    line.containers.set(name, this.#run(taskArn, line, before, work));
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) {
      const lines = [...this.#tasks.values()];
      await Promise.all(lines.flatMap((line) => [line.barrier, ...line.containers.values()]));
    }
  }

  #line(taskArn: string): TaskLine {
    const known = this.#tasks.get(taskArn);
    if (known !== undefined) return known;
    const ready = Promise.resolve();
    const line: TaskLine = { barrier: ready, starts: ready, containers: new Map(), pending: 0 };
    this.#tasks.set(taskArn, line);
    return line;
  }

  /** `work` must not reject: effects answer with observations. */
  async #run(
    taskArn: string,
    line: TaskLine,
    before: Promise<unknown>,
    work: () => Promise<void>,
  ): Promise<void> {
    line.pending++;
    await before;
    try {
      await work();
    } finally {
      line.pending--;
      if (line.pending === 0) this.#tasks.delete(taskArn);
    }
  }
}

interface TaskLine {
  barrier: Promise<void>;
  starts: Promise<void>;
  readonly containers: Map<string, Promise<void>>;
  pending: number;
}
