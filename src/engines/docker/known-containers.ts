import type { HealthStatus } from '../../core/model/task.ts';
import type { Observation } from '../../core/observations.ts';
import type { Identity } from './labels.ts';

/** How a container ended. */
export interface Exit {
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
}

/** A container of this install, as far as we have seen it. */
export interface KnownContainer extends Identity {
  readonly id: string;
  phase: 'CREATED' | 'RUNNING' | 'STOPPED';
  health: HealthStatus;
  exit?: Exit;
  /** Settled when the start under way has been answered; what ends it waits for that. */
  starting?: Promise<unknown>;
  /** Under way once the container has ended. */
  ending?: Promise<void>;
  /** Resolves once the container's end has been reported. */
  readonly stopped: Deferred<Exit>;
}

/**
 * What was seen of each container, so that events and answers that tell the same are told once.
 * All of it can be found again in Docker; nothing depends on it after a restart.
 */
export class KnownContainers {
  readonly #byId = new Map<string, KnownContainer>();
  readonly #leaving = new Set<string>();

  add(id: string, identity: Identity, phase: KnownContainer['phase']): KnownContainer {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const added: KnownContainer = {
      ...identity,
      id,
      phase,
      health: 'UNKNOWN',
      stopped: new Deferred(),
    };
    this.#byId.set(id, added);
    return added;
  }

  get(id: string): KnownContainer | undefined {
    return this.#byId.get(id);
  }

  find(taskArn: string, containerName: string): KnownContainer | undefined {
    for (const known of this.#byId.values()) {
      if (known.taskArn === taskArn && known.containerName === containerName && !known.pause) {
        return known;
      }
    }
    return undefined;
  }

  ofTask(taskArn: string): KnownContainer[] {
    return [...this.#byId.values()].filter((known) => known.taskArn === taskArn);
  }

  all(): KnownContainer[] {
    return [...this.#byId.values()];
  }

  forget(known: KnownContainer): void {
    this.#byId.delete(known.id);
  }

  /** From now on the end of the task's pause container is no accident. */
  leave(taskArn: string): void {
    this.#leaving.add(taskArn);
  }

  isLeaving(taskArn: string): boolean {
    return this.#leaving.has(taskArn);
  }

  forgetTask(taskArn: string): void {
    this.#leaving.delete(taskArn);
    for (const known of this.ofTask(taskArn)) this.forget(known);
  }
}

export const stoppedObservation = (
  { taskArn, containerName }: Pick<Identity, 'taskArn' | 'containerName'>,
  exit: Exit,
): Observation => ({
  type: 'ContainerStopped',
  taskArn,
  containerName,
  exitCode: exit.exitCode,
  reason: exit.reason,
});

/** A promise to be resolved from outside. */
export class Deferred<T> {
  readonly promise: Promise<T>;
  #resolve: (value: T) => void = () => {};

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  resolve(value: T): void {
    this.#resolve(value);
  }
}
