import type Docker from 'dockerode';
import type { EngineHost } from '../engine.ts';
import { ContainerLog } from './container-log.ts';
import type { KnownContainer } from './known-containers.ts';
import type { Lane } from './lane.ts';
import { within } from './within.ts';

/** How long the end of a container waits for its last lines. */
const PATIENCE = 1_000;

/** Hands the output of containers with `awslogs` to the host, live, each line once. */
export class Logs {
  readonly #logs = new Map<string, { readonly log: ContainerLog; ended: boolean }>();
  #closed = false;

  constructor(
    readonly docker: Docker,
    readonly host: EngineHost,
    readonly lane: Lane,
  ) {}

  /** Goes on after the last line that the host has, until the container ends. */
  follow(container: KnownContainer): void {
    const entry = this.#entry(container);
    if (entry !== undefined && !entry.ended) entry.log.follow();
  }

  /** Of a container that has ended: resolves when the host has its last line, or patience ends. */
  async drain(container: KnownContainer): Promise<void> {
    const entry = this.#entry(container);
    if (entry === undefined || entry.ended) return;
    try {
      await within(PATIENCE, entry.log.finish());
      entry.ended = true;
    } catch {
      // Removed with its output, or Docker is gone: then the next list reads it.
    }
  }

  /** Of a container that is gone. */
  forget(container: KnownContainer): void {
    this.#logs.get(container.id)?.log.close();
    this.#logs.delete(container.id);
  }

  close(): void {
    this.#closed = true;
    for (const { log } of this.#logs.values()) log.close();
  }

  #entry(container: KnownContainer) {
    const { id, taskArn, containerName, awslogs } = container;
    if (awslogs === undefined || this.#closed) return undefined;
    const known = this.#logs.get(id);
    if (known !== undefined) return known;
    const { group, stream, region } = awslogs;
    const log = new ContainerLog({
      container: this.docker.getContainer(id),
      lane: this.lane,
      last: this.host.lastLogged(taskArn, containerName),
      emit: (timestamp, message) => {
        if (this.#closed) return;
        const about = { taskArn, containerName, group, stream, region };
        this.host.logged({ ...about, timestamp, message });
      },
    });
    const entry = { log, ended: false };
    this.#logs.set(id, entry);
    return entry;
  }
}
