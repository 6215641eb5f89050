import type { ListedContainer } from '../../core/observations.ts';
import type { EngineHost } from '../engine.ts';
import type { ContainerRecord } from './folders.ts';
import { HealthMonitor, keptHealth } from './health.ts';
import { Output } from './output.ts';
import { Program } from './program.ts';
import { ProcessStats } from './stats.ts';

/** What Node.js ends with when its heap limit, which stands for the memory limit, is reached. */
const ABORTED = 134;

/**
 * One container: a wrapper process, the program below it, and a folder. The folder is the truth;
 * this object only follows it and tells the host what changes.
 */
export class ProcessContainer {
  readonly name: string;
  readonly #program: Program;
  readonly #stats = new ProcessStats();
  readonly #output: Output | undefined;
  readonly #health: HealthMonitor | undefined;
  #status: ListedContainer['status'] = 'CREATED';
  #exitCode: number | undefined;
  #stopAsked = false;
  #isLetGo = false;
  #cancelKill: (() => void) | undefined;

  constructor(
    readonly folder: string,
    readonly record: ContainerRecord,
    readonly host: EngineHost,
    /** Called once, when it has ended. */
    readonly ended: () => void,
  ) {
    const { taskArn, spec } = record;
    this.name = spec.name;
    this.#program = new Program(folder);
    if (spec.awslogs) {
      const { group, stream, region } = spec.awslogs;
      const whose = { taskArn, containerName: spec.name, group, stream, region };
      this.#output = new Output(folder, (message, timestamp) =>
        host.logged({ ...whose, timestamp, message }),
      );
    }
    if (spec.healthCheck)
      this.#health = new HealthMonitor(
        folder,
        spec.healthCheck,
        record,
        host.clock,
        (healthStatus) =>
          host.observe({
            type: 'ContainerHealthChanged',
            taskArn,
            containerName: spec.name,
            healthStatus,
          }),
      );
  }

  get isRunning(): boolean {
    return this.#status === 'RUNNING';
  }

  get hasStopped(): boolean {
    return this.#status === 'STOPPED';
  }

  /** Takes up what an engine before this one started. */
  adopt(): void {
    this.#output?.resume(this.host.lastLogged(this.record.taskArn, this.name));
    if (!this.#program.hasStarted) return;
    this.#status = 'RUNNING';
    this.#look(true);
    if (this.isRunning) this.#health?.start();
  }

  /** Resolves once its program runs (or has run). */
  async start(): Promise<void> {
    const output = this.#output?.path ?? '/dev/null';
    await this.#program.start(this.record, output, this.host.clock, () => this.follow());
    this.#status = 'RUNNING';
    this.observeStarted();
    this.#health?.start();
    this.follow();
  }

  /** It was asked for once more: what is known already is said again. */
  repeat(): void {
    if (this.#program.hasStarted) this.observeStarted();
    if (this.hasStopped) this.observeStopped();
  }

  /** Hands over new output and notices the end. */
  follow(): void {
    if (!this.#isLetGo && this.isRunning && this.#look(false)) this.observeStopped();
  }

  /** Stop signal, then SIGKILL after `timeout` ms. */
  stop(timeout: number): void {
    if (!this.isRunning) {
      this.#status = 'STOPPED';
      this.observeStopped();
      return;
    }
    this.resume();
    if (!this.#stopAsked) this.#program.signal(this.record.stopSignal);
    this.#stopAsked = true;
    this.#cancelKill?.();
    this.#cancelKill = this.host.clock.after(timeout, () => this.kill());
  }

  stats(): object | null {
    const { group } = this.#program;
    if (!this.isRunning || group === undefined) return null;
    return this.#stats.read(group, this.record.spec.memory, this.host.clock.now());
  }

  kill(): void {
    if (!this.isRunning) return;
    this.#program.signal('SIGKILL');
    // A wrapper that is frozen would not notice.
    this.resume();
  }

  /** Freezes it, with all of its processes. */
  pause(): void {
    if (this.isRunning) this.#program.signalAll('SIGSTOP');
  }

  resume(): void {
    if (this.isRunning) this.#program.signalAll('SIGCONT');
  }

  signal(name: NodeJS.Signals): void {
    if (this.isRunning) this.#program.signal(name);
  }

  /** Stops to follow it, and leaves it as it is. */
  letGo(): void {
    this.#isLetGo = true;
    this.#health?.stop();
    this.#cancelKill?.();
  }

  observeStarted(): void {
    const { taskArn, runtimeId, imageDigest, networkBindings } = this.record;
    this.host.observe({
      type: 'ContainerStarted',
      taskArn,
      containerName: this.name,
      runtimeId,
      imageDigest,
      networkBindings,
    });
  }

  observeStopped(): void {
    this.host.observe({
      type: 'ContainerStopped',
      taskArn: this.record.taskArn,
      containerName: this.name,
      exitCode: this.#exitCode,
      reason: this.#reason,
    });
  }

  listed(): ListedContainer {
    const { runtimeId, imageDigest, networkBindings } = this.record;
    return {
      name: this.name,
      runtimeId,
      imageDigest,
      status: this.#status,
      exitCode: this.#exitCode,
      reason: this.#reason,
      healthStatus: keptHealth(this.folder),
      networkBindings,
    };
  }

  get #reason(): string | undefined {
    return this.#exitCode === ABORTED && this.record.spec.memory !== undefined
      ? 'OutOfMemoryError: Container killed due to memory usage'
      : undefined;
  }

  /** Brings status and output up to date; true when it has ended since. */
  #look(isAdopted: boolean): boolean {
    this.#exitCode = this.#program.exitCode(isAdopted);
    const isOver = this.#exitCode !== undefined;
    this.#output?.follow(this.host.clock.now(), isOver);
    if (isOver) {
      this.#status = 'STOPPED';
      this.letGo();
      this.ended();
    }
    return isOver;
  }
}
