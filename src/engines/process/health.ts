import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import type { HealthCheckSpec } from '../../core/effects.ts';
import type { HealthStatus } from '../../core/model/task.ts';
import type { Clock } from '../engine.ts';
import { type ContainerRecord, readText } from './folders.ts';
import { signal } from './processes.ts';

const STATUSES: readonly HealthStatus[] = ['HEALTHY', 'UNHEALTHY'];

/**
 * Runs a container's health check as Docker does: each `interval` after the last one ended, the
 * first one interval after the start; a success is HEALTHY; `retries` failures in a row are
 * UNHEALTHY, those within `startPeriod` and before the first success not counted. The status is
 * kept in a file, for the engine that comes after this one.
 */
export class HealthMonitor {
  readonly #file: string;
  #status: HealthStatus;
  #failures = 0;
  #cancel: (() => void) | undefined;
  #killProbe: (() => void) | undefined;
  #stopped = false;

  constructor(
    folder: string,
    readonly check: HealthCheckSpec,
    readonly container: ContainerRecord,
    readonly clock: Clock,
    readonly changed: (status: HealthStatus) => void,
  ) {
    this.#file = join(folder, 'health');
    this.#status = keptHealth(folder);
  }

  start(): void {
    this.#cancel = this.clock.after(this.check.interval, () => void this.#probe());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#killProbe?.();
  }

  async #probe(): Promise<void> {
    const succeeded = await this.#run();
    if (this.#stopped) return;
    this.#failures = succeeded ? 0 : this.#failures + this.#weight();
    if (succeeded) this.#become('HEALTHY');
    else if (this.#failures >= Math.max(1, this.check.retries)) this.#become('UNHEALTHY');
    this.start();
  }

  /** True when the check's command ends with 0 within its time. */
  async #run(): Promise<boolean> {
    const { environment, workingDirectory } = this.container;
    const [kind, ...words] = this.check.command;
    const [program = 'false', ...parameters] =
      kind === 'CMD-SHELL' ? ['/bin/sh', '-c', words.join(' ')] : words;
    const probe = execa(program, parameters, {
      cwd: workingDirectory,
      env: environment,
      extendEnv: false,
      stdio: 'ignore',
      // A group of its own, so that all of it can be killed when it takes too long.
      detached: true,
      reject: false,
    });
    const { pid } = probe;
    this.#killProbe = () => {
      if (pid !== undefined) signal(-pid, 'SIGKILL');
    };
    const cancelTimeout = this.clock.after(this.check.timeout, this.#killProbe);
    const { exitCode } = await probe;
    this.#killProbe = undefined;
    cancelTimeout();
    return exitCode === 0;
  }

  /** What one failure counts. */
  #weight(): number {
    const age = this.clock.now() - this.container.createdAt;
    return this.#status === 'UNKNOWN' && age < this.check.startPeriod ? 0 : 1;
  }

  #become(status: HealthStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.changed(status);
    try {
      writeFileSync(this.#file, status);
    } catch (error) {
      process.emitWarning(`${this.#file} cannot be written: ${error}. Free some disk space.`);
    }
  }
}

/** The status that was last seen of the container in that folder. */
export function keptHealth(folder: string): HealthStatus {
  const kept = readText(join(folder, 'health'));
  return STATUSES.find((status) => status === kept) ?? 'UNKNOWN';
}
