/** Starts that were asked for and have not been answered, so that a stop can overtake them. */
export class PendingStarts {
  readonly #pending = new Map<string, Map<AbortController, string>>();

  add(taskArn: string, containerName: string): { readonly signal: AbortSignal; done(): void } {
    const controller = new AbortController();
    const ofTask = this.#pending.get(taskArn) ?? new Map<AbortController, string>();
    this.#pending.set(taskArn, ofTask.set(controller, containerName));
    const done = () => {
      ofTask.delete(controller);
      if (ofTask.size === 0 && this.#pending.get(taskArn) === ofTask) this.#pending.delete(taskArn);
    };
    return { signal: controller.signal, done };
  }

  /** Of one container, or of all of the task. */
  abort(taskArn: string, containerName?: string): void {
    for (const [controller, name] of this.#pending.get(taskArn) ?? []) {
      if (containerName === undefined || containerName === name) controller.abort();
    }
  }

  abortAll(): void {
    for (const taskArn of this.#pending.keys()) this.abort(taskArn);
  }
}
