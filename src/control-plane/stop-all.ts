import type { ListedTask, TaskObservation } from '../core/observations.ts';
import type { Engine } from '../engines/engine.ts';
import type { EngineLink } from './engine-link.ts';

/** Milliseconds a container has between its stop signal and SIGKILL when the runtime ends. */
const STOP_TIMEOUT = 3_000;
/** Milliseconds for all of it; what is left then is removed at the next start. */
const DEADLINE = 20_000;

/**
 * Stops and removes all that the engine has or is about to have (`expected`, by ARN), side by side,
 * while the desired state stays as it is. Answers the ARNs of the tasks that were not gone in time.
 */
export async function stopAll(
  engine: Engine,
  link: EngineLink,
  expected: readonly string[],
): Promise<string[]> {
  const tasks = new Map<string, RemainingTask>();
  let resolveGone = () => {};
  const gone = new Promise<void>((resolve) => {
    resolveGone = resolve;
  });
  link.takeOver((observation) => {
    if (!('taskArn' in observation)) return;
    const task = tasks.get(observation.taskArn);
    if (task?.observed(observation)) tasks.delete(observation.taskArn);
    if (tasks.size === 0) resolveGone();
  });
  if (!link.status.available) return [];
  const nothingYet = expected.map((taskArn) => ({ taskArn, containers: [] }));
  for (const task of [...nothingYet, ...(await engine.list())]) {
    tasks.set(task.taskArn, new RemainingTask(engine, task));
  }
  if (tasks.size === 0) return [];
  const deadline = setTimeout(resolveGone, DEADLINE);
  for (const task of tasks.values()) task.stop();
  await gone;
  clearTimeout(deadline);
  return [...tasks.keys()];
}

class RemainingTask {
  readonly #engine: Engine;
  readonly #taskArn: string;
  readonly #running: Set<string>;

  constructor(engine: Engine, { taskArn, containers }: ListedTask) {
    this.#engine = engine;
    this.#taskArn = taskArn;
    this.#running = new Set(
      containers.filter(({ status }) => status === 'RUNNING').map(({ name }) => name),
    );
  }

  stop(): void {
    const taskArn = this.#taskArn;
    if (this.#running.size === 0) this.#remove();
    for (const containerName of this.#running) {
      const stopTimeout = STOP_TIMEOUT;
      this.#engine.perform({ type: 'StopContainer', taskArn, containerName, stopTimeout });
    }
  }

  /** True when the task is gone. */
  observed(observation: TaskObservation): boolean {
    if (observation.type === 'TaskDeprovisioned') return true;
    if (observation.type !== 'ContainerStopped') return false;
    // Removed once, when its last container has stopped.
    if (this.#running.delete(observation.containerName) && this.#running.size === 0) {
      this.#remove();
    }
    return false;
  }

  #remove(): void {
    this.#engine.perform({ type: 'DeprovisionTask', taskArn: this.#taskArn });
  }
}
